/** For tests: the delivery loop as the service runs it, with the Slack stand-in and short times. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SlackSandbox } from '@leadbell/slack-sandbox';
import type { Pace, Store } from '@leadbell/store';
import { slackLog, createCalls, createClient, createTransport, type Transport } from '@leadbell/slack-kit';
import { expect } from 'vitest';
import { messagesFor } from '../features/index.ts';
import type { Log } from '../log.ts';
import { createOutbound } from '../delivery/outbound.ts';
import { beatOf, type Delivering, startDelivering } from '../delivery/deliver.ts';
import { noPace } from '../delivery/pace.ts';
import { watchClock, type WatchedClock } from '../delivery/watch-clock.ts';
import { pausedNotice } from '../subscriptions/notices.ts';

export interface DeliverFixture {
  readonly slack: SlackSandbox;
  readonly store: Store;
  readonly workspace: string;
  readonly log: Log;
  readonly timeoutMs?: number;
  readonly graceMs?: number;
  readonly pace?: Partial<Pace>;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed?: () => number;
  /** Says whether the database's clock has jumped. */
  readonly clock?: WatchedClock;
  readonly send?: Transport;
}

type OutboundFixture = Required<
  Pick<DeliverFixture, 'slack' | 'log' | 'timeoutMs' | 'graceMs' | 'elapsed'> & { readonly send: Transport }
>;

export function outboundFixture({ slack, log, timeoutMs, graceMs, elapsed, send }: OutboundFixture) {
  const calls = createCalls(send, elapsed);
  const outbound = createOutbound({
    client: createClient({ apiUrl: slack.apiUrl, timeoutMs, fetch, transport: calls.transport }, slackLog(log)),
    token: slack.botToken,
    calls,
    random: () => 0,
    graceMs,
    rest: (language) => messagesFor(language).bot.rest,
    notices: (reason) => (paused) => paused.map((one) => pausedNotice(one, reason, messagesFor('en'))),
  });
  return { outbound, calls };
}

export function startFixture({
  slack,
  store,
  workspace,
  log,
  // The timeout is long, because a busy machine answers late; tests of late answers set another timeout. The grace is
  // short, because tests wait until it is over before a message in doubt is searched for; tests without doubts set a
  // longer grace.
  timeoutMs = 30_000,
  graceMs = 300,
  pace = {},
  elapsed = () => performance.now(),
  clock = watchClock(elapsed),
  send = createTransport(),
}: DeliverFixture): Delivering {
  const { outbound, calls } = outboundFixture({ slack, log, timeoutMs, graceMs, elapsed, send });
  return startDelivering({
    queue: store.deliveries,
    outbound,
    calls,
    workspaces: [workspace],
    onOutbox: (listener, onSession) => store.onOutbox(listener, onSession, Math.max(100, beatOf(graceMs))),
    pace: { ...noPace, ...pace },
    leaseMs: timeoutMs + graceMs,
    graceMs,
    clock,
    concurrency: 10,
    elapsed,
    sleep: (ms, signal) => delay(ms, undefined, { signal }),
    log,
  });
}

/** Whether a message is pending or in a call. Does not count the whole outbox, because tests ask this often. */
export async function isDelivering(store: Store): Promise<boolean> {
  const found = await store.raw().execute("select from outbox where state in ('pending', 'sending') limit 1");
  return found.length > 0;
}

/** Waits until no message is pending or in a call. */
export const delivered = (store: Store) => expect.poll(() => isDelivering(store), { interval: 30 }).toBe(false);
