/**
 * Sets up a store, and runs the steps of deliveries on it, one call at a time. A test file that calls `setUp…` gets a
 * new database for each of its tests.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Instant } from '@leadbell/domain';
import type { Claim, ClaimOptions, Look, LookOptions, Outlook, Pace, Seen, TakeOverOptions } from './delivery.ts';
import type { NewMessage } from './outbox.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { keepStore, type KeptStore, startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
let url: string;
export let store: Store;
let kept: KeptStore;
/** The stores that the test opened besides `store`. */
const opened: Store[] = [];

export function setUpDeliveries(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    kept = keepStore(databases);
  });
  afterAll(async () => {
    await kept.close();
    await databases.close();
  });
  beforeEach(async () => {
    ({ url, store } = await kept.renew(url));
  });
  afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));
}

export async function open(): Promise<Store> {
  const one = await openStore({ url });
  opened.push(one);
  return one;
}

export const pace: Pace = {
  channelMs: 0,
  postsPerSecond: 1e6,
  postBurst: 1e6,
  updatesPerSecond: 1e6,
  updateBurst: 1e6,
  looksPerSecond: 1e6,
  lookBurst: 1e6,
  doubtWaitMs: 60_000,
};
export const claiming: ClaimOptions & LookOptions = {
  workspaces: ['T1'],
  limit: 100,
  leaseMs: 60_000,
  pace,
  owner: null,
  slackNow: 1_000_000 as Instant,
  gatherMs: 0,
  isClockSteady: true,
};
export const takingOver: TakeOverOptions = {
  workspaces: ['T1'],
  mine: [],
  takesExpired: true,
  visibleMs: 0,
  doubtWaitMs: 60_000,
  slackNow: 1_001_000 as Instant,
};
export const unclear = { kind: 'unclear', afterMs: 0, slackNow: 1_002_000 as Instant } as const;

export function message(changes: Partial<NewMessage> = {}): NewMessage {
  return { workspace: 'T1', channel: 'C1', key: 'k1', kind: 'notice', payload: { text: 'one' }, ...changes };
}
export const add = (...messages: NewMessage[]): Promise<readonly number[]> =>
  store.transaction((tx) => store.outbox.add(tx, messages));
export const query = (text: string) => databases.query(url, text);
export const sent = (claim: Claim, ts = `${1_000 + claim.outboxId}.000100`) =>
  store.deliveries.end(claim, { kind: 'sent', ts, version: claim.version, conversation: claim.channel }, pace);
export async function onlyLook(): Promise<Look> {
  const looks = await store.deliveries.claimLooks(claiming);
  expect(looks).toHaveLength(1);
  return looks[0] as Look;
}
export const read = (changes: Partial<Extract<Seen, { kind: 'read' }>> = {}): Seen => ({
  kind: 'read',
  found: [],
  absent: [],
  next: null,
  conversation: 'C1',
  ...changes,
});
export const keys = (look: Look) => look.doubts.map(({ key }) => key);
export async function only(options: Partial<ClaimOptions> = {}): Promise<Claim> {
  const claims = await store.deliveries.claim({ ...claiming, ...options });
  expect(claims).toHaveLength(1);
  return claims[0] as Claim;
}

/** Returns the outlook; call it when no message can be claimed. */
export async function outlook(): Promise<Outlook> {
  const step = await store.deliveries.step(claiming, []);
  expect(step.claims).toEqual([]);
  return step.outlook as Outlook;
}

export const place = (key: string) => store.transaction((tx) => store.outbox.place(tx, 'T1', key));
