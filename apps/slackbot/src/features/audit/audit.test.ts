/** Tests the audit log as admins read it, and the notice of unusual reading, on a real database. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Instant, usualReading } from '@leadbell/domain';
import { type Language, languageTags } from '@leadbell/i18n';
import { type Card, checkBlocks, renderMessage, type Span } from '@leadbell/slack-kit';
import { type AuditEntry, openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { asRead, testIdentities } from '@leadbell/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Gate } from '../../bot/gate.ts';
import { createRecord } from '../../bot/record.ts';
import { answerQuery, decodeQuery, encodeQuery, parseText } from '../../testing/commands-fixtures.ts';
import { contextFor, example, fakeApi, nthLead } from '../../testing/lead-fixtures.ts';
import { untilAborted } from '../../testing/patience-fixtures.ts';
import { messagesFor } from '../index.ts';
import { createReadAudit } from './read-audit.ts';
import { notifyUnusual, type UnusualOptions } from './unusual.ts';

const workspace = 'T1';
let databases: TestDatabases;
let url: string;
let store: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  store = await openStore({ url });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});
beforeEach(() => databases.empty(url));

async function append(...entries: readonly Partial<AuditEntry>[]): Promise<void> {
  for (const entry of entries)
    await store.transaction((tx) =>
      store.audit.append(tx, { workspace, actor: 'U0NOURA', actorKind: 'member', action: 'open', ...entry }),
    );
}

async function ask(text: string, tag: Language = 'en') {
  const now = await store.now();
  const readAudit = createReadAudit({ store, identities: testIdentities(), workspace });
  const context = contextFor(fakeApi([]), tag, { readAudit, now });
  const parsed = parseText(text, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const card = await answerQuery(parsed.query, context);
  const message = renderMessage(card, { tag, more: String });
  expect(checkBlocks(message.blocks, 'message')).toEqual([]);
  return { card, said: read(card) };
}

/** Returns every line of the card's texts. */
function read(card: Card): string {
  const texts = card.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  return asRead(texts.map((text) => text.map(spanText).join('')).join('\n'));
}

function spanText(span: Span): string {
  if ('words' in span) return span.words;
  if ('data' in span) return span.data;
  if ('user' in span) return `<@${span.user}>`;
  return 'channel' in span ? `<#${span.channel}>` : '\n';
}

/** Returns the lines without their times. */
const lines = (said: string) => said.split('\n').flatMap((line) => /\d\d:\d\d · (.*)$/.exec(line)?.[1] ?? []);

const recordHere = () =>
  createRecord({ store, identities: testIdentities(), reading: usualReading, workspace, sleep: untilAborted });

test('entries are sentences and name no customer', async () => {
  const record = recordHere();
  const lead = { ...example, externalId: null, leadId: '90211' };
  const noura = { user: 'U0NOURA', kind: 'member', channel: 'C0SALES' } as const;
  await record(noura, { action: 'open', leads: [lead], fields: ['phoneNumber'] });
  await record(noura, { action: 'find', leads: [lead, nthLead(1)], fields: [] });
  await record(noura, { action: 'find', leads: [], fields: [] });
  await record(noura, { action: 'open', leads: [], fields: [], outcome: 'refused' });
  await append(
    { action: 'export', subject: 'alert 12', leads: ['a', 'b', 'c'] },
    { action: 'acknowledge', subject: 'alert 12' },
    { actor: 'leadbell', action: 'subscription paused', subject: 'subscription 7' },
    { actor: 'operator', action: 'brand-new <!channel>' },
    { action: 'unusual reading', detail: { people: 60, minutes: 60 } },
  );
  const { said } = await ask('audit');
  expect(lines(said)).toEqual([
    '<@U0NOURA> saw more than 60 leads in 60 minutes',
    'The operator did this: brand-new <!channel>',
    'Leadbell paused subscription 7',
    '<@U0NOURA> acknowledged alert 12',
    '<@U0NOURA> exported 3 leads of alert 12',
    '<@U0NOURA> tried to open a lead and was refused · <#C0SALES>',
    '<@U0NOURA> searched and found no lead · <#C0SALES>',
    '<@U0NOURA> found 2 leads · <#C0SALES>',
    '<@U0NOURA> opened a lead · <#C0SALES>',
  ]);
  const arabic = (await ask('سجل', 'ar')).said;
  expect(arabic).toContain('بحث بلا نتائج، بواسطة <@U0NOURA>');
  expect(arabic).toContain('تصدير 3 عملاء محتملين من التنبيه 12، بواسطة <@U0NOURA>');
  for (const one of [said, arabic]) expect(one).not.toMatch(/first name|500000005|john@|90211|1001/);
});

