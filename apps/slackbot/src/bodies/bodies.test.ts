/**
 * Runs every row of EXPECTED.md through all of Leadbell: body, client, poll, database, alerts, new-lead cards, answers,
 * opened leads, export.
 */
import { caseBodies, caseBody, caseRows } from '@leadbell/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Query, digests, right, type Right } from '../testing/right-fixtures.ts';
import { hour, minute, openPlace, type Place, startWorld, type World } from '../testing/world-fixtures.ts';
import type { Posted, Said } from '../testing/screens-fixtures.ts';

const dayBegins = Date.parse('2025-08-24T21:00:00.000Z');
const dayEnds = dayBegins + 24 * hour;
const types: Readonly<Record<string, string>> = {
  '58-login-page.html': 'text/html',
  '64-windows-1256.bin': 'application/json; charset=windows-1256',
  '66-utf-16.bin': 'application/json; charset=utf-16le',
};
const rows = new Map(
  caseRows('bodies/EXPECTED.md')
    .filter(({ section }) => section === 'The files')
    .map(({ cells: [file = '', , counts = '', remark = ''] }) => [file, { counts, remark }]),
);

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

test('every example body has a row in the table and its expectations in this file', () => {
  expect([...rows.keys()]).toEqual(caseBodies());
  expect(Object.keys(right)).toEqual(caseBodies());
});

/**
 * A world whose DMS has answered once without leads, and from then on returns this body for every query of 2025-08-25.
 */
async function worldOf(name: string): Promise<World> {
  const world = await startWorld(place, { begin: '2025-08-25T05:00:00.000Z' });
  await world.moveTo('2025-08-25T14:59:00.000Z');
  await world.poll();
  serve(world, name);
  await world.moveTo('2025-08-25T15:00:00.000Z');
  await world.poll({ sweep: true });
  return world;
}

function serve(world: World, name: string): void {
  const status = name.startsWith('59-') ? 404 : 200;
  const type = types[name] ?? 'application/json';
  const body = caseBody(name);
  world.dms = (from, to) => (from < dayEnds && to > dayBegins ? { status, type, body } : { body: '[]' });
}

/** The numbers in "Today: 4 leads · 1 with errors (25%) · 1 created in DMS · 2 pending": 4/1/1/2. */
function countsOf({ summary, text }: Said): string {
  if (/an answer that we can’t read/.test(text)) return 'refused';
  if (/No leads (?:here|yet)\./.test(text)) return '0/0/0/0';
  return ['leads?\\b', 'with errors', 'created in DMS', 'pending']
    .map((words) => new RegExp(`([\\d,]+) ${words}`).exec(summary)?.[1] ?? '0')
    .join('/');
}

