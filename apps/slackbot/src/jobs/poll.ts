/**
 * Watching a DMS: reads what is new, what was missed and what may have changed, and writes what happened with what was seen, in one transaction.
 * One poller a connection in the whole fleet, by the store's lease. Effects: by what it is handed. Errors: those of the database; a DMS's are an outcome.
 */
import {
  BulkObserver,
  type BulkObservation,
  emptyHabits,
  type Instant,
  type Lead,
  longestPause,
  pauseAfter,
  pauseAfterFailure,
  plainDateIn,
  planPoll,
  type PlannedWindow,
  type Zone,
} from '@leadbell/domain';
import { type LeadsApi, LeadsApiError } from '@leadbell/leads-api';
import { type AlertOptions, evaluateAlerts } from '../alerts/evaluate.ts';
import { announceLeads, hasLeadSubscriptions, type SeenBulk } from '../new-leads/announce.ts';
import { LostLease, type PollLease, type Progress, type Store } from '@leadbell/store';
import type { Log } from '../log.ts';

export interface PollOptions extends AlertOptions {
  readonly store: Store;
  readonly leadsApi: LeadsApi;
  readonly zone: Zone;
  /** Fixed by the settings; null: the budget of requests decides. */
  readonly intervalMs: number | null;
  readonly requestsPerDay: number;
  /** On a clock that only goes forward. */
  readonly elapsed: () => number;
  /** In `[0, 1)`. */
  readonly random: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Looks at the connection's alerts again, after a group wait. */
  readonly lookAgain: (connection: string, afterMs: number) => Promise<void>;
}

/** A poller that is killed is replaced after this. */
const leaseMs = 30_000;
const renewEveryMs = 10_000;
/** Another process polls: it is looked at again after this at most. */
const dueCheckMs = 60_000;
/** What may be wrong with one window and not with the next: a day that can't be read must not hide all later ones. */
const ofOneWindow: ReadonlySet<string> = new Set(['contract', 'bad-request', 'timeout']);
/** Leads in one transaction, or a little more. */
const batchLeads = 2_000;
/** Of one bulk: more are told by their number alone. */
const mostKept = 5_000;

/** Polls once if it is due and nobody else does. Returns milliseconds until it is worth coming back. */
export async function pollOnce(connection: string, options: PollOptions, signal: AbortSignal): Promise<number> {
  const { store, intervalMs, elapsed, random, log } = options;
  const lease = await store.connections.lease(connection, leaseMs, longestPause(intervalMs));
  if (lease === null) return untilDue(connection, options);
  const startedAt = elapsed();
  const over = new AbortController();
  const renewing = keepLease(lease, options, over);
  try {
    const now = await store.now();
    const windows = planPoll({ ...lease, habits: emptyHabits }, now);
    let seen = { bulks: 0, events: 0 };
    let trouble: LeadsApiError | null = null;
    for (const planned of windows) {
      try {
        // After one that could not be read, nothing counts as covered: it will be asked for again.
        const mark = trouble === null || planned.kind === 'sweep';
        const one = await readWindow(planned, mark, lease, now, options, AbortSignal.any([signal, over.signal]));
        seen = { bulks: seen.bulks + one.bulks, events: seen.events + one.events };
      } catch (error) {
        if (!(error instanceof LeadsApiError) || !ofOneWindow.has(error.kind)) throw error;
        trouble ??= error;
      }
    }
    if (trouble !== null) throw trouble;
    const nextInMs = pauseAfter({
      now,
      zone: options.zone,
      calendar: options.calendar,
      fixedMs: intervalMs,
      budget: options.requestsPerDay,
      usedToday: 0,
      requestsPerPoll: windows.length,
      tookMs: elapsed() - startedAt,
      changedAt: null,
      retryAfterMs: null,
    });
    await store.connections.release(lease, { kind: 'ok', nextInMs });
    log.debug({ connection, windows: windows.length, ...seen }, 'poll.done');
    return nextInMs;
  } catch (error) {
    if (error instanceof LostLease || (over.signal.aborted && !signal.aborted)) {
      log.warn({ connection }, 'poll.overtaken');
      return untilDue(connection, options);
    }
    if (!(error instanceof LeadsApiError)) throw error;
    if (signal.aborted) {
      await store.connections.release(lease, { kind: 'stopped' });
      return 0;
    }
    const nextInMs = pauseAfterFailure(lease.failures, intervalMs, error.details.retryAfterMs ?? null, random());
    await store.connections.release(lease, { kind: 'failed', failure: error.kind, nextInMs });
    log.warn(
      { connection, failures: lease.failures + 1, kind: `dms.${error.kind}`, reason: error.message },
      'poll.failed',
    );
    return nextInMs;
  } finally {
    over.abort();
    await renewing;
  }
}

