/** Tests messages in doubt, and the claims of processes that have died. */
import { describe, expect, it } from 'vitest';
import type { Look, Pace } from './delivery.ts';
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
  unclear,
  setUpDeliveries,
  outlook,
} from './delivery-fixtures.ts';

setUpDeliveries();

const doubt = async (wait: Partial<Pace> = {}) => {
  const claim = await only();
  await store.deliveries.end(claim, unclear, { ...pace, ...wait });
  return claim.outboxId;
};
const waited = () =>
  query(`update outbox set holds_until = clock_timestamp() where holds_until is not null;
    update channels set wake_at = clock_timestamp() where wake_at is not null`);

async function lookInVain(): Promise<void> {
  await store.deliveries.endLook(await onlyLook(), { kind: 'unread', reason: 'internal_error', afterMs: 0 });
}

const dueIn = (key: string, seconds: number) =>
  query(`update outbox set look_at = t, visible_at = t
    from (select clock_timestamp() + ${seconds} * interval '1 second' as t) w where key = '${key}'`);

describe('a message in doubt', () => {
  it('a channel waits for a message in doubt, and sends later messages as soon as that message is found', async () => {
    await add(message(), message({ key: 'k2' }));
    const outboxId = await doubt();
    await store.deliveries.takeOver(takingOver);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect((await outlook()).dueInMs).toBe(0);
    const found = [{ outboxId, ts: '2000.0001', version: 1 }];
    await store.deliveries.endLook(await onlyLook(), read({ found }));
    expect(await only()).toMatchObject({ key: 'k2', action: 'post' });
    expect(await query('select last_ts from channels')).toEqual([{ last_ts: '2000.0001' }]);
  });

  it('a channel waits for a message in doubt only for a limited time; if that message was not posted, it is sent next, before its replies', async () => {
    const [root = 0] = await add(message());
    await add(message({ key: 'reply', threadOf: root }), message({ key: 'k2' }), message({ key: 'k3' }));
    await doubt();
    await waited();
    await store.deliveries.takeOver(takingOver);
    await store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text: 'newer' }));
    const second = await only();
    expect(second).toMatchObject({ key: 'k2' });
    const look = await onlyLook();
    expect(await store.deliveries.endLook(look, read({ absent: [root] }))).toBe(true);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect(await sent(second)).toBe(true);
    const late = await only();
    expect(late).toMatchObject({ key: 'k1', action: 'post', payload: { text: 'newer' }, version: 2 });
    await sent(late, '9.9');
    expect(await only()).toMatchObject({ key: 'reply', threadTs: '9.9' });
  });

  it('a search that has begun continues, even if new doubts arise faster than pages are read', async () => {
    await add(message(), message({ key: 'k2', channel: 'C2' }));
    for (const claim of await store.deliveries.claim(claiming)) await store.deliveries.end(claim, unclear, pace);
    const aPage = { ...claiming, limit: 1 };
    const [begun] = await store.deliveries.claimLooks(aPage);
    const outboxId = begun?.doubts[0]?.outboxId ?? 0;
    const search = {
      covers: [outboxId],
      oldest: '0',
      latest: null,
      cursor: 'page2',
      read: 15,
      isSecond: false,
      sawOurs: true,
      sawMetadata: true,
    };
    await store.deliveries.endLook(begun as Look, read({ next: { outboxId, search } }));
    const [fresh] = await store.deliveries.claimLooks(aPage);
    expect(fresh?.channel).not.toBe(begun?.channel);
    await store.deliveries.endLook(fresh as Look, { kind: 'unread', reason: 'no_answer', afterMs: 0 });
    await query(`update outbox set look_at = look_at - interval '3 minutes' where id = ${outboxId}`);
    const [next] = await store.deliveries.claimLooks(aPage);
    expect(next?.doubts[0]?.outboxId).toBe(outboxId);
  });

  it('only the latest look ends a doubt, and the search continues from the page that it had reached', async () => {
    await add(message());
    const outboxId = await doubt();
    const first = await onlyLook();
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    // The process that claimed the look has died.
    await query('update outbox set look_at = clock_timestamp()');
    const second = await onlyLook();
    expect(await store.deliveries.endLook(first, read({ absent: [outboxId] }))).toBe(false);
    const search = {
      covers: [outboxId],
      oldest: '1',
      latest: '2',
      cursor: 'c',
      read: 15,
      isSecond: false,
      sawOurs: false,
      sawMetadata: false,
    };
    expect(await store.deliveries.endLook(second, read({ next: { outboxId, search } }))).toBe(true);
    expect((await onlyLook()).doubts[0]?.sought).toMatchObject({ from: 1_000, to: 1_002, search });
  });

  it('a message in doubt shares a look with other messages in its channel or in its thread', async () => {
    const [root = 0] = await add(message({ key: 'root' }));
    await sent(await only(), '5.5');
    await add(message(), message({ key: 'k2' }), message({ key: 'reply', threadOf: root }));
    for (let n = 0; n < 3; n += 1) {
      await doubt({ doubtWaitMs: 0 });
      await store.deliveries.takeOver(takingOver);
    }
    const looks = await store.deliveries.claimLooks(claiming);
    expect(looks.map((look) => [look.threadTs, ...keys(look)])).toEqual([
      [null, 'k1', 'k2'],
      ['5.5', 'reply'],
    ]);
  });

  it('a look waits for other messages of its channel that are due soon, but not for later ones', async () => {
    await add(message(), message({ key: 'k2' }), message({ key: 'k3' }));
    for (let n = 0; n < 3; n += 1) {
      await doubt({ doubtWaitMs: 0 });
      await store.deliveries.takeOver(takingOver);
    }
    await dueIn('k2', 50);
    await dueIn('k3', 500);
    const gathering = { ...claiming, gatherMs: 60_000 };
    expect(await store.deliveries.claimLooks(gathering)).toEqual([]);
    await dueIn('k2', 0);
    expect((await store.deliveries.claimLooks(gathering)).map(keys)).toEqual([['k1', 'k2']]);
  });

  it('looks stay within the budget of the workspace, and wait after Slack has limited the rate', async () => {
    await add(...Array.from({ length: 3 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` })));
    for (const claim of await store.deliveries.claim(claiming)) await store.deliveries.end(claim, unclear, pace);
    const capped = { ...claiming, pace: { ...pace, looksPerSecond: 0, lookBurst: 2 } };
    const [look] = await store.deliveries.claimLooks(capped);
    expect(await store.deliveries.claimLooks(capped)).toEqual([]);
    await store.deliveries.endLook(look as Look, { kind: 'paced', afterMs: 60_000 });
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    expect((await outlook()).dueInMs).toBeGreaterThan(50_000);
  });

  it('a doubt ends after an hour of searching, even if the clock jumps', async () => {
    await add(message());
    await doubt();
    // Makes it look as if the clock had jumped by more than an hour since the doubt began.
    await query(
      `update outbox set sought = sought || jsonb_build_object('since', (sought ->> 'since')::float8 - 3600001)`,
    );
    await lookInVain();
    expect(await store.outbox.dead(10)).toEqual([]);
    // Looks that are an hour apart by the clock count as a quarter of an hour apart.
    for (let n = 0; n < 4; n += 1) {
      await query(
        `update outbox set sought = sought || jsonb_build_object('lookedAt', (sought ->> 'lookedAt')::float8 - 3600001)`,
      );
      expect(await store.outbox.dead(10)).toEqual([]);
      await lookInVain();
    }
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (internal_error)' }]);
    // When a person sends the message back, a new search begins, which may take an hour again.
    await store.outbox.requeue('all');
    await lookInVain();
    expect(await store.outbox.dead(10)).toEqual([]);
  });
});

describe('a claim of a process', () => {
  it('a claim is released as soon as its process’s connection has ended, and not earlier', async () => {
    const other = await open();
    const sessions: (number | null)[] = [];
    const listening = other.onOutbox(
      () => {},
      (session) => sessions.push(session),
    );
    await expect.poll(() => listening.session()).not.toBeNull();
    const owner = listening.session();
    await add(message(), message({ key: 'k2', channel: 'C2' }));
    await store.deliveries.end(
      await only({ owner, limit: 1 }),
      { kind: 'sent', ts: '1.1', version: 1, conversation: 'C1' },
      pace,
    );
    await store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text: 'newer' }));
    expect(await store.deliveries.claim({ ...claiming, owner })).toHaveLength(2);
    const patient = { ...takingOver, takesExpired: false };
    await store.deliveries.takeOver(patient);
    expect(await outlook()).toMatchObject({ isHeld: true });
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    await query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'leadbell listener' and datname = current_database()",
    );
    await store.deliveries.takeOver({ ...patient, mine: [owner ?? 0] });
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    await store.deliveries.takeOver(patient);
    expect(keys(await onlyLook())).toEqual(['k2']);
    expect(await only()).toMatchObject({ key: 'k1', action: 'update' });
    await expect.poll(() => sessions.length).toBe(3);
    expect(sessions).toEqual([owner, null, listening.session()]);
    await listening.close();
  });
});
