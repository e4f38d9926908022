import { setTimeout as delay } from 'node:timers/promises';
import { startSlackSandbox, type FaultKind, type SlackSandbox } from '@leadbell/slack-sandbox';
import { type NewMessage, openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manifest } from '../testing/bot-context-fixtures.ts';
import { messagesFor } from '../features/index.ts';
import type { Log } from '../log.ts';
import { metadataType } from './search.ts';
import type { Delivering } from './deliver.ts';
import { delivered, type DeliverFixture, startFixture } from '../testing/delivery-fixtures.ts';

const workspace = 'T0SANDBOX';
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const leaseMs = 1_300;

let databases: TestDatabases;
let slack: SlackSandbox;
let store: Store;
let url: string;
let delivering: Delivering[];

beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady({ movableClock: true });
  store = await openStore({ url });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});
beforeEach(async () => {
  slack = await startSlackSandbox({ manifest, limits: false });
  await databases.empty(url);
  delivering = [];
});
afterEach(async () => {
  await Promise.all(delivering.map((one) => one.stop()));
  await slack.close();
});

const subscribe = (channel: string) =>
  store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace,
      channel,
      owner: 'U0NOURA',
      kind: 'digest',
      definition: {},
      nextRunAt: null,
    }),
  );

function deliver(changes: Partial<DeliverFixture> = {}): Delivering {
  const one = startFixture({ slack, store, workspace, log: silent, ...changes });
  delivering.push(one);
  return one;
}

let count = 0;
function message(text: string, changes: Partial<NewMessage> = {}): NewMessage {
  count += 1;
  return { workspace, channel: 'C0SALES', key: `k${count}`, kind: 'notice', payload: { text }, ...changes };
}
const add = (...messages: NewMessage[]) => store.transaction((tx) => store.outbox.add(tx, messages));
const ledger = () => slack.ledger().map(({ text }) => text);
const allSent = () => delivered(store);

describe('a message in the outbox', () => {
  it('a message is posted once, with the key by which it can be found', async () => {
    deliver();
    deliver();
    await add(message('hello'));
    await allSent();
    expect(slack.ledger()).toMatchObject([
      { text: 'hello', metadata: { event_type: metadataType, event_payload: { key: `k${count}`, version: 1 } } },
    ]);
  });

  it.each<FaultKind>([
    'drop-after-commit',
    'error-500-after-commit',
    'error-500',
    'cut',
    'error:internal_error',
    'error:service_unavailable',
  ])('a message survives %s, and later messages keep their order', async (kind) => {
    slack.faults.add({ kind, method: 'chat.postMessage', times: 2 });
    await add(message('one'), message('two'), message('three'));
    deliver();
    await allSent();
    expect(ledger()).toEqual(['one', 'two', 'three']);
  });

  it('a message in doubt is found behind many newer messages', async () => {
    slack.faults.add({ kind: 'drop-after-commit', method: 'chat.postMessage' });
    await add(message('one'));
    const posted = slack.control.nextMessage();
    deliver();
    await posted;
    for (let n = 0; n < 150; n += 1) await slack.control.say('noura', 'sales', `chatter ${n}`);
    await allSent();
    expect(ledger().filter((text) => text === 'one')).toEqual(['one']);
  });

  it('a rate-limited message is posted later, and only once', async () => {
    slack.faults.add({ kind: 'ratelimited', method: 'chat.postMessage', retryAfterS: 1 });
    await add(message('one'), message('elsewhere', { channel: 'C0RIYADH' }));
    deliver();
    await allSent();
    expect(ledger().toSorted()).toEqual(['elsewhere', 'one']);
  });

  it('a message is not posted by a process that was suspended, because another process may have posted it', async () => {
    await add(message('one'));
    // Simulates that the process was suspended between any two reads of the clock.
    let dozedMs = 0;
    const asleep = deliver({ elapsed: () => (dozedMs += 200) });
    await expect
      .poll(async () => (await databases.query(url, 'select attempt from outbox'))[0]?.['attempt'])
      .toBeGreaterThan(2);
    expect(ledger()).toEqual([]);
    await asleep.stop();
    deliver();
    await allSent();
    expect(ledger()).toEqual(['one']);
  });

  it('a message is updated in place and gets replies in its thread', async () => {
    const [root] = await add(message('alert', { key: 'root' }));
    await add(message('a note', { threadOf: root ?? 0 }));
    deliver();
    await allSent();
    slack.faults.add({ kind: 'drop-after-commit', method: 'chat.update' });
    await store.transaction((tx) => store.outbox.update(tx, workspace, 'root', { text: 'resolved' }));
    await allSent();
    expect(slack.ledger().map(({ text, threadTs }) => [text, threadTs])).toEqual([
      ['resolved', undefined],
      ['a note', slack.ledger()[0]?.ts],
    ]);
  });

  it('a message in doubt is not searched for too early when the database’s clock jumps', async () => {
    deliver();
    deliver();
    await delay(leaseMs);
    slack.faults.add({ kind: 'delay', method: 'chat.postMessage', delayMs: 3_000 });
    await add(message('one'));
    await slack.control.waitFor(() => slack.traffic.entries().some(({ name }) => name === 'chat.postMessage'));
    await databases.moveClock(url, 3_600_000);
    await add(message('elsewhere', { channel: 'C0RIYADH' }));
    await allSent();
    // Stop only after the work in progress is finished.
    await Promise.all(delivering.map((one) => one.stop()));
    expect(ledger().toSorted()).toEqual(['elsewhere', 'one']);
  });

  it('a reply in doubt is searched for in its thread', async () => {
    const [root] = await add(message('alert'));
    deliver();
    await allSent();
    slack.faults.add({ kind: 'drop-after-commit', method: 'chat.postMessage' });
    await add(message('a note', { threadOf: root ?? 0 }));
    await allSent();
    expect(ledger()).toEqual(['alert', 'a note']);
  });

  it('a direct message is delivered once', async () => {
    slack.faults.add({ kind: 'drop-after-commit', method: 'chat.postMessage' });
    await add(message('for you alone', { channel: 'U0NOURA' }));
    deliver();
    await allSent();
    expect(slack.ledger()).toMatchObject([{ channel: 'D0NOURA', text: 'for you alone' }]);
  });
});