/** While a poll is under way, however slow the DMS; ends the poll when another process has taken over. */
async function keepLease(lease: PollLease, { store, sleep, log }: PollOptions, over: AbortController): Promise<void> {
  for (;;) {
    await sleep(renewEveryMs, over.signal).catch(() => {});
    if (over.signal.aborted) return;
    try {
      await store.transaction((tx) => store.connections.renew(tx, lease, leaseMs, {}));
    } catch (error) {
      if (error instanceof LostLease) over.abort();
      else log.warn({ connection: lease.connection }, 'poll.lease.waits');
    }
  }
}

async function readWindow(
  { kind, window, covers }: PlannedWindow,
  mark: boolean,
  lease: PollLease,
  now: Instant,
  options: PollOptions,
  signal: AbortSignal,
): Promise<{ readonly bulks: number; readonly events: number }> {
  const { store, leadsApi, zone } = options;
  const open = new Map<number, BulkObserver>();
  let batch: BulkObservation[] = [];
  let leads = 0;
  const seen = { bulks: 0, events: 0 };
  /** Leads at hand, for channels that want to hear of new ones: by bulk while it comes, then by its key. */
  const coming = new Map<number, Map<string, { readonly lead: Lead; readonly index: number }>>();
  const seenLeads = new Map<string, SeenBulk>();
  const wantsLeads = await hasLeadSubscriptions(store);

  function keep(bulk: number, key: string, lead: Lead): void {
    const leadsOfIt = coming.get(bulk) ?? new Map<string, { readonly lead: Lead; readonly index: number }>();
    coming.set(bulk, leadsOfIt);
    if (leadsOfIt.size < mostKept) leadsOfIt.set(key, { lead, index: leadsOfIt.size });
  }

  async function write(progress: Progress): Promise<void> {
    const { events, waitMs } = await store.transaction(async (tx) => {
      // First: whoever was overtaken waits for nothing and writes nothing.
      await store.connections.renew(tx, lease, leaseMs, progress);
      const happened = await store.bulks.apply(tx, lease.connection, batch, now, (at) => plainDateIn(zone, at));
      await announceLeads(tx, seenLeads, now, options);
      if (happened.length === 0) return { events: happened, waitMs: null };
      const changed = [...new Set(happened.map(({ bulkId }) => bulkId))];
      return { events: happened, waitMs: await evaluateAlerts(tx, lease.connection, changed, now, options) };
    });
    if (waitMs !== null) await options.lookAgain(lease.connection, waitMs);
    seen.bulks += batch.length;
    seen.events += events.length;
    batch = [];
    leads = 0;
    seenLeads.clear();
  }

  for await (const part of leadsApi.read({ kind: 'window', window }, { signal })) {
    if (part.type === 'leads') {
      const observer = open.get(part.bulk) ?? new BulkObserver();
      open.set(part.bulk, observer);
      for (const lead of part.leads) {
        const key = observer.add(lead);
        if (wantsLeads) keep(part.bulk, key, lead);
      }
    } else if (part.type === 'dropped') {
      open.delete(part.bulk);
      coming.delete(part.bulk);
    } else if (part.type === 'bulk') {
      const observation = (open.get(part.bulk) ?? new BulkObserver()).finish(part.info);
      open.delete(part.bulk);
      batch.push(observation);
      const itsLeads = coming.get(part.bulk);
      if (itsLeads !== undefined) seenLeads.set(observation.info.key, { info: part.info, leads: itsLeads });
      coming.delete(part.bulk);
      leads += observation.leads.size;
      if (leads >= batchLeads) await write({});
    }
  }
  await write(mark ? progressOf(kind, covers, now) : {});
  return seen;
}

function progressOf(kind: PlannedWindow['kind'], covers: Instant | null, now: Instant): Progress {
  return { ...(covers === null ? {} : { coveredTo: covers }), ...(kind === 'sweep' ? { sweptAt: now } : {}) };
}

async function untilDue(connection: string, { store, intervalMs }: PollOptions): Promise<number> {
  const [now, all] = await Promise.all([store.now(), store.connections.status()]);
  const nextPollAt = all.find(({ id }) => id === connection)?.nextPollAt ?? now;
  return Math.min(intervalMs ?? dueCheckMs, Math.max(1_000, nextPollAt - now));
}
