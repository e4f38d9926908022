/**
 * When a person is forgotten, the leads about them that a colleague shared or exported are found and erased in
 * Slack. Runs with the Slack stand-in and the real store.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultAlertSettings, everyPersonKey, type Lead, personTraits, type Zone } from '@leadbell/domain';
import type { Store, StoredAlert } from '@leadbell/store';
import { openStore } from '@leadbell/store';
import { startTestDatabases, temporaryFolder, type TestDatabases } from '@leadbell/store/testing';
import { testIdentities, testKey } from '@leadbell/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eraseDue } from '../delivery/erase.ts';
import { alertCard } from '../features/alerts/alert-card.ts';
import { messagesFor } from '../features/index.ts';
import { type Bot, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { createForgottenPeople, noOneForgotten } from '../reports/forgotten.ts';
import { outboundFixture } from '../testing/delivery-fixtures.ts';
import { fakeApi, bulkOf, noon, nthLead, quietAlertService } from '../testing/lead-fixtures.ts';
import { createTransport, renderMessage } from '@leadbell/slack-kit';
import { createPlaceNotes } from './place-notes.ts';

let databases: TestDatabases;
let url: string;
let store: Store;
let folder: string;
beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  store = await openStore({ url });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});
beforeEach(async () => {
  await databases.empty(url);
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const workspace = 'T0EXAMPLE';
const erroredLead = (n: number, phoneNumber: string): Lead => ({
  ...nthLead(n),
  externalId: String(500 + n),
  outcome: 'errored',
  errors: [{ message: 'Invalid phone', code: 'PHONE', field: 'phone' }],
  phoneNumber,
});
const maha = erroredLead(1, '500000101');
const omar = erroredLead(2, '500000102');
const target = (lead: Lead) => ({ persons: everyPersonKey(personTraits(lead), [testKey()]) });
const forget = (lead: Lead) =>
  store.transaction((tx) =>
    store.persons.erase(tx, target(lead), { receipt: 'F-1', actor: 'operator', workspace: null }),
  );

const log = { debug() {}, info() {}, warn() {}, error() {} };
const member = {
  dmsId: null,
  createdAt: noon,
  state: 'completed',
  count: 2,
  of: 2,
  errors: [],
  traits: null,
  since: noon,
  resolvedAt: null,
} as const;
const alert: StoredAlert = {
  id: 12,
  connection: 'dms',
  rule: 'bulk-errors',
  group: 'g',
  state: {
    status: 'firing',
    startedAt: noon,
    firedAt: noon,
    resolvedAt: null,
    toldAt: noon,
    members: { '1': member },
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [],
  },
};

function start(forgotten = noOneForgotten): Promise<Bot> {
  return startBot({
    forgotten,
    answers: fakeApi(bulkOf([maha, omar], { key: 'b1', createdAt: noon })),
    placeNotes: createPlaceNotes({ store, identities: testIdentities(), workspace }),
    alerts: {
      ...quietAlertService,
      settings: defaultAlertSettings,
      find: () =>
        Promise.resolve({
          alert,
          errorTexts: new Map(),
          sentAgain: new Set(),
          numbersOf: () => [],
          undated: { seenAt: new Map(), keysOf: () => [] },
        }),
    },
  });
}

function erase({ slack }: Bot): Promise<number> {
  const how = { timeoutMs: 60_000, graceMs: 60_000, elapsed: () => performance.now(), send: createTransport() };
  const { outbound } = outboundFixture({ slack, log, ...how });
  const outbounds = new Map([[workspace, outbound]]);
  return eraseDue({ store, outbounds, forgottenFile: join(folder, 'forgotten.keys'), log });
}

const places = () => databases.query(url, 'select distinct channel_id, ref from person_index');
const shares = (bot: Bot) => bot.seen().filter((one) => /Shared by/.test(textOf(one)));
const files = (bot: Bot) =>
  bot.slack
    .ledger()
    .flatMap((message) => (message.isDeleted === true ? [] : (message.files ?? []).map(({ name }) => name)));

async function exported(bot: Bot): Promise<void> {
  const messages = messagesFor('en');
  const card = alertCard(alert, { messages, zone: 'Asia/Riyadh' as Zone, errorTexts: new Map() });
  const { text, blocks } = renderMessage(card, { tag: 'en', more: messages.leads.more });
  await fetch(`${bot.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bot.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'C0SALES', text, blocks }),
  });
  const message = await bot.said(/Alert 12/);
  const [, menu = ''] = /"type":"overflow","action_id":"([^"]+)"/.exec(JSON.stringify(message.blocks)) ?? [];
  await bot.slack.control.selectOption('noura', message, menu, 'export 12');
  await bot.said(/The file with 2 leads is in your direct messages/);
}

test('a shared list is deleted when any person in it is forgotten', async () => {
  await using bot = await start();
  await bot.slack.control.say('noura', 'sales', '/leads today --share');
  const share = await bot.said(/Shared by/);
  await expect.poll(places).toEqual([{ channel_id: share.channel, ref: share.ts }]);
  for (const lead of [maha, omar]) expect(await store.persons.find(target(lead))).toMatchObject({ shares: 1 });
  await forget(maha);
  expect(await erase(bot)).toBe(1);
  expect(shares(bot)).toEqual([]);
  expect(await store.persons.find(target(omar))).toMatchObject({ shares: 0 });
  expect(await store.persons.erasures(1)).toMatchObject([{ found: { shares: 1 }, notReached: {} }]);
});

test('an exported file is deleted when any person in it is forgotten', async () => {
  await using bot = await start();
  await exported(bot);
  expect(files(bot)).toEqual(['alert-12.csv']);
  for (const lead of [maha, omar]) expect(await store.persons.find(target(lead))).toMatchObject({ files: 1 });
  await forget(omar);
  // Nothing is erased yet, because the upload may still be running.
  expect(await erase(bot)).toBe(0);
  await databases.query(url, `update person_index set at = at - interval '3 minutes'`);
  expect(await erase(bot)).toBe(1);
  expect(files(bot)).toEqual([]);
  expect(await store.persons.erasures(1)).toMatchObject([{ found: { files: 1 }, notReached: {} }]);
});

test('a file that its owner has already deleted counts as erased', async () => {
  await using bot = await start();
  await exported(bot);
  bot.slack.faults.add({ kind: 'error:file_deleted', method: 'files.delete' });
  await forget(maha);
  await databases.query(url, `update person_index set at = at - interval '3 minutes'`);
  expect(await erase(bot)).toBe(1);
  expect(await store.persons.erasures(1)).toMatchObject([{ notReached: {} }]);
});

test('a share that Slack refused leaves no record; a share that Slack may have posted is named in the receipt', async () => {
  await using bot = await start();
  bot.slack.faults.add({ kind: 'error:is_archived', method: 'chat.postMessage' });
  await bot.slack.control.say('noura', 'sales', '/leads today --share');
  await bot.log.line('failed');
  expect(await store.persons.find(target(maha))).toMatchObject({ shares: 0 });
  const notes = createPlaceNotes({ store, identities: testIdentities(), workspace });
  await notes.share({ channel: 'C0SALES' }, 'act lost', [maha]);
  await forget(maha);
  expect(await erase(bot)).toBe(0);
  expect(await store.persons.erasures(1)).toMatchObject([{ doneAt: null }]);
  await databases.query(url, `update person_index set at = at - interval '16 minutes'`);
  expect(await erase(bot)).toBe(0);
  expect(await store.persons.erasures(1)).toMatchObject([{ notReached: { not_found_in_slack: 1 } }]);
  expect((await store.persons.erasures(1))[0]?.doneAt).not.toBeNull();
});

test('a list that is shared after a person was forgotten does not show the person, and is not deleted', async () => {
  await forget(maha);
  const forgotten = createForgottenPeople({ list: () => store.persons.forgotten(), identities: testIdentities() });
  await forgotten.refresh();
  await using bot = await start(forgotten);
  await bot.slack.control.say('noura', 'sales', '/leads today --share');
  expect(textOf(await bot.said(/Shared by/))).toMatch(/Erased on request/);
  await exported(bot);
  await expect.poll(() => store.persons.find(target(omar))).toMatchObject({ shares: 1, files: 1 });
  await databases.query(url, `update person_index set at = at - interval '1 hour'`);
  expect(await erase(bot)).toBe(0);
  expect(shares(bot)).toHaveLength(1);
  expect(files(bot)).toHaveLength(1);
});

test('a person who is forgotten while a share is being posted is erased from the share', async () => {
  const forgotten = createForgottenPeople({ list: () => store.persons.forgotten(), identities: testIdentities() });
  await using bot = await start(forgotten);
  const notes = createPlaceNotes({ store, identities: testIdentities(), workspace });
  await notes.share({ channel: 'C0SALES' }, 'act posting', [maha]);
  await forget(maha);
  // The bot's own note of the share below then has no row for this person, which would clash with the row of this test.
  await forgotten.refresh();
  expect(await erase(bot)).toBe(0);
  await bot.slack.control.say('noura', 'sales', '/leads today --share');
  const { ts } = await bot.said(/Shared by/);
  await notes.placed({ channel: 'C0SALES' }, 'act posting', ts);
  await erase(bot);
  expect(shares(bot)).toEqual([]);
});
