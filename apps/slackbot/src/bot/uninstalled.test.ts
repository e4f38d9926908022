import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeliverFixture, startFixture } from '../testing/delivery-fixtures.ts';
import { startBot } from '../testing/bot-context-fixtures.ts';

const workspace = 'T0SANDBOX';
const log: DeliverFixture['log'] = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let databases: TestDatabases;
let store: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
  store = await openStore({ url: await databases.createReady() });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});

test.each(['socket', 'http'] as const)(
  'over %s: once the app is removed nothing is sent, and everything waits for a token that works',
  async (over) => {
    await using bot = await startBot({ over, uninstalled: (reason) => store.uninstalls.mark(workspace, reason) });
    const delivering = startFixture({ slack: bot.slack, store, workspace, log });
    const send = (key: string) =>
      store.transaction((tx) =>
        store.outbox.add(tx, [
          { workspace, channel: 'C0SALES', key: `${over} ${key}`, kind: 'notice', payload: { text: `${over} ${key}` } },
        ]),
      );
    const posted = () => bot.slack.ledger().map(({ text }) => text);
    await send('one');
    await expect.poll(posted, { timeout: 20_000 }).toEqual([`${over} one`]);

    bot.slack.control.uninstall();
    // Slack reports it twice: for the app, and for its token.
    const heard = () => bot.log.lines.filter(({ event }) => event === 'workspace.uninstalled');
    await expect.poll(() => heard().length, { timeout: 20_000 }).toBe(2);
    const calls = () =>
      bot.slack.traffic.entries().filter(({ name, direction }) => direction === 'in' && name === 'chat.postMessage');
    const before = calls().length;
    await send('two');
    // It would have arrived long before the next message.
    await expect.poll(() => store.deliveries.blocked([workspace])).toEqual([workspace]);
    expect(posted()).toEqual([`${over} one`]);

    bot.slack.control.install();
    expect(calls()).toHaveLength(before);
    await store.deliveries.unblock(workspace);
    await send('three');
    await expect.poll(posted, { timeout: 20_000 }).toEqual([`${over} one`, `${over} two`, `${over} three`]);
    await delivering.stop();
  },
);
