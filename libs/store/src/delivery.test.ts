import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '@leadbell/domain';
import type { Claim, ClaimOptions, Look, Pace, Seen, TakeOverOptions } from './delivery.ts';
import type { NewMessage } from './outbox.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
let url: string;
let store: Store;
const opened: Store[] = [];

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  url = await databases.create();
  store = await open();
});
afterAll(() => Promise.all(opened.map((one) => one.close())));

async function open(): Promise<Store> {
  const one = await openStore({ url });
  opened.push(one);
  return one;
}

const pace: Pace = {
  channelMs: 0,
  postsPerSecond: 1e6,
  postBurst: 1e6,
  updatesPerSecond: 1e6,
  updateBurst: 1e6,
  looksPerSecond: 1e6,
  lookBurst: 1e6,
  doubtWaitMs: 60_000,
};
const claiming: ClaimOptions = {
  workspaces: ['T1'],
  limit: 100,
  leaseMs: 60_000,
  pace,
  owner: null,
  slackNow: 1_000_000 as Instant,
};
const takingOver: TakeOverOptions = {
  workspaces: ['T1'],
  mine: [],
  takesExpired: true,
  visibleMs: 0,
  doubtWaitMs: 60_000,
  slackNow: 1_001_000 as Instant,
};
const unclear = { kind: 'unclear', afterMs: 0, slackNow: 1_002_000 as Instant } as const;

function message(changes: Partial<NewMessage> = {}): NewMessage {
  return { workspace: 'T1', channel: 'C1', key: 'k1', kind: 'notice', payload: { text: 'one' }, ...changes };
}
const add = (...messages: NewMessage[]): Promise<readonly number[]> =>
  store.transaction((tx) => store.outbox.add(tx, messages));
const query = (text: string) => databases.query(url, text);
const sent = (claim: Claim, ts = `${1_000 + claim.outboxId}.000100`) =>
  store.deliveries.end(claim, { kind: 'sent', ts, version: claim.version, conversation: claim.channel }, pace);
async function onlyLook(): Promise<Look> {
  const looks = await store.deliveries.claimLooks(claiming);
  expect(looks).toHaveLength(1);
  return looks[0] as Look;
}
const read = (changes: Partial<Extract<Seen, { kind: 'read' }>> = {}): Seen => ({
  kind: 'read',
  found: [],
  absent: [],
  next: null,
  conversation: 'C1',
  ...changes,
});
const keys = (look: Look) => look.doubts.map(({ key }) => key);
async function only(options: Partial<ClaimOptions> = {}): Promise<Claim> {
  const claims = await store.deliveries.claim({ ...claiming, ...options });
  expect(claims).toHaveLength(1);
  return claims[0] as Claim;
}

const place = (key: string) => store.transaction((tx) => store.outbox.place(tx, 'T1', key));

