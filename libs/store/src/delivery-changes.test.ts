/** Tests messages that are updated, that Slack refuses for now, or that a person sends back. */
import { describe, expect, it } from 'vitest';
import {
  add,
  claiming,
  message,
  only,
  onlyLook,
  pace,
  place,
  query,
  sent,
  store,
  unclear,
  setUpDeliveries,
  outlook,
} from './delivery-fixtures.ts';

setUpDeliveries();

const update = (text: string) => store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text }));

describe('a message that changes', () => {
  it('a message is sent only in its newest state', async () => {
    await add(message());
    await update('two');
    const first = await only();
    expect(first).toMatchObject({ action: 'post', payload: { text: 'two' }, version: 2 });
    await update('three');
    await update('four');
    await sent(first, '7.7');
    const second = await only();
    expect(second).toMatchObject({ action: 'update', payload: { text: 'four' }, ts: '7.7', version: 4 });
    await sent(second, '7.7');
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect(await store.transaction((tx) => store.outbox.update(tx, 'T1', 'nobody', {}))).toBe(false);
  });

  it('an update waits until the new posts of its channel are sent', async () => {
    await add(message());
    await sent(await only());
    await store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text: 'two' }));
    await add(message({ key: 'k2' }));
    expect(await only()).toMatchObject({ key: 'k2', action: 'post' });
  });

  it('replies in a thread wait for the thread’s first post', async () => {
    const [root] = await add(message());
    await add(message({ key: 'reply', threadOf: root as number }));
    await sent(await only(), '5.5');
    expect(await only()).toMatchObject({ key: 'reply', threadTs: '5.5', isReply: true });
  });

  it('a reply to a reply stays in the same thread', async () => {
    const [root = 0] = await add(message());
    const [reply = 0] = await add(message({ key: 'reply', threadOf: root }));
    await add(message({ key: 'of the reply', threadOf: reply }));
    expect(await place('of the reply')).toMatchObject({ first: { key: 'k1', replies: ['reply', 'of the reply'] } });
    expect(await place('k1')).toEqual({ id: root, standing: 'kept', first: null });
    expect(await place('none')).toBeNull();
  });

  it('a message that can never be sent is dead; if an operator requeues it, it goes to the end of the queue', async () => {
    const [dead] = await add(message(), message({ key: 'k2' }));
    await store.deliveries.end(await only(), { kind: 'dead', reason: 'invalid_blocks' }, pace);
    expect(await store.outbox.dead(10)).toMatchObject([{ id: dead, key: 'k1', reason: 'invalid_blocks', attempt: 1 }]);
    expect(await store.outbox.requeue([dead as number, 999])).toBe(1);
    await sent(await only());
    expect(await only()).toMatchObject({ key: 'k1', action: 'post', attempt: 1 });
    expect(await store.outbox.requeue('all')).toBe(0);
  });

  it('when a person sends back a message that may have been posted, it is looked for first', async () => {
    await add(message());
    await store.deliveries.end(await only(), unclear, pace);
    await store.deliveries.endLook(await onlyLook(), { kind: 'perhaps', reason: 'missing_scope' });
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (missing_scope)' }]);
    await add(message({ key: 'k2' }));
    expect(await store.outbox.requeue('all')).toBe(1);
    expect(await only()).toMatchObject({ key: 'k2' });
    expect((await onlyLook()).doubts).toMatchObject([{ key: 'k1', sought: { from: 1_000, to: 1_002 } }]);
  });

  it('a posted message that can’t be updated any more keeps its post, and does not count as dead', async () => {
    await add(message(), message({ key: 'root' }));
    await sent(await only());
    await sent(await only(), '5.5');
    await store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text: 'newer' }));
    await store.deliveries.end(await only(), { kind: 'gone', reason: 'edit_window_closed' }, pace);
    await store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text: 'newest' }));
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect(await query("select reason, ts is not null as stands from outbox where key = 'k1'")).toEqual([
      { reason: 'gone (edit_window_closed)', stands: true },
    ]);
    expect(await store.outbox.counts(0 as never)).toMatchObject({ dead: 0 });
    expect(await store.outbox.dead(10)).toEqual([]);
    expect(await store.outbox.requeue('all')).toBe(0);
  });
});

const since = async () => {
  await query('update outbox set not_before = null');
  await query('update channels set wake_at = clock_timestamp()');
  const claim = await only();
  return { claim, since: claim.refused?.since };
};

describe('a message that is refused for now', () => {
  const refused = { kind: 'refused', reason: 'platform_hiccup', afterMs: 60_000, aside: true } as const;

  it('later messages are sent before a refused message, but its replies wait for it', async () => {
    const [root] = await add(message());
    await add(message({ key: 'reply', threadOf: root as number }), message({ key: 'k2' }));
    await store.deliveries.end(await only(), refused, pace);
    await sent(await only());
    expect(await query('select key, state from outbox order by id')).toEqual([
      { key: 'k1', state: 'pending' },
      { key: 'reply', state: 'pending' },
      { key: 'k2', state: 'sent' },
    ]);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect((await outlook()).dueInMs).toBeGreaterThan(50_000);
    await add(message({ key: 'k3' }));
    await sent(await only());
    await query("update outbox set not_before = clock_timestamp() where key = 'k1'");
    await query('update channels set wake_at = clock_timestamp()');
    const again = await only();
    expect(again).toMatchObject({ key: 'k1', action: 'post', attempt: 2, refused: { reason: 'platform_hiccup' } });
    await sent(again);
    expect(await only()).toMatchObject({ key: 'reply' });
  });

  it('a refused message keeps the time when Slack first refused it for the current reason', async () => {
    await add(message());
    await store.deliveries.end(await only(), refused, pace);
    const first = await since();
    await store.deliveries.end(first.claim, refused, pace);
    const second = await since();
    expect(second.since).toBe(first.since);
    await store.deliveries.end(second.claim, { ...refused, reason: 'another' }, pace);
    const third = await since();
    expect(third.claim.refused?.reason).toBe('another');
    expect(third.since).toBeGreaterThan(first.since as number);
  });
});
