import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DeliverFixture, startFixture } from '../testing/delivery-fixtures.ts';
import { manifest, startBot } from '../testing/bot-context-fixtures.ts';

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

/** A manifest without history scopes but with the event. */
function withEvents(): unknown {
  const {
    oauth_config: oauth,
    settings,
    ...rest
  } = structuredClone(manifest) as {
    oauth_config: { scopes: { bot: string[] } };
    settings: object;
  };
  const bot = [...oauth.scopes.bot.filter((scope) => !scope.endsWith(':history')), 'metadata.message:read'];
  const events = { event_subscriptions: { bot_events: ['message_metadata_posted'] } };
  return { ...rest, oauth_config: { scopes: { bot } }, settings: { ...settings, ...events } };
}

it('settles a doubt where history is unreadable; a message without an event is perhaps posted until one comes', async () => {
  await using bot = await startBot({
    sandbox: { manifest: withEvents() },
    onPosted: (id, posted) => store.deliveries.confirm(id, posted),
  });
  bot.slack.faults.add({ kind: 'drop-after-commit', method: 'chat.postMessage' });
  bot.slack.faults.add({ kind: 'error-500', method: 'chat.postMessage' });
  const message = (key: string) => ({ workspace, channel: 'C0SALES', key, kind: 'digest', payload: { text: key } });
  await store.transaction((tx) => store.outbox.add(tx, [message('one'), message('two'), message('three')]));
  const delivering = startFixture({ slack: bot.slack, store, workspace, log, graceMs: 1_500 });
  const counts = () => store.outbox.counts(0 as never);
  await expect.poll(counts, { timeout: 20_000 }).toMatchObject({ pending: 0, sending: 0, sent: 2, dead: 1 });
  expect(bot.slack.ledger().map(({ text }) => text)).toEqual(['one', 'three']);
  expect(await store.outbox.dead(10)).toMatchObject([{ key: 'two', reason: 'perhaps posted (missing_scope)' }]);
  await store.deliveries.confirm(workspace, { key: 'two', ts: '9.000001', version: 1, conversation: 'C0SALES' });
  expect(await counts()).toMatchObject({ sent: 3, dead: 0 });
  await delivering.stop();
});
