/**
 * For tests: a store, and a delivery that posts its messages in the Slack of a bot. The bot receives Slack's events
 * about the posts.
 */
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll } from 'vitest';
import type { Delivering } from '../delivery/deliver.ts';
import type { Bot } from './bot-context-fixtures.ts';
import { type DeliverFixture, startFixture } from './delivery-fixtures.ts';

export const workspace = 'T0SANDBOX';
export let store: Store;

const log: DeliverFixture['log'] = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Registers hooks that run before and after all tests of the calling file. */
export function setUpBotDelivery(): void {
  let databases: TestDatabases;
  beforeAll(async () => {
    databases = await startTestDatabases();
    store = await openStore({ url: await databases.createReady() });
  });
  afterAll(async () => {
    await store.close();
    await databases.close();
  });
}

/** Delivers to the bot's Slack until it is stopped. */
export function deliverBeside({ slack }: Bot, changes: Partial<DeliverFixture> = {}): Delivering {
  return startFixture({ slack, store, workspace, log, ...changes });
}

/** Adds a message to the outbox for each key, which is also the message's text. */
export function send(...keys: readonly string[]): Promise<readonly number[]> {
  return store.transaction((tx) =>
    store.outbox.add(
      tx,
      keys.map((key) => ({ workspace, channel: 'C0SALES', key, kind: 'digest', payload: { text: key } })),
    ),
  );
}