test('an admin finds a lead by either of its numbers, the sender’s or the DMS’s', async () => {
  const record = recordHere();
  const noura = { user: 'U0NOURA', kind: 'member', channel: '' } as const;
  const open = (externalId: string | null, leadId: string | null) =>
    record(noura, { action: 'open', leads: [{ ...example, externalId, leadId }], fields: [] });
  await open('574', '90211');
  await open(null, '90212');
  await open('500001111', null);
  for (const [text, word] of [
    ['audit lead 574', 'lead 574'],
    ['audit lead 90211', 'lead 90211'],
    ['audit lead #90212', 'lead 90212'],
    ['سجل عميل ٩٠٢١٢', 'lead 90212'],
    ['audit lead 500001111', 'lead 500001111'],
  ] as const)
    expect([text, ...lines((await ask(text)).said)]).toEqual([text, `<@U0NOURA> opened ${word}`]);
  expect((await ask('audit lead 7')).said).toContain('The log has no entries like that.');
});

test('entries are found by person, kind and period, page by page, in this workspace only', async () => {
  await databases.query(
    url,
    `insert into audit_log (at, workspace_id, actor, action) values ('2020-01-01', 'T1', 'U0OLD', 'open')`,
  );
  await append(
    ...Array.from({ length: 20 }, () => ({})),
    { actor: 'U0SAMIR', action: 'share' },
    { workspace: 'T2', actor: 'U0OTHER' },
    { action: 'find', outcome: 'refused' },
  );
  const counted = async (text: string) => lines((await ask(text)).said).length;
  expect(await counted('audit <@U0SAMIR>')).toBe(1);
  expect(await counted('audit <@U0SAMIR> shared today')).toBe(1);
  expect(await counted('audit shared')).toBe(1);
  expect(await counted('audit refused')).toBe(1);
  expect(await counted('audit <@U0OTHER>')).toBe(0);
  expect(await counted('audit yesterday')).toBe(0);
  expect(await counted('سجل <@U0SAMIR> مشاركة اليوم')).toBe(1);
  const first = await ask('audit opened');
  expect(lines(first.said)).toHaveLength(15);
  const older = [...JSON.stringify(first.card).matchAll(/"value":"(1;audit;.*?)","label"/g)].map(([, value = '']) =>
    decodeQuery(JSON.parse(`"${value}"`) as string),
  );
  const page = older.find((query) => query !== null && 'after' in query);
  const readAudit = createReadAudit({ store, identities: testIdentities(), workspace });
  const context = contextFor(fakeApi([]), 'en', { readAudit, now: await store.now() });
  if (page === null || page === undefined) throw new Error('no older page');
  const second = JSON.stringify(await answerQuery(page, context));
  expect(second.match(/"user":/g)).toHaveLength(6);
  expect(second).toContain('"user":"U0OLD"');
});

test('an erasure by `leadbell forget` is shown to the admins of each workspace', async () => {
  await append({ workspace: null, actor: 'operator', actorKind: 'operator', action: 'forget', subject: 'F-ABCD2345' });
  await append({ workspace: 'T2', action: 'forget', subject: 'F-ABCD2346' });
  expect(lines((await ask('audit forgotten')).said)).toEqual([
    'The operator erased a person’s data (receipt F-ABCD2345)',
  ]);
  expect(lines((await ask('audit forgotten', 'ar')).said)[0]).toContain('مشغّل Leadbell');
});

test('words that are not understood do not widen the search', async () => {
  for (const text of ['audit brand:KIA', 'audit lead', 'audit @noura', 'audit opened found']) {
    const parsed = parseText(text, contextFor(fakeApi([])));
    expect([text, parsed.ok]).toEqual([text, false]);
  }
});

test('each request is read back unchanged from a button', () => {
  const context = contextFor(fakeApi([]));
  for (const text of ['audit', 'audit <@U0SAMIR> lead 574 opened last 3 days', 'audit refused 2025-08-24']) {
    const parsed = parseText(text, context);
    expect(parsed.ok && decodeQuery(encodeQuery(parsed.query))).toEqual(parsed.ok && parsed.query);
  }
});

