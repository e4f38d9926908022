/** Tests which process sends a message, in what order, and at what pace. */
import { describe, expect, it } from 'vitest';
import type { Claim, NoticeWriter } from './delivery.ts';
import {
  add,
  claiming,
  keys,
  message,
  only,
  onlyLook,
  open,
  pace,
  query,
  read,
  sent,
  store,
  takingOver,
  setUpDeliveries,
  outlook,
} from './delivery-fixtures.ts';

setUpDeliveries();

describe('the outbox', () => {
  it('the outbox keeps a message if its transaction commits, and drops it otherwise', async () => {
    const failed = store.transaction(async (tx) => {
      await store.outbox.add(tx, [message()]);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    await add(message());
    expect(await only()).toMatchObject({ key: 'k1', action: 'post', payload: { text: 'one' }, attempt: 1 });
  });

  it('the outbox accepts a key only once', async () => {
    const [first] = await add(message());
    expect(await add(message({ payload: { text: 'again' } }))).toEqual([first]);
    await sent(await only());
    expect(await add(message())).toEqual([first]);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
  });

  it('the outbox accepts messages together with the replies in their threads, and stores each key once', async () => {
    const reply = { key: 'reply', payload: { text: 'more' } };
    const threads = [
      { ...message(), replies: [reply, { ...reply, key: 'second reply' }] },
      { ...message({ key: 'k2', channel: 'C2' }), replies: [] },
    ];
    const write = () => store.transaction((tx) => store.outbox.addThreads(tx, threads));
    const ids = await write();
    expect(new Set(ids).size).toBe(2);
    expect(await write()).toEqual(ids);
    const [one, other] = await store.deliveries.claim(claiming);
    expect([one, other]).toMatchObject([{ key: 'k1' }, { key: 'k2' }]);
    await sent(one as Claim, '5.5');
    await sent(other as Claim);
    const first = await only();
    expect(first).toMatchObject({ key: 'reply', threadTs: '5.5', isReply: true, payload: { text: 'more' } });
    await sent(first);
    const second = await only();
    expect(second).toMatchObject({ key: 'second reply', threadTs: '5.5' });
    await sent(second);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
  });

  it('the same key in another workspace is a different message', async () => {
    const ids = await add(message(), message({ workspace: 'T2' }), message({ key: 'k2' }));
    expect(new Set(ids).size).toBe(3);
  });
});

describe('claims', () => {
  it('each message is claimed by only one of many processes, and a channel’s messages one at a time, in order', async () => {
    await add(...Array.from({ length: 30 }, (_, n) => message({ key: `k${n}`, channel: `C${n % 3}` })));
    const others = [store, await open(), await open()];
    const seen: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const claims = (await Promise.all(others.map((one) => one.deliveries.claim(claiming)))).flat();
      expect(claims.map(({ channel }) => channel).toSorted()).toEqual(['C0', 'C1', 'C2']);
      seen.push(...claims.toSorted((a, b) => a.outboxId - b.outboxId).map(({ key }) => key));
      await Promise.all(claims.map((claim) => sent(claim)));
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => `k${n}`));
    expect((await outlook()).dueInMs).toBeNull();
  });

  it('the result of a claim counts only while the claim still holds the message', async () => {
    await add(message());
    const late = await only({ leaseMs: -1 });
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    await store.deliveries.takeOver(takingOver);
    expect(await sent(late)).toBe(false);
    const look = await onlyLook();
    expect(keys(look)).toEqual(['k1']);
    expect(await store.deliveries.endLook(look, read({ absent: [late.outboxId] }))).toBe(true);
    expect(await only()).toMatchObject({ action: 'post' });
  });

  it('claims wait for the channel’s pause between two messages', async () => {
    await add(message(), message({ key: 'k2' }));
    const claim = await only();
    await store.deliveries.end(
      claim,
      { kind: 'sent', ts: '1.1', version: 1, conversation: 'C1' },
      { ...pace, channelMs: 60_000 },
    );
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect((await outlook()).dueInMs).toBeGreaterThan(50_000);
    // Messages that arrive during the pause wait too.
    await add(message({ key: 'k3' }));
    expect(await store.deliveries.claim(claiming)).toEqual([]);
  });

  it('claims stay within the limit of a workspace, and do not slow down another workspace', async () => {
    await add(...Array.from({ length: 9 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` })));
    await add(message({ workspace: 'T2' }));
    const capped = { ...claiming, workspaces: ['T1', 'T2'], pace: { ...pace, postsPerSecond: 0.001, postBurst: 3 } };
    // A workspace's token bucket starts empty and fills over time.
    await query('update workspaces set post_tokens = 3');
    const claims = await store.deliveries.claim(capped);
    expect(claims.map(({ workspace }) => workspace).toSorted()).toEqual(['T1', 'T1', 'T1', 'T2']);
    expect(await store.deliveries.claim(capped)).toEqual([]);
  });

  it('all posts of a workspace wait when Slack asks for it; updates wait apart from posts', async () => {
    await add(message(), message({ key: 'k2', channel: 'C2' }), message({ key: 'k3', channel: 'C3' }));
    const [one, two] = await store.deliveries.claim({ ...claiming, limit: 2 });
    await sent(one as Claim);
    await store.deliveries.end(two as Claim, { kind: 'paced', afterMs: 60_000 }, pace);
    const other = await open();
    expect(await other.deliveries.claim(claiming)).toEqual([]);
    await store.transaction((tx) => store.outbox.update(tx, 'T1', (one as Claim).key, { text: 'new' }));
    expect(await only()).toMatchObject({ action: 'update', payload: { text: 'new' } });
    await query(
      "update workspaces set post_at = now() - interval '1 second'; update channels set wake_at = now() where id = 'C2'",
    );
    expect((await store.deliveries.claim(claiming)).map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  it('updates beyond the limit do not delay posts', async () => {
    await add(...Array.from({ length: 5 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` })));
    for (const claim of await store.deliveries.claim(claiming)) await sent(claim);
    for (let n = 0; n < 5; n += 1)
      await store.transaction((tx) => store.outbox.update(tx, 'T1', `k${n}`, { text: 'new' }));
    await add(message({ key: 'last', channel: 'C9' }));
    await query('update workspaces set update_tokens = 0');
    const capped = { ...claiming, limit: 2, pace: { ...pace, updatesPerSecond: 0, updateBurst: 1 } };
    expect((await store.deliveries.claim(capped)).map(({ key }) => key)).toEqual(['last']);
  });

  it('claims do not wait for a time that a wrong clock wrote', async () => {
    await add(message());
    await query(
      "update channels set wake_at = now() + interval '1 hour', next_at = now() + interval '1 hour', lease_until = now() + interval '1 hour', owner = 0, waits_for = 'reconcile'; update workspaces set post_at = now() + interval '1 hour'",
    );
    await store.deliveries.takeOver(takingOver);
    expect(await only()).toMatchObject({ key: 'k1' });
  });
});

