/**
 * One poll of a DMS: reads new data, gaps and open bulks. Only one of all processes polls at a
 * time, because it needs the store's lease. Effects: those of its options. Errors: none; every
 * failure is an outcome that the connection's status shows.
 */
import { failureOf } from '../failure.ts';
import {
  afterFailure,
  afterSuccess,
  dueWindows,
  triesUntilTold,
  type PlannedWindow,
  longestPause,
  pauseAfter,
  pauseAfterFailure,
  planPoll,
  readHabits,
  type Instant,
} from '@leadbell/domain';
import { LeadsApiError } from '@leadbell/leads-api';
import { LostLease, type PollLease, type Progress } from '@leadbell/store';
import { traced } from '../health/traced.ts';
import { errorFields } from '../log-error.ts';
import { keepLease } from './keep-lease.ts';
import { createNotFound } from './not-found.ts';
import type { PollOptions } from './poll-options.ts';
import { readWindow } from './read-window.ts';
import { createKeeper, type Keeper } from './write.ts';

/** After this time, another process replaces one that was killed during a poll. */
const leaseMs = 4_000;
/** Failures that can concern a single window. If an older window fails in this way, we still read the others. */
const ofOneWindow: ReadonlySet<string> = new Set(['contract', 'bad-request', 'not-found', 'timeout', 'unavailable']);
/** If the DMS does not answer for this many windows, it is not asked for the remaining ones. */
const mostUnanswered = 2;
/** Failures that a suspended process may report although the DMS answered. */
const ofWaiting: ReadonlySet<string> = new Set(['timeout', 'unavailable']);
const afterSleepMs = 1_000;

/** Polls once if a poll is due and no other process polls. Returns the milliseconds until the next attempt. */
export async function pollOnce(connection: string, options: PollOptions, signal: AbortSignal): Promise<number> {
  const { store, intervalMs, log } = options;
  const gapMs = options.gapMs();
  const longestPauseMs = longestPause(intervalMs);
  const lease = await store.connections.lease(connection, { leaseMs, longestPauseMs, gapMs });
  if (lease === null) return untilDue(connection, options);
  const held = keepLease(lease, leaseMs, options);
  try {
    const result = await traced('leadbell.poll', () => poll(lease, options, AbortSignal.any([signal, held.lost])));
    // Wait for a renewal in progress, which could renew the lease after its release.
    await held.stop();
    const { now, changedAt } = result;
    const { requestsPerPoll, usedToday } = await options.requests.polled(now);
    const nextInMs = pauseAfter({
      now,
      zone: options.zone,
      calendar: options.calendar,
      fixedMs: intervalMs,
      budget: options.requestsPerDay,
      usedToday,
      requestsPerPoll,
      tookMs: held.tookMs(),
      changedAt,
      retryAfterMs: null,
    });
    await store.connections.release(lease, {
      kind: 'ok',
      nextInMs,
      habits: options.leadsApi.habits(),
      answeredAt: options.address,
    });
    // After a gap in reading, evaluate alerts: alerts about the gap have ended, and channels are notified of when the
    // gap began and ended.
    if (lease.failures > 0 || now - (lease.lastOkAt ?? now) > gapMs)
      await options.lookAgain(connection, 0).catch((error: unknown) => log.warn(errorFields(error), 'alerts.look'));
    options.meters.poll('ok', held.tookMs());
    log.debug({ connection, ...result.seen }, 'poll.done');
    return nextInMs;
  } catch (error) {
    await held.stop();
    if (error instanceof LostLease || (held.lost.aborted && !signal.aborted)) {
      options.meters.poll('overtaken', held.tookMs());
      log.warn({ connection }, 'poll.overtaken');
      return await untilDue(connection, options);
    }
    if (signal.aborted) {
      await store.connections.release(lease, { kind: 'stopped' });
      return 0;
    }
    // The suspension of this process, not the DMS, may have caused this failure. Excuse it only once, because a process
    // that is suspended again and again is itself a problem.
    const isOfSleep = held.hasSlept() && error instanceof LeadsApiError && ofWaiting.has(error.kind);
    if (isOfSleep && options.requests.excuse()) {
      await store.connections.release(lease, { kind: 'stopped' });
      return afterSleepMs;
    }
    options.meters.poll(failureOf(error), held.tookMs());
    return await failed(error, lease, options);
  }
}

interface Polled {
  readonly now: Instant;
  /** When something last changed; null if nothing has changed since this process began to watch. */
  readonly changedAt: Instant | null;
  readonly seen: { readonly windows: number; readonly bulks: number; readonly events: number };
}

