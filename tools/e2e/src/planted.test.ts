// Tests that Leadbell shows only masked data of people whom the DMS or a colleague quotes. The
// people are invented, and every text of the DMS quotes one of them. Uses the real bot in
// its own process, PostgreSQL, the Slack stand-in, and a stand-in for the DMS.
import { createServer, type Server } from 'node:http';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Sandbox, startSandbox } from '@leadbell/launcher';
import { backup } from '@leadbell/store';
import { startTestDatabases, temporaryFolder, type TestDatabases } from '@leadbell/store/testing';
import { type Planted, plantedWith, tracesOf } from '@leadbell/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const bulks = 12;
const leadsInBulk = 8;
/** Lists show the first name of a lead, so the strangers who are quoted have other first names. */
const ownNames = { first: [0, 1, 2, 3], last: [4, 5, 6, 7] };
const strangersNames = { first: [4, 5, 6, 7], last: [4, 5, 6, 7] };

let state = 7;
function pick(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return (state >>> 8) % below;
}

interface Sent {
  readonly own: Planted;
  readonly stranger: Planted;
}

const sent: Sent[] = Array.from({ length: bulks * leadsInBulk }, () => ({
  own: plantedWith(pick, ownNames),
  stranger: plantedWith(pick, strangersNames),
}));
const one = <T>(of: readonly T[]): T => of[pick(of.length)] as T;
const nameOf = ({ first, last }: Planted): string => `${first} ${last}`;

function leadOf({ own, stranger }: Sent, n: number) {
  const isErrored = n % 3 !== 0;
  const quoted = () => one([...own.pieces, ...stranger.pieces]);
  const errors = [
    `Phone ${quoted()} of ${quoted()} is in use`,
    {
      message: `Customer ${quoted()} already exists`,
      code: one(['DUP-1', quoted()]),
      field: one(['phoneNumber', quoted()]),
    },
    { messageEn: `Branch of ${quoted()} unknown`, messageAr: `فرع ${quoted()} غير معروف` },
    `رقم الجوال ${quoted()} مسجل لعميل آخر ${quoted()}`,
  ];
  return {
    leadExternalId: one([n + 1, own.phone, own.email, nameOf(own)]),
    leadId: isErrored ? 0 : 7_000 + n,
    isError: isErrored ? 1 : 0,
    errorList: isErrored ? one([errors[0], [errors[1], errors[3]], errors[2], errors]) : null,
    firstName: own.first,
    lastName: own.last,
    contactName: nameOf(own),
    phoneCode: '00966',
    phoneNumber: own.phone,
    email: own.email,
    address1: `Near the house of ${nameOf(stranger)}`,
    leadName: nameOf(own),
    leadReference: quoted(),
    leadNote: `Please call ${nameOf(stranger)} instead: ${stranger.pieces.join(' or ')}`,
    brand: one(['KIA', `KIA ${quoted()}`]),
    branch: one(['Riyadh North', 'جدة', `Riyadh ${quoted()}`]),
    source: one(['Website', `Referral by ${quoted()}`, quoted()]),
    subSource: one(['Email', `من ${quoted()}`]),
    priority: one(['Hot', `Hot, for ${quoted()}`]),
    interest: one(['Price Quote', `Test drive with ${quoted()}`]),
    vehicleType: one(['New', quoted()]),
    leadType: one(['Individual', quoted()]),
    vehicles: [{ modelFamily: one(['RIO', `RIO of ${quoted()}`]), modelYear: 2024, modelMemo: quoted() }],
  };
}

/** Returns an answer with a bulk for each hour until now. */
function answer(): string {
  const now = Date.now();
  return JSON.stringify(
    Array.from({ length: bulks }, (_, bulk) => ({
      id: 100 + bulk,
      createdDate: new Date(now - 60_000 * (bulk + 1)).toISOString(),
      createdBy: 1,
      isProcessed: 2,
      totalRecords: leadsInBulk,
      errorRecords: leadsInBulk,
      leads: sent
        .slice(bulk * leadsInBulk, (bulk + 1) * leadsInBulk)
        .map((each, n) => leadOf(each, bulk * leadsInBulk + n)),
    })),
  );
}

/** The bulks of the last minutes are today's, at whatever time of the day the test runs. */
function zoneWithNoonNow(): string {
  const hoursAhead = 12 - new Date().getUTCHours();
  return `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;
}

let dms: Server;
/** Empty until the bot watches the DMS, because the bot does not announce bulks that were there before. */
let body = '[]';
let databases: TestDatabases;
let sandbox: Sandbox;
let url = '';
const logs: string[] = [];
/** The folder of the bot's database; nothing else writes into it. */
const temporary = temporaryFolder();

beforeAll(async () => {
  dms = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(dms, 'listening');
  databases = await startTestDatabases();
  url = await databases.createReady();
  sandbox = await startSandbox({
    stdio: 'pipe',
    env: {
      DMS_BASE_URL: `http://127.0.0.1:${(dms.address() as AddressInfo).port}`,
      DATABASE_URL: url,
      LEADBELL_KEY: randomBytes(32).toString('base64'),
      POLL_SECONDS: '1',
      TIME_ZONE: zoneWithNoonNow(),
      LOG_LEVEL: 'debug',
      TMPDIR: temporary,
    },
  });
  for (const stream of [sandbox.bot.child.stdout, sandbox.bot.child.stderr])
    stream?.on('data', (chunk: Buffer) => logs.push(chunk.toString()));
});

