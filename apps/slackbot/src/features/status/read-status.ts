/**
 * Reads the data of `/leads status`. Effects: uses the store, the jobs and Slack through its options.
 * Errors: none escape.
 */
import { type Instant, punctualMs, type Zone } from '@leadbell/domain';
import { readHealth, type Store } from '@leadbell/store';
import { errorFields } from '../../log-error.ts';
import type { Log } from '../../log.ts';
import type { FoundInstallation } from './installations.ts';
import type { Status } from './status.ts';

const dayMs = 86_400_000;
const statusPatienceMs = 2_000;

export interface StatusOptions {
  readonly store: Store;
  readonly zone: Zone;
  /** The interval between polls; 0 if polling is off, null if Leadbell chooses it. */
  readonly pollMs: number | null;
  readonly requestsPerDay: number;
  /** Rejects with the signal's reason when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Number of jobs that failed too often. */
  readonly deadJobs: () => Promise<number>;
  readonly installation: (workspace: string) => Promise<FoundInstallation>;
}

/** Returns null when the status can't be read, or not in time. */
export async function readStatus(options: StatusOptions, workspace: string): Promise<Status | null> {
  const { sleep, log } = options;
  const enough = new AbortController();
  const late = sleep(statusPatienceMs, enough.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([late, statusOf(options, workspace)]);
  } catch (error) {
    log.warn(errorFields(error), 'status.unavailable');
    return null;
  } finally {
    enough.abort();
  }
}

async function statusOf(
  { store, zone, pollMs, requestsPerDay, deadJobs: countDead, installation: look }: StatusOptions,
  workspace: string,
): Promise<Status> {
  const now = await store.now();
  const [connections, messages, lateActs, owed, deadJobs, installation, guard] = await Promise.all([
    readHealth(store, now, zone),
    store.outbox.counts((now - dayMs) as Instant, workspace),
    store.inbox.late(workspace),
    store.subscriptions.owed((now - punctualMs) as Instant, workspace),
    countDead(),
    look(workspace),
    store.audit.guard(),
  ]);
  return {
    now,
    isPolled: pollMs !== 0,
    connections,
    requestsPerDay,
    messages,
    lateActs,
    owed,
    deadJobs,
    installation,
    isAuditOpen: guard === 'none',
  };
}
