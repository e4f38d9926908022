/**
 * Tests messages whose process died while it sent them. They are looked for at once: a message that is found was
 * certainly posted, but a missing message proves nothing until enough time has passed.
 */
import { describe, expect, it } from 'vitest';
import type { Look } from './delivery.ts';
import {
  add,
  claiming,
  message,
  only,
  onlyLook,
  query,
  read,
  setUpDeliveries,
  store,
  takingOver,
} from './delivery-fixtures.ts';

setUpDeliveries();

const visibleMs = 4_000;
const rows = () =>
  query('select state, ts, look_at > clock_timestamp() as waits, look_at is null as settled from outbox order by id');

async function abandoned(): Promise<number> {
  await add(message());
  const { outboxId } = await only({ leaseMs: -1 });
  await store.deliveries.takeOver({ ...takingOver, visibleMs });
  return outboxId;
}

async function visibleNow(): Promise<void> {
  await query('update outbox set visible_at = clock_timestamp(), look_at = clock_timestamp()');
}

describe('a message that a process left behind', () => {
  it('an abandoned message that is found counts as sent at once', async () => {
    const outboxId = await abandoned();
    const look = await onlyLook();
    expect(look.doubts).toMatchObject([{ isEarly: true }]);
    await store.deliveries.endLook(look, read({ found: [{ outboxId, ts: '2.1', version: 1 }] }));
    expect(await rows()).toMatchObject([{ state: 'sent', ts: '2.1', settled: true }]);
  });

  it('an abandoned message is posted again only if it is missing when its post would certainly be visible', async () => {
    const outboxId = await abandoned();
    await store.deliveries.endLook(await onlyLook(), read({ absent: [outboxId] }));
    expect(await rows()).toMatchObject([{ state: 'sending', waits: true }]);
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    await visibleNow();
    const look = await onlyLook();
    expect(look.doubts).toMatchObject([{ isEarly: false }]);
    await store.deliveries.endLook(look, read({ absent: [outboxId] }));
    expect(await only()).toMatchObject({ outboxId, action: 'post' });
  });

  it('a search that began before the post was certain to be visible starts again from the first page', async () => {
    const outboxId = await abandoned();
    const [first] = await store.deliveries.claimLooks(claiming);
    const search = {
      covers: [outboxId],
      early: [outboxId],
      oldest: '1',
      latest: null,
      cursor: 'next',
      read: 15,
      isSecond: false,
      sawOurs: false,
      sawMetadata: false,
    };
    await store.deliveries.endLook(first as Look, read({ next: { outboxId, search } }));
    await visibleNow();
    const second = await onlyLook();
    expect(second.doubts).toMatchObject([{ isEarly: true, sought: { search: { cursor: 'next' } } }]);
    await store.deliveries.endLook(second, read({ absent: [outboxId] }));
    const third = await onlyLook();
    expect(third.doubts).toMatchObject([{ isEarly: false }]);
    expect(third.doubts[0]?.sought.search).toBeUndefined();
  });

  it('while the clock may have jumped, a message is looked for only once, and its absence proves nothing', async () => {
    const outboxId = await abandoned();
    await visibleNow();
    const unsteady = { ...claiming, isClockSteady: false };
    const [look] = await store.deliveries.claimLooks(unsteady);
    expect(look?.doubts).toMatchObject([{ isEarly: true }]);
    await store.deliveries.endLook(look as Look, read({ absent: [outboxId] }));
    expect(await store.deliveries.claimLooks(unsteady)).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'sending', settled: false }]);
    expect((await onlyLook()).doubts).toMatchObject([{ isEarly: false }]);
  });

  it('a message is not given up as perhaps posted before its post is certain to be visible', async () => {
    await abandoned();
    const withheld = { kind: 'perhaps', reason: 'metadata_withheld' } as const;
    await store.deliveries.endLook(await onlyLook(), withheld);
    expect(await rows()).toMatchObject([{ state: 'sending', waits: true }]);
    await visibleNow();
    await store.deliveries.endLook(await onlyLook(), withheld);
    expect(await rows()).toMatchObject([{ state: 'dead' }]);
  });

  it('if Slack has recently limited reads of the history, a message is looked for only when its post is certain to be visible', async () => {
    await abandoned();
    await store.deliveries.endLook(await onlyLook(), { kind: 'paced', afterMs: 60_000 });
    await query(`update outbox set state = 'pending', look_at = null, visible_at = null;
      update workspaces set history_at = clock_timestamp();
      update channels set wake_at = clock_timestamp(), waits_for = 'post', lease_until = null`);
    await only({ leaseMs: -1 });
    await store.deliveries.takeOver({ ...takingOver, visibleMs });
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'sending', waits: true }]);
  });
});
