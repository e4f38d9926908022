/** Tests on a real database how two processes share an action. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { defaultRetention } from './retention.ts';
import { actHash, type ClaimedAct, type NewAct, OvertakenAct } from './inbox.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
let url: string;
let store: Store;
let other: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  store = await openStore({ url });
  other = await openStore({ url });
});
beforeEach(() => databases.query(url, 'truncate inbox'));
afterAll(async () => {
  await Promise.all([store.close(), other.close()]);
  await databases.close();
});

const never = new AbortController().signal;
const leaseMs = 60_000;
const act = (key: string, changes: Partial<NewAct> = {}): NewAct => ({
  workspace: 'T1',
  key,
  object: 'alert 12',
  same: 'U1 acknowledges alert 12',
  merges: 'latest',
  body: { note: 'alfa' },
  ...changes,
});
const write = (one: NewAct, to = store, lease = leaseMs) => to.inbox.write(one, lease, never);
const claim = (to = store, lease = leaseMs) => to.inbox.claim({ workspaces: ['T1'], limit: 10, leaseMs: lease });
async function written(one: NewAct, lease = leaseMs) {
  const done = await write(one, store, lease);
  if (done.kind !== 'new') throw new Error(`it was ${done.kind}`);
  return done.act;
}

test('a delivery that reaches two processes counts as one action, and so does a double press', async () => {
  const kinds = await Promise.all([write(act('a')), write(act('a'), other), write(act('b')), write(act('b'), other)]);
  expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['again', 'merged', 'merged', 'new']);
});

test('doing, undoing and doing again are three actions, even with a note between them', async () => {
  const release = { same: 'U2 releases alert 12' };
  const note = { same: 'U1 notes x', merges: 'always' } as const;
  const kinds = [];
  for (const one of [act('a'), act('b', release), act('c'), act('d', note), act('e'), act('f', note)])
    kinds.push((await write(one)).kind);
  expect(kinds).toEqual(['new', 'new', 'new', 'new', 'new', 'merged']);
});

test('equal actions within half a minute count once, unless the first had no effect', async () => {
  await written(act('a'));
  await databases.query(url, `update inbox set created_at = created_at - interval '30 s'`);
  const second = await written(act('b'));
  expect((await write(act('c'))).kind).toBe('merged');
  await store.inbox.end(second, false);
  expect((await write(act('d'))).kind).toBe('new');
});

test('when the lease of an action ends, another process takes it over, and the first process can no longer change it', async () => {
  const first = await written(act('a'), 1);
  await expect.poll(() => claim(other)).toMatchObject([{ id: first.id, key: actHash('a'), lease: 2, isMarked: false }]);
  expect(await claim()).toEqual([]);
  await expect(store.transaction((tx) => store.inbox.mark(first, tx))).rejects.toThrow(OvertakenAct);
  await store.inbox.end(first, true);
  expect(await databases.query(url, 'select done_at, body from inbox')).toEqual([
    { done_at: null, body: { note: 'alfa' } },
  ]);
});

test('an effect is committed once, however many processes try', async () => {
  const first = await written(act('a'), 1);
  await store.transaction((tx) => store.inbox.mark(first, tx));
  await expect.poll(() => claim(other)).toMatchObject([{ isMarked: true }]);
  const [again] = await databases.query(url, 'select lease from inbox');
  const held = { ...first, lease: Number(again?.['lease']) };
  await expect(other.transaction((tx) => other.inbox.mark(held, tx))).rejects.toThrow(OvertakenAct);
});

async function claimed(): Promise<ClaimedAct> {
  await databases.query(url, `update inbox set lease_until = clock_timestamp() - interval '1 s'`);
  const [one] = await claim();
  if (one === undefined) throw new Error('not claimed');
  return one;
}

test('a post in doubt can be looked for by its key until it is sent without the key, or is found to be missing', async () => {
  const first = await written(act('a'));
  await store.inbox.markNamed(first);
  const second = await claimed();
  expect(second).toMatchObject({ isMarked: true, isNamed: true, body: { note: 'alfa' } });
  await expect(store.inbox.unname(first)).rejects.toThrow(OvertakenAct);
  await store.inbox.unname(second);
  const third = await claimed();
  expect(third).toMatchObject({ isMarked: true, isNamed: false });
  await store.inbox.unmark(third);
  await store.inbox.mark(third);
  expect(await claimed()).toMatchObject({ isMarked: true, isNamed: false, body: { note: 'alfa' } });
});

test('the action stays open if its effect is rolled back', async () => {
  const first = await written(act('a'));
  const failing = store.transaction(async (tx) => {
    await store.inbox.mark(first, tx);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await store.inbox.release(first, 0);
  await expect.poll(() => claim()).toMatchObject([{ isMarked: false }]);
});

test('actions on one object are taken over in order', async () => {
  const first = await written(act('a'));
  await written(act('b', { same: 'U2 releases alert 12' }));
  await written(act('c', { object: 'alert 13' }));
  await databases.query(url, `update inbox set lease_until = clock_timestamp() - interval '1 s'`);
  expect((await claim()).map(({ key }) => key).toSorted()).toEqual([actHash('a'), actHash('c')].toSorted());
  expect(await claim()).toEqual([]);
  await store.inbox.end({ ...first, lease: 2 }, true);
  expect(await claim()).toMatchObject([{ key: actHash('b') }]);
});

test('an action whose lease was renewed is not taken over', async () => {
  const first = await written(act('a'), 1);
  await store.inbox.renew([first], leaseMs);
  expect(await claim(other)).toEqual([]);
});

test('a finished action keeps none of its text', async () => {
  const first = await written(act('a'));
  await store.inbox.end(first, true);
  const rows = JSON.stringify(await databases.query(url, 'select * from inbox'));
  expect(rows).not.toMatch(/alfa|U1|alert/);
  expect((await write(act('a'))).kind).toBe('again');
});

test('an action whose signal is aborted is not stored, and a withdrawn action counts as never received', async () => {
  const over = new AbortController();
  over.abort(new Error('late'));
  await expect(store.inbox.write(act('a'), leaseMs, over.signal)).rejects.toThrow('late');
  await written(act('b'));
  await store.inbox.withdraw('T1', 'b');
  expect(await databases.query(url, 'select id from inbox')).toEqual([]);
  expect((await write(act('b'))).kind).toBe('new');
});

test('actions that have waited longer than a minute are counted, without those that only read', async () => {
  await written(act('a', { object: 'a', same: 'a' }));
  await store.inbox.end(await written(act('b', { object: 'b', same: 'b' })), true);
  await written(act('c', { object: 'c', same: 'c', body: { name: 'reading' } }));
  await databases.query(url, `update inbox set created_at = created_at - interval '61 s'`);
  await written(act('d', { object: 'd', same: 'd' }));
  expect(await Promise.all([store.inbox.late(), store.inbox.late('T1'), store.inbox.late('T2')])).toEqual([1, 1, 0]);
});

test('actions are deleted after two days', async () => {
  await written(act('a'));
  await databases.query(url, `update inbox set created_at = created_at - interval '49 h'`);
  await written(act('b'));
  const days = { ...defaultRetention, audit: 400 };
  expect(await store.forget(days)).toMatchObject({ acts: 1 });
});
