/**
 * Sets aside bulks that the database rejected, each with the reason, so that everything else
 * continues. These bulks are tried again at growing intervals. Effects: uses the store. Errors:
 * `LostLease`, and the database's.
 */
import { type BulkObservation, type Instant, watchedMs, type Window } from '@leadbell/domain';
import type { PollLease, SetAsideBulk } from '@leadbell/store';
import type { PollOptions } from './poll-options.ts';

export interface Aside {
  /** The creation times of the bulks that are due for another try. */
  readonly due: readonly Instant[];
  readonly keys: () => readonly string[];
  /** The keys under which the bulk is set aside. */
  readonly keysOf: (observation: BulkObservation) => readonly string[];
  /** Call when the bulk was stored. Returns true if it had been set aside. */
  readonly stored: (observation: BulkObservation) => boolean;
  /**
   * Notes that this poll has read the bulk. Returns false if the same content was rejected before
   * and the next try comes later.
   */
  readonly takes: (observation: BulkObservation) => boolean;
  readonly put: (observation: BulkObservation, reason: string) => Promise<void>;
  /** Postpones due bulks of this window if the DMS no longer lists them. */
  readonly postpone: (window: Window) => Promise<void>;
}

interface Polling {
  readonly lease: PollLease;
  readonly leaseMs: number;
  readonly now: Instant;
}

export async function createAside(
  { lease, leaseMs, now }: Polling,
  { store, log }: Pick<PollOptions, 'store' | 'log'>,
): Promise<Aside> {
  const { connection } = lease;
  const aside = new Map((await store.setAside.list(connection)).map((bulk) => [bulk.key, bulk]));
  /** The keys of the bulks that this poll has read. */
  const present = new Set<string>();

  async function keep(bulks: readonly Parameters<typeof store.setAside.put>[2][]): Promise<void> {
    await store.transaction(async (tx) => {
      await store.connections.renew(lease, leaseMs, {}, tx);
      for (const bulk of bulks) await store.setAside.put(tx, connection, bulk, now);
    });
  }

  return {
    due: [...aside.values()].flatMap((bulk) => (bulk.createdAt !== null && isDue(bulk, now) ? [bulk.createdAt] : [])),
    keys: () => [...aside.keys()],
    keysOf: (observation) => namesOf(observation).filter((key) => aside.has(key)),
    stored: (observation) => namesOf(observation).filter((key) => aside.delete(key)).length > 0,
    takes(observation) {
      for (const name of namesOf(observation)) present.add(name);
      return !isWaiting(observation, aside.get(observation.info.key), now);
    },

    async put({ info, leads, fingerprint }, reason) {
      const errored = [...leads.values()].filter(({ outcome }) => outcome === 'errored').length;
      const { key, id: dmsId, createdAt } = info;
      await keep([{ key, fingerprint, dmsId, createdAt, leads: leads.size, errored, reason }]);
      log.warn({ connection, leads: leads.size, errored, reason }, 'bulk.set-aside');
    },

    async postpone({ from, to }) {
      const gone = [...aside.values()].filter(
        (bulk) =>
          !present.has(bulk.key) &&
          isDue(bulk, now) &&
          bulk.createdAt !== null &&
          bulk.createdAt >= from &&
          bulk.createdAt < to,
      );
      if (gone.length === 0) return;
      await keep(gone);
      for (const { key } of gone) present.add(key);
    },
  };
}

/**
 * The keys under which the bulk may have been set aside. There are several keys if the installation
 * key has changed since then.
 */
function namesOf({ info, keyAliases }: BulkObservation): readonly string[] {
  return [info.key, ...keyAliases];
}

/** Whether the bulk is due; bulks are retried for a week. */
function isDue({ nextTryAt, since }: SetAsideBulk, now: Instant): boolean {
  return nextTryAt <= now && now - since < watchedMs;
}

/** Whether the same content was rejected before and the next try comes later. */
function isWaiting({ fingerprint }: BulkObservation, aside: SetAsideBulk | undefined, now: Instant): boolean {
  return aside !== undefined && aside.fingerprint === fingerprint && aside.nextTryAt > now;
}