test('every action that the product records has words in the audit log', () => {
  const folders = ['../../', '../../../../cli/src/'].map((path) => new URL(path, import.meta.url));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|-fixtures\.ts$/.test(file))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'))
      .filter((source) => /audit\.append|appendReading|\brecord\(|\baudit\(/.test(source)),
  );
  const literal = /\baction(?::| =) (?:\w+ \? '([a-z -]+)' : )?'([a-z -]+)'/g;
  const recorded = sources.flatMap((source) =>
    [...source.matchAll(literal)].flatMap(([, ...names]) => names.filter((name) => name !== undefined)),
  );
  const ofServices = sources.flatMap((source) =>
    [...source.matchAll(/\baudit\(tx, \w+, '([a-z -]+)'/g)].map(([, name = '']) => name),
  );
  const all = new Set([...recorded, ...ofServices]);
  for (const name of ['forget', 'export', 'subscription without owner']) expect(all).toContain(name);
  for (const tag of languageTags) {
    const known = Object.keys(messagesFor(tag).audit.done);
    expect([...all].filter((name) => !known.includes(name))).toEqual([]);
  }
});

function watching(ids: readonly string[], changes: Partial<UnusualOptions> = {}, isUnanswered = false) {
  const warned: object[] = [];
  const gate = { admins: () => Promise.resolve({ ids, isUnanswered }) } as unknown as Gate;
  const log = { warn: (fields: object) => warned.push(fields) } as unknown as UnusualOptions['log'];
  const run = () => notifyUnusual({ store, messages: messagesFor('en'), gateOf: () => gate, log, ...changes });
  return { run, warned };
}

test('the admins are notified of unusual reading once, even by several processes', async () => {
  const record = createRecord({
    store,
    identities: testIdentities(),
    reading: { unusual: { people: 2, minutes: 60 }, limit: null },
    workspace,
    sleep: untilAborted,
  });
  const { run, warned } = watching(['U0AMAL', 'U0SAMIR']);
  for (let n = 0; n < 3; n += 1) {
    expect(await run()).toBe(0);
    await record({ user: 'U0NOURA', kind: 'member', channel: '' }, { action: 'open', leads: [nthLead(n)], fields: [] });
  }
  await Promise.all([run(), run(), run()]);
  expect(await run()).toBe(0);
  const rows = await databases.query(url, 'select channel_id, payload from outbox order by channel_id');
  expect(rows.map((row) => row['channel_id'])).toEqual(['U0AMAL', 'U0SAMIR']);
  const said = JSON.stringify(rows[0]?.['payload']);
  expect(said).toContain('"user_id":"U0NOURA"');
  expect(said).toContain(' opened, found, exported or shared more than 2 leads in 60 minutes.');
  expect(warned[0]).toEqual({ user: 'U0NOURA', admins: 2, people: 2, minutes: 60 });
});

test('the notice of unusual reading waits until the workspace is connected; without an admin, there is only a log line', async () => {
  await append({ action: 'unusual reading', detail: { people: 60, minutes: 60 } });
  expect(await watching([], { gateOf: () => null }).run()).toBe(0);
  const { run, warned } = watching([]);
  expect(await run()).toBe(1);
  expect(warned).toEqual([{ user: 'U0NOURA', admins: 0, people: 60, minutes: 60 }]);
  expect(await store.outbox.counts(0 as Instant)).toMatchObject({ pending: 0 });
});

const notified = async () => (await databases.query(url, 'select channel_id from outbox')).length;

test('the notice waits while Slack does not say who the admins are; after an hour the admins in the settings get it', async () => {
  await append({ action: 'unusual reading', detail: { people: 60, minutes: 60 } });
  const unanswered = watching(['U0SAMIR'], {}, true);
  expect(await unanswered.run()).toBe(0);
  expect(await watching(['U0SAMIR', 'U0AMAL']).run()).toBe(1);
  expect(await notified()).toBe(2);
  await append({ action: 'unusual reading', detail: { people: 60, minutes: 60 } });
  expect(await unanswered.run()).toBe(0);
  const later: Store = { ...store, now: async () => ((await store.now()) + 3_601_000) as Instant };
  expect(await watching(['U0SAMIR'], { store: later }, true).run()).toBe(1);
  expect(await notified()).toBe(3);
});
