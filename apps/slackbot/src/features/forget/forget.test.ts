/**
 * Tests `/leads forget` over the stand-in's sockets, with the real store: what an admin sees, and
 * which data about the person remains.
 */
import { type Lead, openAccess, personKeys } from '@leadbell/domain';
import { type Language, languageTags } from '@leadbell/i18n';
import { checkBlocks, renderMessage } from '@leadbell/slack-kit';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { testKey } from '@leadbell/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { marking } from '../../bot/inbox/marking.ts';
import { type Bot, buttonOf, startBot, textOf } from '../../testing/bot-context-fixtures.ts';
import { answerQuery, decodeQuery, encodeQuery, parseText } from '../../testing/commands-fixtures.ts';
import { contextFor, fakeApi, nothingHeld, nthLead } from '../../testing/lead-fixtures.ts';
import { createReadAudit } from '../audit/read-audit.ts';
import { testIdentities } from '@leadbell/testing';
import { createForgetting } from './forgetting.ts';

const workspace = 'T0EXAMPLE';
const admin = { ...openAccess, grants: [{ role: 'admin', users: ['U0NOURA'], groups: [], channels: [] }] } as const;
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

const maha: Lead = {
  ...nthLead(1),
  externalId: '501',
  leadId: '71',
  phoneNumber: '0500000101',
  email: 'maha.planted@example.com',
};
const personal = /0?500000101|50 000 0101|maha\.planted/;

async function note(): Promise<void> {
  const place = { kind: 'share', workspace, channel: 'C0SALES', persons: personKeys(maha, [testKey()]) } as const;
  await store.transaction((tx) =>
    store.persons.note(tx, [
      { ...place, ref: '5.1' },
      { ...place, ref: '6.1' },
    ]),
  );
}

const forgettingOf = (its: Store) => createForgetting({ store: its, workspace, onErased() {} });

function start(): Promise<Bot> {
  return startBot({
    access: admin,
    inbox: store.inbox,
    forgetting: forgettingOf(store),
    acting: (once, actor) => ({ forgetting: forgettingOf(marking(store, once, actor)) }),
  });
}

test.each([
  ['forget +966 50 000 0101', 'Erase', /holds 2 items/, /Receipt:[^F]*(F-[A-Z2-9]{8})/, /erased before/],
  ['forget maha.planted@example.com', 'Erase', /holds 2 items/, /Receipt:[^F]*(F-[A-Z2-9]{8})/, /erased before/],
  ['forget 71', 'Erase', /holds 2 items/, /Receipt:[^F]*(F-[A-Z2-9]{8})/, /erased before/],
  ['forget sender 501', 'Erase', /holds 2 items/, /Receipt:[^F]*(F-[A-Z2-9]{8})/, /erased before/],
  ['محو ٠٥٠٠٠٠٠١٠١', 'محو', /يحتفظ Leadbell بشيئين/, /الإيصال:[^F]*(F-[A-Z2-9]{8})/, /سبق محو بيانات/],
])(
  '/leads %s shows the data, asks, erases, and gives a receipt that names no one',
  async (typed, erase, held, receipt, before) => {
    await note();
    await using bot = await start();
    await bot.slack.control.say('noura', 'sales', `/leads ${typed}`);
    const asked = await bot.said(held);
    expect(await store.persons.forgotten()).toEqual([]);
    await bot.slack.control.click('noura', asked, buttonOf(asked, erase));
    const [, number] = receipt.exec(textOf(await bot.said(receipt))) ?? [];
    expect(await store.persons.erasures(5)).toMatchObject([
      { receipt: number, actor: 'U0NOURA', workspace, found: { shares: 2 } },
    ]);
    await bot.slack.control.say('noura', 'sales', `/leads ${typed}`);
    const again = await bot.said(/holds nothing about this person|لا يحتفظ Leadbell بأي شيء/);
    await bot.slack.control.click('noura', again, buttonOf(again, erase === 'Erase' ? 'Forget' : 'نسيان'));
    await bot.said(before);
    expect(await store.persons.erasures(5)).toHaveLength(1);
    // Only the requests from Slack contain the typed words.
    const ours = bot.slack.traffic.entries().filter(({ direction }) => direction === 'in');
    expect(JSON.stringify(ours)).not.toMatch(personal);
    expect(bot.log.text()).not.toMatch(personal);
    for (const table of ['inbox', 'audit_log', 'outbox', 'person_index', 'forgotten', 'erasures'])
      expect(JSON.stringify(await databases.query(url, `select * from ${table}`))).not.toMatch(personal);
  },
);