describe('a permanent refusal', () => {
  it('a refusal of one message does not affect the others', async () => {
    slack.faults.add({ kind: 'error:invalid_blocks', method: 'chat.postMessage', times: 3 });
    await add(message('wrong'), message('right'));
    // With a shorter grace, a process on a busy machine would lose its claim before it had tried all forms of the
    // message.
    deliver({ graceMs: 4_000 });
    await allSent();
    expect(ledger()).toEqual(['right']);
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'invalid_blocks' }]);
  });

  it('a refusal of a channel pauses its subscriptions, and their owner is notified once', async () => {
    await subscribe('C0OLDSALES');
    await add(message('too late', { channel: 'C0OLDSALES' }), message('later still', { channel: 'C0OLDSALES' }));
    deliver();
    await allSent();
    expect(await store.subscriptions.ofChannel(workspace, 'C0OLDSALES')).toMatchObject([
      { pausedReason: 'is_archived' },
    ]);
    expect(slack.ledger()).toHaveLength(1);
    expect(slack.ledger()[0]).toMatchObject({ channel: 'D0NOURA' });
    expect(slack.ledger()[0]?.text).toContain(messagesFor('en').notices.why('is_archived'));
    expect(await store.outbox.dead(10)).toHaveLength(2);
  });

  it('while Slack refuses our token, all messages wait', async () => {
    await subscribe('C0SALES');
    slack.faults.add({ kind: 'error:token_revoked', method: 'chat.postMessage' });
    await add(message('one'));
    deliver();
    await expect.poll(() => store.deliveries.blocked([workspace])).toEqual([workspace]);
    expect(ledger()).toEqual([]);
    expect(await store.subscriptions.ofChannel(workspace, 'C0SALES')).toMatchObject([{ pausedReason: null }]);
    await store.deliveries.unblock(workspace);
    await allSent();
    expect(ledger()).toEqual(['one']);
  });

  it('if Slack refuses to show history, a message in doubt is marked as perhaps posted', async () => {
    slack.faults.add({ kind: 'drop-after-commit', method: 'chat.postMessage' });
    slack.faults.add({ kind: 'error:missing_scope', method: 'conversations.history' });
    await add(message('one'));
    deliver();
    await allSent();
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (missing_scope)' }]);
  });
});

it('delivery continues when the database comes back', async () => {
  deliver();
  await add(message('before'));
  await allSent();
  await databases.query(
    databases.server.url,
    `alter database ${new URL(url).pathname.slice(1)} allow_connections false`,
  );
  await databases.query(
    databases.server.url,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}'`,
  );
  await delay(700);
  await databases.query(
    databases.server.url,
    `alter database ${new URL(url).pathname.slice(1)} allow_connections true`,
  );
  await expect
    .poll(() =>
      add(message('after')).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await allSent();
  expect(ledger()).toEqual(['before', 'after']);
});
