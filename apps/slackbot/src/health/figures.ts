/**
 * The service's state as numbers, which are read from the database for each scrape. Effects: reads the
 * database through the store and the jobs. Errors: those of the store.
 */
import { type Instant, punctualMs, requiredScopes, type Zone } from '@leadbell/domain';
import { type PoolUse, readHealth, type Store } from '@leadbell/store';

export interface Figures {
  readonly messages: Readonly<Record<'waiting' | 'sending' | 'doubt' | 'dead', number>>;
  readonly oldestMessageMs: number;
  readonly lateDigests: number;
  readonly lateActs: number;
  readonly deadJobs: number;
  readonly isAuditGuarded: boolean;
  readonly blockedWorkspaces: number;
  readonly missingScopes: number;
  /** The milliseconds since the last successful poll; this and `behindMs` are null before the first poll. */
  readonly lastReadMs: number | null;
  readonly behindMs: number | null;
  readonly failures: number;
  readonly overdueMs: number;
  readonly unreadPeriods: number;
  readonly setAside: number;
  readonly requests: Readonly<Record<'polls' | 'people', number>>;
  readonly budget: number;
  readonly pool: PoolUse;
}

export interface FigureOptions {
  readonly store: Store;
  readonly zone: Zone;
  readonly requestsPerDay: number;
  readonly isPolled: boolean;
  /** Number of jobs that failed too often. */
  readonly deadJobs: () => Promise<number>;
}

export async function readFigures(options: FigureOptions): Promise<Figures> {
  const { store, zone, deadJobs: countDead, requestsPerDay: budget, isPolled } = options;
  const now = await store.now();
  const [messages, connections, lateActs, owed, deadJobs, guard, installations] = await Promise.all([
    store.outbox.counts(now),
    readHealth(store, now, zone),
    store.inbox.late(),
    store.subscriptions.owed((now - punctualMs) as Instant),
    countDead(),
    store.audit.guard(),
    store.installations.list(),
  ]);
  const { pending: waiting, sending, inDoubt: doubt, dead, oldestPendingAt, closedFor } = messages;
  return {
    messages: { waiting, sending: sending - doubt, doubt, dead },
    oldestMessageMs: oldestPendingAt === null ? 0 : Math.max(0, now - oldestPendingAt),
    lateDigests: owed.digests,
    lateActs,
    deadJobs,
    isAuditGuarded: guard !== 'none',
    blockedWorkspaces: closedFor.reduce((sum, { count }) => sum + count, 0),
    missingScopes: installations.reduce((sum, one) => sum + requiredScopes(one.missingScopes).length, 0),
    ...ofReading(connections, now, isPolled),
    budget,
    pool: store.poolUse(),
  };
}

const worst = (values: readonly number[]): number => Math.max(0, ...values);

/** The worst figures of all connections. */
function ofReading(connections: Awaited<ReturnType<typeof readHealth>>, now: Instant, isPolled: boolean) {
  const since = (at: Instant | null) => (at === null ? [] : [now - at]);
  const read = connections.flatMap(({ lastOkAt }) => since(lastOkAt));
  const behind = connections.flatMap(({ coveredTo }) => since(coveredTo));
  const sum = (of: 'polls' | 'people') => connections.reduce((all, { requests }) => all + requests[of], 0);
  return {
    lastReadMs: read.length === 0 ? null : worst(read),
    behindMs: behind.length === 0 ? null : worst(behind),
    failures: worst(connections.map(({ failures }) => failures)),
    overdueMs: isPolled ? worst(connections.flatMap(({ overdueSince }) => since(overdueSince))) : 0,
    unreadPeriods: connections.reduce((all, { unreadWindows }) => all + unreadWindows.length, 0),
    setAside: connections.reduce((all, { setAside }) => all + setAside.length, 0),
    requests: { polls: sum('polls'), people: sum('people') },
  };
}