const subscribe = (channel: string, owner: string) =>
  store.transaction((tx) =>
    store.subscriptions.add(tx, { workspace: 'T1', channel, owner, kind: 'digest', definition: {}, nextRunAt: null }),
  );

describe('a closed channel', () => {
  it('a closed channel drops its waiting messages, pauses its subscriptions and notifies their owners once', async () => {
    await subscribe('C1', 'U1');
    await subscribe('C2', 'U2');
    await add(message(), message({ key: 'k2' }), message({ key: 'k3', channel: 'C2' }));
    const claim = (await store.deliveries.claim(claiming)).find(({ channel }) => channel === 'C1') as Claim;
    await store.deliveries.end(
      claim,
      {
        kind: 'closed',
        reason: 'is_archived',
        notices: (paused) =>
          paused.map(({ id, owner }) => message({ channel: owner, key: `paused ${id}`, payload: { text: 'paused' } })),
      },
      pace,
    );
    expect((await store.outbox.dead(10)).map(({ key, reason }) => [key, reason])).toEqual([
      ['k2', 'is_archived'],
      ['k1', 'is_archived'],
    ]);
    expect(await store.subscriptions.ofChannel('T1', 'C1')).toMatchObject([{ pausedReason: 'is_archived' }]);
    expect(await store.subscriptions.ofChannel('T1', 'C2')).toMatchObject([{ pausedReason: null }]);
    expect(await only()).toMatchObject({ channel: 'U1', payload: { text: 'paused' } });
    expect(await query("select action, subject, detail->>'reason' as reason from audit_log")).toEqual([
      { action: 'subscription paused', subject: 'subscription 1', reason: 'is_archived' },
    ]);
  });

  it('closing also pauses a subscription that was created after the notices were written', async () => {
    await subscribe('C1', 'U1');
    await add(message());
    const claim = await only();
    const written: number[] = [];
    const notices: NoticeWriter = (paused) => {
      written.push(paused.length);
      return paused.map(({ id, owner }) =>
        message({ channel: owner, key: `paused ${id}`, payload: { text: 'paused' } }),
      );
    };
    // This transaction locks the channel's row, so `end` waits until the second subscription is stored.
    const { ended } = await store.transaction(async (tx) => {
      await store.outbox.add(tx, [message()]);
      const end = store.deliveries.end(claim, { kind: 'closed', reason: 'is_archived', notices }, pace);
      await expect.poll(() => written).toEqual([1]);
      await subscribe('C1', 'U2');
      return { ended: end };
    });
    expect(await ended).toBe(true);
    expect(written).toEqual([1, 2]);
    const all = await store.subscriptions.ofChannel('T1', 'C1');
    expect(all.map(({ pausedReason }) => pausedReason)).toEqual(['is_archived', 'is_archived']);
    const keys = (await query("select key from outbox where key like 'paused %' order by key")).map(({ key }) => key);
    expect(keys).toEqual(['paused 1', 'paused 2']);
  });

  it('the messages of a blocked workspace are kept until it is unblocked', async () => {
    await subscribe('C1', 'U1');
    await add(message());
    const end = { kind: 'blocked', reason: 'token_revoked' } as const;
    await store.deliveries.end(await only(), end, pace);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect(await store.subscriptions.ofChannel('T1', 'C1')).toMatchObject([{ pausedReason: null }]);
    expect(await store.deliveries.unblock('T1')).toBe(true);
    expect(await store.deliveries.unblock('T1')).toBe(false);
    expect(await only()).toMatchObject({ key: 'k1', action: 'post' });
  });
});

it('listeners are notified when the transaction commits, not before', async () => {
  let heard = 0;
  const waiting: (() => void)[] = [];
  const listening = store.onOutbox(() => {
    heard += 1;
    for (const wake of waiting.splice(0)) wake();
  });
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  await next();
  const told = next();
  await store.transaction(async (tx) => {
    await store.outbox.add(tx, [message()]);
    await query('select 1');
    expect(heard).toBe(1);
  });
  await told;
  expect(heard).toBe(2);
  await listening.close();
});