/** Reads the newest window first, so that a failure with an older window does not delay it. */
async function poll(lease: PollLease, options: PollOptions, signal: AbortSignal): Promise<Polled> {
  const { store, leadsApi } = options;
  const now = await store.now();
  leadsApi.adopt(readHabits(lease.habits));
  const keeper = await createKeeper(lease, leaseMs, now, options);
  const notFound = createNotFound(lease, now, options);
  const seen = { windows: 0, bulks: 0, events: 0 };
  const due = [...lease.due, ...keeper.dueAside];
  const planned = planPoll({ ...lease, due, habits: leadsApi.habits() }, now);
  const again = dueWindows(lease.unreadWindows, now).map((window) => ({ kind: 'gap' as const, window, covers: null }));
  const [newest, past] = [planned.filter(isNewest), [...planned.filter((one) => !isNewest(one)), ...again]];
  const isCaughtUp = past.every(({ kind, covers }) => kind !== 'gap' || covers === null);

  async function read(one: PlannedWindow, isMarked: boolean): Promise<void> {
    const found = await readWindow(one, keeper, { ...options, notFound, now, isMarked }, signal);
    seen.windows += 1;
    seen.bulks += found.bulks;
    seen.events += found.events;
  }

  for (const one of newest) await read(one, isCaughtUp);
  const progress = await readPast(past, (one) => read(one, true), lease, { ...options, keeper, now });
  const notFoundSince = notFound.since();
  const coveredTo = isCaughtUp ? null : (newest.at(-1)?.covers ?? null);
  await store.connections.renew(lease, leaseMs, {
    ...progress,
    ...(coveredTo === null ? {} : { coveredTo }),
    ...(notFoundSince === lease.notFoundSince ? {} : { notFoundSince }),
  });
  return { now, seen, changedAt: options.requests.changed(seen.events > 0 ? now : null) };
}

function isNewest({ kind }: PlannedWindow): boolean {
  return kind === 'newest';
}

/**
 * Reads the older windows, and notes those that can't be read, to try them later. Throws a failure that concerns more
 * than one window. If the DMS does not answer for several windows, throws the last of these failures.
 */
async function readPast(
  past: readonly PlannedWindow[],
  read: (one: PlannedWindow) => Promise<void>,
  lease: PollLease,
  { store, log, keeper, now }: PollOptions & { readonly keeper: Keeper; readonly now: Instant },
): Promise<Progress> {
  let unreadWindows = lease.unreadWindows;
  let sweptAt: Instant | null = null;
  let unanswered = 0;
  for (const one of past) {
    const { window } = one;
    const kind = one.kind === 'sweep' ? 'sweep' : 'gap';
    try {
      await read(one);
      if (one.kind !== 'recheck') unreadWindows = afterSuccess(unreadWindows, { kind, ...window });
    } catch (error) {
      if (!(error instanceof LeadsApiError) || !ofOneWindow.has(error.kind)) throw error;
      unanswered += ofWaiting.has(error.kind) ? 1 : 0;
      if (unanswered >= mostUnanswered) throw error;
      log.warn({ connection: lease.connection, window: one.kind, ...errorFields(error) }, 'poll.window.unread');
      await keeper.unread(window);
      if (one.kind === 'recheck') continue;
      if (one.kind === 'sweep') sweptAt = now;
      unreadWindows = afterFailure(unreadWindows, { kind, ...window, failure: error.kind }, now);
      const isTold = unreadWindows.some(
        ({ kind, from, to, tries }) =>
          kind === 'gap' && from === window.from && to === window.to && tries === triesUntilTold,
      );
      if (isTold) await store.connections.missedTime(lease, window, error.kind);
    }
  }
  return {
    ...(unreadWindows === lease.unreadWindows ? {} : { unreadWindows }),
    ...(sweptAt === null ? {} : { sweptAt }),
  };
}

/** Records an unsuccessful poll, whatever the reason. Returns the milliseconds until the next attempt. */
async function failed(error: unknown, lease: PollLease, options: PollOptions): Promise<number> {
  const { store, intervalMs, random, log } = options;
  const failure = failureOf(error);
  options.requests.failed();
  const retryAfterMs = error instanceof LeadsApiError ? (error.details.retryAfterMs ?? null) : null;
  const nextInMs = pauseAfterFailure(lease.failures, intervalMs, retryAfterMs, random());
  log.warn(
    { connection: lease.connection, failures: lease.failures + 1, failure, ...errorFields(error) },
    'poll.failed',
  );
  await store.connections.release(lease, { kind: 'failed', failure, nextInMs, habits: options.leadsApi.habits() });
  return nextInMs;
}

async function untilDue(connection: string, { store }: PollOptions): Promise<number> {
  return store.connections.dueInMs(connection);
}
