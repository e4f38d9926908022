/**
 * For tests: a database, the Slack stand-in and the delivery between them, with movable clocks.
 * `setUp…` gives each test an empty database and a new Slack stand-in.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { type NewMessage, openStore, type Outlook, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { caseRows } from '@leadbell/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { manifest } from './bot-context-fixtures.ts';
import type { Log, LogFields } from '../log.ts';
import type { Delivering } from '../delivery/deliver.ts';
import { delivered, type DeliverFixture, isDelivering, startFixture } from './delivery-fixtures.ts';

export const workspace = 'T0SANDBOX';

export let databases: TestDatabases;
export let url: string;
export let store: Store;
export let slack: SlackSandbox;
/** The delivery's log. */
export let logged: Record<string, unknown>[];
/** The clocks of Slack and of the process are ahead by this many milliseconds. */
export let movedMs: number;
let delivering: Delivering[];

/** Registers hooks that run before and after each test of the calling file. */
export function setUpPosting(): void {
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
    movedMs = 0;
    logged = [];
    delivering = [];
    slack = await startSlackSandbox({ manifest, limits: false, now: () => Date.now() + movedMs });
    // A new database for each of the many tests would take minutes.
    await databases.empty(url);
  });
  afterEach(async () => {
    await Promise.all(delivering.map((one) => one.stop()));
    await slack.close();
  });
}

const note = (fields: LogFields, event: string) => void logged.push({ event, ...fields });
const log: Log = { debug: note, info: note, warn: note, error: note };

/** Starts a delivery that runs until the end of the test. */
export function deliver(changes: Partial<DeliverFixture> = {}): void {
  delivering.push(startFixture({ slack, store, workspace, log, ...changes }));
}

/** Moves the clocks of Slack, of the database and of the process together. */
export async function moveClocks(ms: number): Promise<void> {
  movedMs += ms;
  await databases.moveClock(url, ms);
}

export const message = (key: string, changes: Partial<NewMessage> = {}): NewMessage => ({
  workspace,
  channel: 'C0SALES',
  key,
  kind: 'digest',
  payload: { text: key },
  ...changes,
});
export const add = (...messages: NewMessage[]) => store.transaction((tx) => store.outbox.add(tx, messages));
/** Adds a fault to the next posts. */
export const fail = (fault: Fault) => slack.faults.add({ method: 'chat.postMessage', ...fault });
/** The bot's messages in their current state. */
export const posted = () => slack.ledger().flatMap(({ text, botId }) => (botId === undefined ? [] : [text]));
export const calls = (method: string) => slack.traffic.entries().filter(({ name }) => name === method);
export const counts = () => store.outbox.counts(0 as never, workspace);
/** Waits until no message is pending. */
export const settled = () => delivered(store);

/** Waits, in simulated time, until no message is pending. */
export async function settledLater(): Promise<void> {
  while (await isDelivering(store)) {
    expect(movedMs).toBeLessThan(60_000);
    await moveClocks(100);
    await wake();
    await delay(20);
  }
}

/**
 * Options of a delivery whose clocks the test moves. The database's clock and ours can't be moved at the same moment,
 * so a difference between them does not count as a jump here.
 */
export const movedClocks = {
  clock: { see: () => {}, steadyForMs: () => Infinity },
  elapsed: () => performance.now() + movedMs,
} as const;

/** Wakes the delivery loop, as a committed message does. */
export const wake = () => databases.query(url, "select pg_notify('leadbell_outbox', '')");

/** The milliseconds until the next message is due; Infinity if no message waits, 0 while a call is under way. */
export async function dueInMs(): Promise<number> {
  const [row] = await store.raw().execute('select deliver_outlook($1, null) as outlook', [[workspace]]);
  const { isHeld, dueInMs: due } = (row as { readonly outlook: Outlook }).outlook;
  return isHeld ? 0 : (due ?? Infinity);
}

/** The rows of these sections of `slack-answers.md`, with a record of the rows that the test covers. */
export function rowsOf(...sections: readonly string[]) {
  const all = caseRows('slack-answers.md');
  const situations = sections.flatMap((section) =>
    all.filter((row) => row.section === section).map(({ cells }) => cells[0] ?? ''),
  );
  const played: RegExp[] = [];
  return {
    /** The codes of the situations that match these patterns. Each pattern must match exactly one situation. */
    codesOf: (...patterns: readonly RegExp[]): string[] =>
      patterns.flatMap((pattern) => {
        played.push(pattern);
        const found = situations.filter((situation) => pattern.test(situation));
        if (found.length !== 1) throw new Error(`${found.length} rows for ${pattern}`);
        return [...(found[0] ?? '').matchAll(/`([a-z]\w+)`/g)].map(([, code]) => code ?? '');
      }),
    /** The rows that neither this test nor the tests elsewhere cover. */
    unplayed: (elsewhere: readonly RegExp[]) =>
      situations.filter((situation) => ![...played, ...elsewhere].some((pattern) => pattern.test(situation))),
  };
}
