/** Tests the step, which records the messages that were sent and claims the next ones. */
import { describe, expect, it } from 'vitest';
import type { Claim, Done } from './delivery.ts';
import { add, claiming, message, only, query, setUpDeliveries, store } from './delivery-fixtures.ts';

setUpDeliveries();

const done = (claim: Claim, ts = `${claim.outboxId}.1`): Done => ({
  claim,
  outcome: { kind: 'sent', ts, version: claim.version, conversation: claim.channel },
});

describe('a delivery step', () => {
  it('a step records that a message was sent and claims the next message of its channel, in order', async () => {
    await add(message(), message({ key: 'k2' }), message({ key: 'k3', channel: 'C2' }));
    const claims = await store.deliveries.claim(claiming);
    expect(claims.map(({ key }) => key)).toEqual(['k1', 'k3']);
    const {
      ends,
      claims: next,
      outlook,
    } = await store.deliveries.step(
      claiming,
      claims.map((claim) => done(claim)),
    );
    expect(ends).toEqual(['ended', 'ended']);
    expect(next).toMatchObject([{ key: 'k2', action: 'post', attempt: 1, lease: 2 }]);
    expect(outlook).toMatchObject({ dueInMs: expect.any(Number) });
    expect(await query('select key, state, ts from outbox order by key')).toEqual([
      { key: 'k1', state: 'sent', ts: `${claims[0]?.outboxId}.1` },
      { key: 'k2', state: 'sending', ts: null },
      { key: 'k3', state: 'sent', ts: `${claims[1]?.outboxId}.1` },
    ]);
  });

  it('a step changes nothing for a message that another process has taken over', async () => {
    await add(message());
    const late = await only({ leaseMs: -1 });
    await query(`update channels set lease = lease + 1, lease_until = null, owner = null, waits_for = 'post'`);
    await query(`update outbox set state = 'pending'`);
    const again = await only();
    const { ends } = await store.deliveries.step(claiming, [done(late, '9.9')]);
    expect(ends).toEqual(['overtaken']);
    expect(await query('select state, ts from outbox')).toEqual([{ state: 'sending', ts: null }]);
    expect((await store.deliveries.step(claiming, [done(again)])).ends).toEqual(['ended']);
  });

  it('a step skips a channel to which another transaction is adding a message', async () => {
    await add(message(), message({ key: 'k2', channel: 'C2' }));
    const [held, free] = await store.deliveries.claim(claiming);
    await store.transaction(async (tx) => {
      await store.outbox.add(tx, [message({ key: 'k3' })]);
      await add(message({ key: 'k4', channel: 'C2' }));
      const step = await store.deliveries.step(claiming, [done(held as Claim), done(free as Claim)]);
      expect(step.ends).toEqual(['busy', 'ended']);
      expect(step.claims.map(({ key }) => key)).toEqual(['k4']);
    });
    expect(await store.deliveries.end(held as Claim, done(held as Claim).outcome, claiming.pace)).toBe(true);
    expect((await store.deliveries.claim(claiming)).map(({ key }) => key)).toEqual(['k3']);
  });

  it('a step puts a channel to sleep if it has nothing to send, and then serves the others', async () => {
    await add(message({ key: 'k1', channel: 'C2' }));
    await query(
      `insert into channels (workspace_id, id, wake_at) values ('T1', 'C1', clock_timestamp() - interval '1 hour')`,
    );
    expect(await store.deliveries.claim({ ...claiming, limit: 1 })).toEqual([]);
    expect(await query(`select wake_at from channels where id = 'C1'`)).toEqual([{ wake_at: null }]);
    expect(await store.deliveries.claim({ ...claiming, limit: 1 })).toMatchObject([{ key: 'k1' }]);
  });

  it('a step keeps to the budget of posts and, separately, to the budget of updates', async () => {
    await add(message({ key: 'p1' }), message({ key: 'p2', channel: 'C2' }), message({ key: 'p3', channel: 'C3' }));
    await store.deliveries.step(
      claiming,
      (await store.deliveries.claim(claiming)).map((claim) => done(claim)),
    );
    for (const key of ['p1', 'p2', 'p3'])
      await store.transaction((tx) => store.outbox.update(tx, 'T1', key, { text: 'two' }));
    await add(...['C4', 'C5', 'C6'].map((channel) => message({ key: channel, channel })));
    const pace = { ...claiming.pace, postsPerSecond: 0, postBurst: 2, updatesPerSecond: 0, updateBurst: 1 };
    await query('update workspaces set post_tokens = 1000, update_tokens = 1000');
    const claims = await store.deliveries.claim({ ...claiming, pace });
    expect(claims.map(({ action }) => action).toSorted()).toEqual(['post', 'post', 'update']);
    expect(await query('select post_tokens, update_tokens from workspaces')).toEqual([
      { post_tokens: 0, update_tokens: 0 },
    ]);
    expect(await store.deliveries.claim({ ...claiming, pace })).toEqual([]);
  });

  it('a step works behind a pooler whose connections have lost the prepared statement', async () => {
    await store.raw().execute('deallocate all');
    await add(message(), message({ key: 'k2', channel: 'C2' }));
    // After these calls each connection of the pool has prepared the statement.
    await Promise.all(Array.from({ length: 10 }, () => store.deliveries.step(claiming, [])));
    await Promise.all(Array.from({ length: 10 }, () => store.raw().execute('deallocate all')));
    const steps = await Promise.all(Array.from({ length: 10 }, () => store.deliveries.step(claiming, [])));
    expect(steps).toHaveLength(10);
  });
});