/** The answer's notes about unread, differing and resent leads, written as in EXPECTED.md. */
function remarkOf({ text }: Said): string {
  const unread = /(\d+) leads? could not be read/.exec(text)?.[1];
  const parts = /(\d+) parts? of the answer could not be read/.exec(text)?.[1];
  const resent = /(\d+) leads? (?:was|were) sent again/.exec(text)?.[1];
  const [, total, errored, ourTotal, ourErrored] =
    /The DMS counts (\S+) leads? \((\S+) with errors\); Leadbell read (\S+) \(([\d,]+)/.exec(text) ?? [];
  return (
    [
      unread === undefined ? '' : `unread ${unread}`,
      parts === undefined ? '' : `parts ${parts}`,
      total === undefined ? '' : `differ ${total}·${errored} / ${ourTotal}·${ourErrored}`,
      resent === undefined ? '' : `sent again ${resent}`,
    ]
      .filter((one) => one !== '')
      .join('; ') || '–'
  );
}

/** Matches the personal data in the bodies: last names, phone numbers and email addresses. */
const personal = /Testali|@example\.com|0?5000000\d\d|0112345678/;

const numbersOf = (counts: string) => counts.split('/').map(Number);
const numberIn = (remark: string, word: string) => Number(new RegExp(`${word} (\\d+)`).exec(remark)?.[1] ?? 0);

test.each([...rows])('%s', { timeout: 60_000 }, async (name, { counts, remark }) => {
  await using world = await worldOf(name);
  const expected = right[name] ?? {};
  const said = await world.say('2025-08-25');
  expect({ counts: countsOf(said), remark: remarkOf(said) }).toEqual({ counts, remark });
  const errors = /\d with errors/.test(said.summary) ? (await world.say('errors 2025-08-25')).text : '';
  expectAll(`${said.text}\n${errors}`, expected.says);
  const texts = [
    said.text,
    errors,
    ...(await told(world, { counts, remark, expected })),
    ...(await opened(world, said, expected)),
  ];
  for (const text of texts) expectNone(text, expected.never);
  if (counts !== 'refused') await expectFilters(world, said, counts);
  for (const one of expected.also ?? []) await expectAnswer(world, one);
  expect((await world.say('2025-08-25 --share')).text).not.toMatch(personal);
  expect(JSON.stringify(world.events)).not.toMatch(personal);
  expect(await world.stored()).not.toMatch(personal);
  expect(world.faults).toEqual([]);
});

function expectAll(text: string, patterns: readonly RegExp[] = []): void {
  for (const pattern of patterns) expect(text).toMatch(pattern);
}

function expectNone(text: string, patterns: readonly RegExp[] = []): void {
  for (const pattern of patterns) expect(text).not.toMatch(pattern);
}

/**
 * After the poll, checks the status, the database, the alerts with their errors and the new-lead cards. Then checks
 * that the next poll posts nothing. Returns the posted texts.
 */
async function told(world: World, { counts, remark, expected }: Row): Promise<readonly string[]> {
  await expectStatus(world, counts, remark);
  const [total = 0, errored = 0] = counts === 'refused' ? [] : numbersOf(counts);
  const stored = async () =>
    (await world.query('select coalesce(sum(leads), 0)::int as leads from bulks'))[0]?.['leads'];
  expect(await stored()).toBe(expected.stored ?? total);
  const alerts = await world.posted('C0IT');
  expectAlerts(alerts, errored, expected);
  const cards = await world.posted('C0SALES');
  expect(cards).toHaveLength(total);
  const texts = [...(await erroredLeads(world, errored)), ...[...alerts, ...cards].map(({ text }) => text)];
  for (const { text } of [...alerts, ...cards]) expect(text).not.toMatch(personal);
  await world.moveBy(minute);
  await world.poll({ sweep: true });
  expect(await stored()).toBe(expected.stored ?? total);
  expect(await world.posted('C0IT')).toEqual(alerts);
  expect(await world.posted('C0SALES')).toEqual(cards);
  await world.moveBy(-minute);
  return texts;
}

async function expectStatus(world: World, counts: string, remark: string): Promise<void> {
  const { text } = await world.say('status');
  const [connection] = await world.status();
  if (counts === 'refused') {
    expect(connection).toMatchObject({ failures: 1, failure: 'contract' });
    expect(text).toMatch(/^🔴 /m);
    return;
  }
  expect(connection).toMatchObject({ failures: 0, failure: null, coveredTo: expect.any(Number), setAside: [] });
  expect(text).toMatch(/^🟢 /m);
  const unread = numberIn(remark, 'parts') + numberIn(remark, 'unread');
  const found = [...text.matchAll(/ × (\d+)/g)].map(([, count]) => Number(count));
  expect(found.reduce((sum, count) => sum + count, 0)).toBe(unread);
  expect(world.events.filter(({ event }) => event === 'dms.unread')).toHaveLength(unread);
}

function expectAlerts(alerts: readonly Posted[], errored: number, { alerts: patterns }: Right): void {
  if (patterns === undefined) {
    const sum = [
      ...alerts
        .map(({ text }) => text)
        .join('\n')
        .matchAll(/(\d+) of \d+ leads? with errors/g),
    ];
    expect(sum.reduce((all, [, count]) => all + Number(count), 0)).toBe(errored);
    expect(alerts).toHaveLength(errored > 0 ? 1 : 0);
    return;
  }
  expect(alerts).toHaveLength(patterns.length);
  for (const [index, pattern] of patterns.entries()) expect(alerts[index]?.text).toMatch(pattern);
}

/**
 * Checks that each alert's *View errors* and *Export* contain every errored lead, and that each of these leads opens.
 */
async function erroredLeads(world: World, errored: number): Promise<readonly string[]> {
  const texts: string[] = [];
  let exported = 0;
  for (const { id } of await world.query("select id from alerts where rule = 'bulk-errors' order by id")) {
    const { view, opens, file } = await world.viewErrors(Number(id));
    expect(view).not.toMatch(personal);
    expect(opens).toHaveLength(errored);
    for (const open of opens) texts.push(await world.open(open));
    exported += file.trim().split('\r\n').length - 1;
    texts.push(view);
  }
  expect(exported).toBe(errored);
  for (const text of texts) expect(text).not.toMatch(/no longer in the answer/);
  return texts;
}

/** Checks that each button of the list and of the cards in #sales opens its own lead. */
async function opened(world: World, said: Said, expected: Right): Promise<readonly string[]> {
  const wanted = Object.entries(expected.opened ?? {});
  const found = new Set<string>();
  const texts: string[] = [];
  const cards = (await world.posted('C0SALES')).flatMap(({ buttons }) =>
    buttons.map(({ text, value }) => ({ row: text, open: value })),
  );
  for (const { row, open } of [...said.leads, ...cards]) {
    const text = await world.open(open);
    texts.push(text);
    const first = /^\S+/.exec(row)?.[0] ?? '';
    expect(text).toContain(first === 'No' ? 'Sender’s number' : `Name: ${first}`);
    for (const [name, patterns] of wanted) {
      if (!row.startsWith(name)) continue;
      found.add(name);
      expectAll(text, patterns);
    }
  }
  expect(cards).toHaveLength(said.leads.length);
  expect([...found].toSorted()).toEqual(wanted.map(([name]) => name).toSorted());
  return texts;
}

/**
 * Checks that each shown count equals the number of leads that its filter finds, and that `priority:hot` finds every
 * hot lead, however the DMS spells it.
 */
async function expectFilters(world: World, { text, summary }: Said, counts: string): Promise<void> {
  const [, ...outcomes] = numbersOf(counts);
  for (const [index, status] of ['errored', 'created', 'pending'].entries()) {
    const { leads } = await world.say(`2025-08-25 status:${status}`);
    expect(leads, `${status} of ${summary}`).toHaveLength(outcomes[index] ?? 0);
  }
  for (const [, label = '', values = ''] of text.matchAll(/^(Source|Brand|Branch): (.*)$/gm))
    for (const [, value = '', count] of values.matchAll(/(?:^| · )(.+?) (\d+)(?= ·|$)/g)) {
      if (value === 'Not given') continue;
      const { leads } = await world.say(`2025-08-25 ${label.toLowerCase()}:"${value}"`);
      expect(leads, `${label} ${value}`).toHaveLength(Number(count));
    }
}

async function expectAnswer(world: World, { query, says, never, leads, language, catalogue }: Query): Promise<void> {
  const said = await world.say(query, {
    ...(language === undefined ? {} : { language }),
    ...(catalogue === undefined ? {} : { catalogue: { ...catalogue, subSources: {} } }),
  });
  expectAll(said.text, says);
  expectNone(said.text, never);
  expect(said.leads).toHaveLength(leads);
}

test.each(Object.entries(digests))('the digest of the day of %s says what this file expects', async (name, says) => {
  await using world = await worldOf(name);
  await world.moveTo('2025-08-26T05:30:00.000Z');
  await world.digest('2025-08-26T05:30:00.000Z');
  const text = (await world.posted('C0DIGEST')).map((one) => one.text).join('\n');
  expectAll(text, says);
  expect(text).not.toMatch(personal);
  expect(world.faults).toEqual([]);
});

test('08-ids-64-bit.json: Leadbell asks the DMS for a lead with all digits of its id', async () => {
  await using world = await worldOf('08-ids-64-bit.json');
  await world.say('lead 1152921504606846977 2025-08-25');
  expect(world.asked.at(-1)?.searchParams.get('leadId')).toBe('1152921504606846977');
});

test('59-not-found.json as the first answer is rejected, with a hint to check DMS_BASE_URL', async () => {
  await using world = await startWorld(place, { begin: '2025-08-25T15:00:00.000Z' });
  world.dms = () => ({ status: 404, body: caseBody('59-not-found.json') });
  const { text } = await world.say('2025-08-25');
  expectAll(text, [/DMS_BASE_URL/, /Reference: REF001/]);
  expectNone(text, [/No leads/]);
  await world.poll();
  expect(await world.status()).toMatchObject([{ failures: 1, failure: 'not-found' }]);
});

test('59-not-found.json after a good answer causes no alert for ten minutes', async () => {
  await using world = await worldOf('59-not-found.json');
  for (let n = 0; n < 10; n += 1) {
    await world.moveBy(minute);
    await world.poll();
    await world.look();
  }
  expect(await world.status()).toMatchObject([{ failures: 0, failure: null }]);
  expect(await world.posted('C0IT')).toEqual([]);
});

test.each([
  ['68-created-unreadable.json', 1],
  ['69-created-missing.json', 0],
  ['70-created-out-of-time.json', 0],
])(
  '%s: the next polls read the same bulks, announce them once, and their leads are found a day later',
  async (name, errored) => {
    await using world = await worldOf(name);
    const before = await world.query('select id, key from bulks order by id');
    const posted = [await world.posted('C0IT'), await world.posted('C0SALES')];
    for (let n = 0; n < 3; n += 1) {
      await world.moveBy(13 * minute);
      await world.poll();
      await world.look();
    }
    expect(await world.query('select id, key from bulks order by id')).toEqual(before);
    expect([await world.posted('C0IT'), await world.posted('C0SALES')]).toEqual(posted);
    await world.moveBy(24 * hour);
    await erroredLeads(world, errored);
    for (const { buttons } of await world.posted('C0SALES'))
      for (const { text, value } of buttons)
        expect(await world.open(value)).toContain(`Name: ${/^\S+/.exec(text)?.[0]} Testali`);
    expect(world.faults).toEqual([]);
  },
);

interface Row {
  readonly counts: string;
  readonly remark: string;
  readonly expected: Right;
}