afterAll(async () => {
  await sandbox.stop();
  dms.close();
  await databases.close();
  rmSync(temporary, { recursive: true });
});

const say = (text: string, channel = 'sales') => sandbox.slack.control.say('samir', channel, text);

/** Returns all messages, without direction marks and with a plain space for every kind of space. */
function shown(): string {
  return JSON.stringify(sandbox.slack.ledger())
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u00A0\u2007]/g, ' ');
}

/** Waits until a message matches. */
async function until(pattern: RegExp): Promise<void> {
  await expect.poll(() => pattern.test(shown()), { timeout: 120_000, interval: 200 }).toBe(true);
}

/** Returns the connections whose DMS has been read. */
function reads(): Promise<readonly object[]> {
  return databases.query(url, 'select 1 from dms_connections where last_ok_at is not null');
}

async function everyRow(): Promise<string> {
  const tables = await databases.query(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await databases.query(url, `select '${String(name)} ' || t::text as row from ${String(name)} t`);
    rows.push(...found.map(({ row }) => String(row)));
  }
  return rows.join('\n');
}

/** Returns the database as `leadbell backup` writes it. */
async function backedUp(): Promise<string> {
  const chunks: Buffer[] = [];
  await backup({ url }, new Writable({ write: (chunk: Buffer, _, done) => done(void chunks.push(chunk)) }));
  return gunzipSync(Buffer.concat(chunks)).toString('utf8');
}

/** Returns the names and contents of all files in the folder. */
function temporaryFiles(): string {
  const files = readdirSync(temporary, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), 'latin1')}`).join('\n');
}

/** Fewer digits in a row are no trace of a number, because a long text may contain them by chance. */
const digits = 9;

/**
 * Searches for all people at once, because folding a long text is slow. First names of leads are
 * allowed, because lists show them.
 */
function found(text: string): string[] {
  const traces = sent.flatMap(({ own, stranger }) => [
    ...own.traces.slice(2).filter((trace) => !trace.includes('.')),
    ...stranger.traces,
  ]);
  return tracesOf(text, { traces: [...new Set(traces)] }, digits);
}

test('nothing about a planted person leaves the bot, in either language', async () => {
  const stranger = plantedWith(pick, strangersNames);
  await say('/leads subscribe alerts from-1');
  await until(/this channel gets alerts/);
  await expect.poll(reads).toHaveLength(1);
  body = answer();
  await say('/leads subscribe leads');
  await say('/leads subscribe digest 08:30');
  await say('/leads today');
  await until(/96 leads/);
  await until(/Alert 1\b/);
  for (const command of ['errors', 'alerts', 'alerts 1', 'status', 'yesterday', 'bulk 100', 'subscriptions'])
    await say(`/leads ${command}`);
  await say('/leads today --share');
  // In colleagues' own words, Leadbell leaves names but hides numbers and addresses.
  const numbers = stranger.pieces.filter((piece) => /@|(?:\p{Nd}\P{Nd}*){6}/u.test(piece));
  expect(numbers.length).toBeGreaterThan(2);
  await say(`/leads note 1 called ${numbers.join(' and ')}`);
  await say(`/leads silence 2h branch:jeddah ${numbers.slice(0, 3).join(' ')}`);
  await say('/leads language ar');
  await say('/leads اليوم');
  await until(/العملاء المحتملون/);
  for (const command of ['أخطاء', 'تنبيهات', 'تنبيهات 1', 'حالة', 'اليوم --مشاركة']) await say(`/leads ${command}`);
  await until(/[Cc]alled ••• and/);
  const list = sandbox.slack.control
    .messages('sales', { as: 'samir' })
    .find((message) => /View errors/.test(JSON.stringify(message)));
  const view = /"action_id":"(leads\.errored[^"]*)"/.exec(JSON.stringify(list))?.[1];
  if (list !== undefined && view !== undefined) await sandbox.slack.control.click('samir', list, view);
  await expect.poll(() => logs.join('').includes('poll.done')).toBe(true);

  const calls = sandbox.slack.traffic.entries().filter(({ direction }) => direction === 'in');
  const leaving = {
    messages: JSON.stringify(sandbox.slack.ledger()),
    calls: JSON.stringify(calls),
    logs: logs.join(''),
    database: await everyRow(),
    backup: await backedUp(),
    // The padding makes the text long enough for the check below, even if there are no files.
    files: `${temporaryFiles()}${'-'.repeat(1_001)}`,
  };
  for (const [where, text] of Object.entries(leaving)) {
    expect([where, text.length > 1_000]).toEqual([where, true]);
    const plain = text
      .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      // A keyed hash has random letters, which may happen to be those of a name.
      .replace(/[0-9a-f]{8}\.[\w-]{22}/g, '#');
    const traces = [...new Set([...found(plain), ...tracesOf(plain, stranger, digits)])];
    expect([where, traces, surroundings(plain, traces)]).toEqual([where, [], []]);
  }
  writeFileSync(join(temporary, 'planted'), answer());
  expect(found(temporaryFiles()).length).toBeGreaterThan(sent.length);
  // The search works, because it finds the people in the answer itself.
  expect(found(answer()).length).toBeGreaterThan(sent.length);
});

function surroundings(text: string, traces: readonly string[]): string[] {
  return traces.slice(0, 5).map((trace) => {
    const at = text.toLowerCase().indexOf(trace);
    return at < 0 ? trace : text.slice(Math.max(0, at - 120), at + 60);
  });
}