describe('the outbox', () => {
  it('keeps a message with the transaction that wrote it, and forgets it with that', async () => {
    const failed = store.transaction(async (tx) => {
      await store.outbox.add(tx, [message()]);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    await add(message());
    expect(await only()).toMatchObject({ key: 'k1', action: 'post', payload: { text: 'one' }, attempt: 1 });
  });

  it('takes a key once', async () => {
    const [first] = await add(message());
    expect(await add(message({ payload: { text: 'again' } }))).toEqual([first]);
    await sent(await only());
    expect(await add(message())).toEqual([first]);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
  });

  it('gives a key of another workspace a message of its own', async () => {
    const ids = await add(message(), message({ workspace: 'T2' }), message({ key: 'k2' }));
    expect(new Set(ids).size).toBe(3);
  });
});

describe('claims', () => {
  it('go to one of many, one message of a channel at a time, in order', async () => {
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
    expect((await store.deliveries.outlook(['T1'], null)).dueInMs).toBeNull();
  });

  it('end only what they still hold', async () => {
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

  it('keep the pace of a channel', async () => {
    await add(message(), message({ key: 'k2' }));
    const claim = await only();
    await store.deliveries.end(
      claim,
      { kind: 'sent', ts: '1.1', version: 1, conversation: 'C1' },
      { ...pace, channelMs: 60_000 },
    );
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect((await store.deliveries.outlook(['T1'], null)).dueInMs).toBeGreaterThan(50_000);
    // Also for what comes in the meantime.
    await add(message({ key: 'k3' }));
    expect(await store.deliveries.claim(claiming)).toEqual([]);
  });

  it('keep the cap of a workspace, and another workspace does not notice', async () => {
    await add(...Array.from({ length: 9 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` })));
    await add(message({ workspace: 'T2' }));
    const capped = { ...claiming, workspaces: ['T1', 'T2'], pace: { ...pace, postsPerSecond: 0.001, postBurst: 3 } };
    // A bucket begins empty and fills with time.
    await query('update workspaces set post_tokens = 3');
    const claims = await store.deliveries.claim(capped);
    expect(claims.map(({ workspace }) => workspace).toSorted()).toEqual(['T1', 'T1', 'T1', 'T2']);
    expect(await store.deliveries.claim(capped)).toEqual([]);
  });

  it('wait for all when Slack says so, posts and updates apart', async () => {
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

  it('of updates beyond the cap do not keep posts waiting', async () => {
    await add(...Array.from({ length: 5 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` })));
    for (const claim of await store.deliveries.claim(claiming)) await sent(claim);
    for (let n = 0; n < 5; n += 1)
      await store.transaction((tx) => store.outbox.update(tx, 'T1', `k${n}`, { text: 'new' }));
    await add(message({ key: 'last', channel: 'C9' }));
    await query('update workspaces set update_tokens = 0');
    const capped = { ...claiming, limit: 2, pace: { ...pace, updatesPerSecond: 0, updateBurst: 1 } };
    expect((await store.deliveries.claim(capped)).map(({ key }) => key)).toEqual(['last']);
  });

  it('do not wait for what a wrong clock wrote', async () => {
    await add(message());
    await query(
      "update channels set wake_at = now() + interval '1 hour', next_at = now() + interval '1 hour', lease_until = now() + interval '1 hour', waits_for = 'reconcile'; update workspaces set post_at = now() + interval '1 hour'",
    );
    await store.deliveries.takeOver(takingOver);
    expect(await only()).toMatchObject({ key: 'k1' });
  });
});

describe('a message that lives', () => {
  it('is sent in its newest state only', async () => {
    await add(message());
    const update = (text: string) => store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text }));
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

  it('lets posts of its channel go before its updates', async () => {
    await add(message());
    await sent(await only());
    await store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text: 'two' }));
    await add(message({ key: 'k2' }));
    expect(await only()).toMatchObject({ key: 'k2', action: 'post' });
  });

  it('has a thread, which knows its first message', async () => {
    const [root] = await add(message());
    await add(message({ key: 'reply', threadOf: root as number }));
    await sent(await only(), '5.5');
    expect(await only()).toMatchObject({ key: 'reply', threadTs: '5.5', isReply: true });
  });

  it('in the thread of one that is in a thread is beside it', async () => {
    const [root = 0] = await add(message());
    const [reply = 0] = await add(message({ key: 'reply', threadOf: root }));
    await add(message({ key: 'of the reply', threadOf: reply }));
    expect(await place('of the reply')).toMatchObject({ first: { key: 'k1', replies: ['reply', 'of the reply'] } });
    expect(await place('k1')).toEqual({ id: root, standing: 'kept', first: null });
    expect(await place('none')).toBeNull();
  });

  it('is dead when it can never be sent, and goes back to the end of the line when a person says so', async () => {
    const [dead] = await add(message(), message({ key: 'k2' }));
    await store.deliveries.end(await only(), { kind: 'dead', reason: 'invalid_blocks' }, pace);
    expect(await store.outbox.dead(10)).toMatchObject([{ id: dead, key: 'k1', reason: 'invalid_blocks', attempt: 1 }]);
    expect(await store.outbox.requeue([dead as number, 999])).toBe(1);
    await sent(await only());
    expect(await only()).toMatchObject({ key: 'k1', action: 'post', attempt: 1 });
    expect(await store.outbox.requeue('all')).toBe(0);
  });

  it('is looked for when it is sent back and may have been posted', async () => {
    await add(message());
    await store.deliveries.end(await only(), unclear, pace);
    await store.deliveries.endLook(await onlyLook(), { kind: 'perhaps', reason: 'missing_scope' });
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (missing_scope)' }]);
    await add(message({ key: 'k2' }));
    expect(await store.outbox.requeue('all')).toBe(1);
    expect(await only()).toMatchObject({ key: 'k2' });
    expect((await onlyLook()).doubts).toMatchObject([{ key: 'k1', sought: { from: 1_000, to: 1_002 } }]);
  });

  it('that was posted and can not be changed any more stays as it is, and is not counted as undelivered', async () => {
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

describe('a message that is refused for now', () => {
  const refused = { kind: 'refused', reason: 'platform_hiccup', afterMs: 60_000, aside: true } as const;

  it('steps aside: what comes after it goes on, but no reply to it', async () => {
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
    expect((await store.deliveries.outlook(['T1'], null)).dueInMs).toBeGreaterThan(50_000);
    await add(message({ key: 'k3' }));
    await sent(await only());
    await query("update outbox set not_before = clock_timestamp() where key = 'k1'");
    await query('update channels set wake_at = clock_timestamp()');
    const again = await only();
    expect(again).toMatchObject({ key: 'k1', action: 'post', attempt: 2, refused: { reason: 'platform_hiccup' } });
    await sent(again);
    expect(await only()).toMatchObject({ key: 'reply' });
  });

  it('knows since when it is for the same reason', async () => {
    await add(message());
    const since = async () => {
      await query('update outbox set not_before = null');
      await query('update channels set wake_at = clock_timestamp()');
      const claim = await only();
      return { claim, since: claim.refused?.since };
    };
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

const doubt = async (wait: Partial<Pace> = {}) => {
  const claim = await only();
  await store.deliveries.end(claim, unclear, { ...pace, ...wait });
  return claim.outboxId;
};
const waited = () =>
  query(`update outbox set holds_until = clock_timestamp() where holds_until is not null;
    update channels set wake_at = clock_timestamp() where wake_at is not null`);

describe('a message in doubt', () => {
  it('is waited for, and the others keep their order behind it', async () => {
    await add(message(), message({ key: 'k2' }));
    const outboxId = await doubt();
    await store.deliveries.takeOver(takingOver);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect((await store.deliveries.outlook(['T1'], null)).dueInMs).toBe(0);
    const found = [{ outboxId, ts: '2000.0001', version: 1 }];
    await store.deliveries.endLook(await onlyLook(), read({ found }));
    expect(await only()).toMatchObject({ key: 'k2', action: 'post' });
    expect(await query('select last_ts from channels')).toEqual([{ last_ts: '2000.0001' }]);
  });

  it('is waited for no longer than that; its replies and changes wait on, and it goes first when it was not posted', async () => {
    const [root = 0] = await add(message());
    await add(message({ key: 'reply', threadOf: root }), message({ key: 'k2' }), message({ key: 'k3' }));
    await doubt();
    await waited();
    await store.deliveries.takeOver(takingOver);
    await store.transaction((tx) => store.outbox.update(tx, 'T1', 'k1', { text: 'newer' }));
    const second = await only();
    expect(second).toMatchObject({ key: 'k2' });
    // Beside a call that is under way.
    const look = await onlyLook();
    expect(await store.deliveries.endLook(look, read({ absent: [root] }))).toBe(true);
    expect(await store.deliveries.claim(claiming)).toEqual([]);
    expect(await sent(second)).toBe(true);
    const late = await only();
    expect(late).toMatchObject({ key: 'k1', action: 'post', payload: { text: 'newer' }, version: 2 });
    await sent(late, '9.9');
    expect(await only()).toMatchObject({ key: 'reply', threadTs: '9.9' });
  });

  it('goes on with a search that has begun, though new doubts come faster than pages are read', async () => {
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

  it('is settled by its last look alone, and keeps how far its search has come', async () => {
    await add(message());
    const outboxId = await doubt();
    const first = await onlyLook();
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    // Whoever looked has died.
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

  it('shares a look with others of its place, and a thread is a place of its own', async () => {
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

  it('is looked for within the budget of its workspace, and as Slack asks', async () => {
    await add(...Array.from({ length: 3 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` })));
    for (const claim of await store.deliveries.claim(claiming)) await store.deliveries.end(claim, unclear, pace);
    const capped = { ...claiming, pace: { ...pace, looksPerSecond: 0, lookBurst: 2 } };
    const [look] = await store.deliveries.claimLooks(capped);
    expect(await store.deliveries.claimLooks(capped)).toEqual([]);
    await store.deliveries.endLook(look as Look, { kind: 'paced', afterMs: 60_000 });
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    expect((await store.deliveries.outlook(['T1'], null)).dueInMs).toBeGreaterThan(50_000);
  });

  it('comes to an end', async () => {
    await add(message());
    await doubt();
    const unread = { kind: 'unread', reason: 'internal_error', afterMs: 0 } as const;
    await store.deliveries.endLook(await onlyLook(), unread);
    await query(`update outbox set sought = sought || '{"since":0}'`);
    await store.deliveries.endLook(await onlyLook(), unread);
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (internal_error)' }]);
  });
});

describe('what a process held', () => {
  it('is free as soon as its connection has ended, and not while it is there', async () => {
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
    expect(await store.deliveries.outlook(['T1'], null)).toMatchObject({ isHeld: true });
    expect(await store.deliveries.claimLooks(claiming)).toEqual([]);
    await query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'leadbell listener' and datname = current_database()",
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

const subscribe = (channel: string, owner: string) =>
  store.transaction((tx) =>
    store.subscriptions.add(tx, { workspace: 'T1', channel, owner, kind: 'digest', definition: {}, nextRunAt: null }),
  );

describe('a place that is closed', () => {
  it('takes what waits for it, pauses its subscriptions and tells their owners, once', async () => {
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
    expect(await query("select action, subject, detail->>'reason' as reason from audit")).toEqual([
      { action: 'subscription paused', subject: 'subscription 1', reason: 'is_archived' },
    ]);
  });

  it('keeps the messages of a workspace that is blocked until it is not', async () => {
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

it('tells whoever listens, at commit and not before', async () => {
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

/** Channels that are free, and say something else than the first of their line. */
const wrong = () =>
  query(`
    select c.id, c.wake_at, c.waits_for, h.what from channels c
    left join lateral (
      select case when o.state = 'sending' then 'reconcile' when o.ts is not null then 'update'
        when o.thread_of is not null then 'reply' else 'post' end as what
      from outbox o left join outbox f on f.id = o.thread_of
      where o.workspace_id = c.workspace_id and o.channel_id = c.id and o.state in ('pending', 'sending')
        and (o.look_at is null or o.holds_until > clock_timestamp())
        and (o.state = 'sending' or f.id is null or f.ts is not null or f.state not in ('pending', 'sending'))
      order by o.state <> 'sending', (o.ts is not null), o.queued limit 1) h on true
    where (c.wake_at is null) <> (h.what is null) or (c.lease_until is null and h.what is not null and h.what <> c.waits_for)`);

describe('what a channel waits for', () => {
  it('is the first of its line, whatever happens to it', async () => {
    let seed = 11;
    const roll = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * most);
    };
    const held: Claim[] = [];
    const roots: { readonly id: number; readonly channel: string }[] = [];
    for (let turn = 0; turn < 300; turn += 1) {
      const channel = `C${roll(3)}`;
      const key = `k${turn}`;
      switch (roll(10)) {
        case 0:
          for (const id of await add(message({ channel, key }))) roots.push({ id, channel });
          break;
        case 1: {
          const root = roots[roll(roots.length)];
          if (root !== undefined) await add(message({ channel: root.channel, key, threadOf: root.id }));
          break;
        }
        case 2:
          await store.transaction((tx) => store.outbox.update(tx, 'T1', `k${roll(turn + 1)}`, { text: key }));
          break;
        case 3:
        case 4:
          held.push(...(await store.deliveries.claim({ ...claiming, limit: 2 })));
          break;
        case 5: {
          const claim = held.shift();
          if (claim === undefined) break;
          const ends = [
            () => sent(claim),
            () => sent(claim),
            () => store.deliveries.end(claim, { kind: 'refused', reason: 'x', afterMs: 0, aside: false }, pace),
            () => store.deliveries.end(claim, { kind: 'refused', reason: 'x', afterMs: 0, aside: true }, pace),
            () => store.deliveries.end(claim, { kind: 'gone', reason: 'x' }, pace),
            () => store.deliveries.end(claim, { kind: 'perhaps', reason: 'x' }, pace),
            () => store.deliveries.end(claim, unclear, pace),
            () => store.deliveries.end(claim, unclear, { ...pace, doubtWaitMs: 0 }),
            () => store.deliveries.end(claim, { kind: 'undone' }, pace),
            () => store.deliveries.end(claim, { kind: 'dead', reason: 'x' }, pace),
            () => store.deliveries.end(claim, { kind: 'closed', reason: 'x', notices: () => [] }, pace),
          ];
          await ends[roll(ends.length)]?.();
          break;
        }
        case 6:
          // What is there already, however it stands.
          await add(message({ channel, key: `k${roll(turn + 1)}` }));
          break;
        case 7:
          for (const look of await store.deliveries.claimLooks({ ...claiming, limit: 1 })) {
            const ids = look.doubts.map(({ outboxId }) => outboxId);
            const found = ids.slice(0, 1).map((outboxId) => ({ outboxId, ts: `${1_000 + outboxId}.0001`, version: 1 }));
            const seen: Seen[] = [
              read({ found, absent: ids.slice(1) }),
              read({ absent: ids }),
              { kind: 'unread', reason: 'x', afterMs: 0 },
              { kind: 'paced', afterMs: 0 },
              { kind: 'perhaps', reason: 'x' },
              { kind: 'gone', reason: 'x' },
              { kind: 'closed', reason: 'x', notices: () => [] },
            ];
            await store.deliveries.endLook(look, seen[roll(seen.length)] ?? read());
          }
          break;
        case 8:
          await store.deliveries.takeOver({ ...takingOver, takesExpired: roll(3) === 0 });
          break;
        default:
          await store.outbox.requeue('all');
      }
      expect(await wrong(), `turn ${turn}`).toEqual([]);
    }
    // Processes that died: every lease is over, and all is found.
    await query('update channels set lease_until = clock_timestamp() where lease_until is not null');
    await store.deliveries.takeOver(takingOver);
    expect(await wrong()).toEqual([]);
    expect(roots.length).toBeGreaterThan(20);
  });

  it('is nothing when what is said has been said: twenty such channels keep no other waiting', async () => {
    const said = Array.from({ length: 20 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` }));
    await add(...said);
    for (const claim of await store.deliveries.claim(claiming)) await sent(claim);
    await add(...said);
    await add(message({ key: 'new', channel: 'C99' }));
    expect((await store.deliveries.claim({ ...claiming, limit: 20 })).map(({ key }) => key)).toEqual(['new']);
    expect(await query('select id from channels where wake_at is not null')).toHaveLength(1);
  });
});
