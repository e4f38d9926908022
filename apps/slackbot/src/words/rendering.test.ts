/**
 * Tests `tools/test-transactions.mjs`, which fails every test in which text is rendered while a transaction of the
 * store is open.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { renderMessage } from '@leadbell/slack-kit';
import { decide, openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../features/index.ts';
import { messagesFor } from './index.ts';

let databases: TestDatabases;
let store: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
  store = await openStore({ url: await databases.create() });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});

const found = (globalThis as unknown as Record<symbol, Error[]>)[Symbol.for('leadbell.rendered-in-transactions')];
/** Returns the violations found, and removes them so that this test does not fail because of them. */
const taken = () => found?.splice(0).map(({ message }) => message);
const card = { summary: 'Hello', direction: 'ltr', parts: [] } as const;
const render = () => renderMessage(card, { tag: 'en', more: String });
const violation = 'rendered inside of a transaction';

test.each([
  ['a card', render],
  ['words', () => messagesFor('ar')],
] as const)('rendering %s inside of a transaction is found', async (_, write) => {
  await store.transaction(() => Promise.resolve(write()));
  expect(taken()).toEqual([violation]);
});

test('rendering inside of a transaction is found even after the transaction has waited', async () => {
  await store.transaction(async (tx) => {
    await store.subscriptions.ofKind(tx, 'alerts');
    await delay(1);
    render();
  });
  expect(taken()).toEqual([violation]);
});

test('these tests load the features, and with them all texts', () => expect(features.length).toBeGreaterThan(0));

test('rendering between the transactions of a decision is no violation', async () => {
  const written = await decide({
    plan: () => store.transaction((tx) => store.subscriptions.ofKind(tx, 'alerts')),
    render: () => render().text,
    write: (_, text) => store.transaction(() => Promise.resolve(text)),
  });
  expect(written).toBe('Hello');
  expect(taken()).toEqual([]);
});

test('rendering while another call has an open transaction is no violation', async () => {
  await Promise.all([store.transaction(() => delay(20)), delay(5).then(render)]);
  expect(taken()).toEqual([]);
});