test('an erasure is recorded, and the audit log shows it in words', async () => {
  await note();
  await using bot = await start();
  await bot.slack.control.say('noura', 'sales', '/leads forget 0500000101');
  const asked = await bot.said(/holds 2 items/);
  await bot.slack.control.click('noura', asked, buttonOf(asked, 'Erase'));
  await bot.said(/Receipt:/);
  const readAudit = createReadAudit({ store, identities: testIdentities(), workspace });
  const saidIn = async (text: string, tag: Language) => {
    const context = contextFor(fakeApi([]), tag, { readAudit, now: await store.now() });
    const parsed = parseText(text, context);
    return JSON.stringify(parsed.ok ? await answerQuery(parsed.query, context) : parsed);
  };
  const [erasure] = await store.persons.erasures(1);
  expect(await saidIn('audit forgotten', 'en')).toContain(` erased a person’s data (receipt ${erasure?.receipt})`);
  expect(await saidIn('سجل محو', 'ar')).toContain(`محو بيانات شخص (الإيصال ${erasure?.receipt})، بواسطة `);
});

test('only an admin without a limited scope may erase', async () => {
  await note();
  const limited = { role: 'admin', users: ['U0NOURA'], groups: [], channels: [], brands: ['kia'] } as const;
  for (const [access, says] of [
    [openAccess, /Your role doesn’t let you/],
    [{ others: null, grants: [limited] }, /leads of all brands/],
  ] as const) {
    await using bot = await startBot({ access });
    await bot.slack.control.say('noura', 'sales', '/leads forget 0500000101');
    await bot.said(says);
  }
  expect(await store.persons.forgotten()).toEqual([]);
});

test.each(languageTags)('the cards in %s', async (tag) => {
  const context = contextFor(fakeApi([]), tag, {
    forgetting: {
      look: () =>
        Promise.resolve({
          found: { cards: 1, shares: 2, files: 3, leads: 11, announcements: 100 },
          waiting: 2,
          noted: [12, 15],
        }),
      erase: () =>
        Promise.resolve({
          receipt: 'F-ABCD2345',
          found: { cards: 1, shares: 2, files: 3, leads: 11, announcements: 0 },
        }),
    },
  });
  const parsed = parseText('forget 0500000101', context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  for (const query of [parsed.query, { ...parsed.query, sure: true }]) {
    const message = renderMessage(await answerQuery(query, context), { tag, more: String });
    expect(checkBlocks(message.blocks, 'message')).toEqual([]);
    expect(JSON.stringify(message)).not.toMatch(/undefined|NaN|#/);
  }
});

test.each([
  'forget',
  'forget maha',
  'forget 0500000101 maha',
  'forget 0500000101 --share',
  'forget phone maha',
  'forget email 0500000101',
  'forget brand:KIA',
  'forget 0500000101 0500000102',
])('“%s” finds no one, and the sentence does not repeat it', (text) => {
  const parsed = parseText(text, contextFor(fakeApi([])));
  if (parsed.ok) throw new Error('understood');
  expect(parsed.complaint.sentence).not.toMatch(/maha|05000/);
  expect(parsed.complaint.suggestion).toBeUndefined();
});

test('the query to forget a person is read back unchanged from a button, and a forged query is refused', () => {
  const parsed = parseText('forget 0500000101', contextFor(fakeApi([]), 'en', { forgetting: nothingHeld }));
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const { query } = parsed;
  const value = encodeQuery(query);
  expect(decodeQuery(value)).toEqual(query);
  expect(value).not.toMatch(personal);
  for (const forged of [
    { ...query, share: true },
    { ...query, persons: [] },
    { ...query, persons: ['0500000101'] },
  ])
    expect(decodeQuery(encodeQuery(forged))).toBeNull();
});
