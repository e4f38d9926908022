/**
 * Stores what a poll read, with what follows from it (new leads, alerts), in one transaction for many bulks. A bulk that can't be stored is set aside by
 * itself with its reason; everything else goes on. Effects: the store. Errors: `LostLease`, and the database's when it can't be reached.
 */
import { type BulkObservation, type Instant, plainDateIn, watchedMs, type Window } from '@leadbell/domain';
import { LeadsApiError } from '@leadbell/leads-api';
import {
  type Applied,
  LostLease,
  type PollLease,
  type Progress,
  type SetAsideBulk,
  type Transaction,
} from '@leadbell/store';
import { evaluateAlerts } from '../features/alerts/evaluate.ts';
import { errorFields } from '../log-error.ts';
import { announceLeads, hasLeadSubscriptions } from '../features/new-leads/announce.ts';
import type { SeenBulk } from '../features/new-leads/arrived.ts';
import type { PollOptions } from './poll-options.ts';

export interface ReadBulk {
  readonly observation: BulkObservation;
  /** Its leads, where channels want to hear of new ones. */
  readonly seen: SeenBulk | null;
  /** Fields of its values that could not be read, one for each value. */
  readonly unread: readonly string[];
}

export interface Keeper {
  /** Whether leads are needed beside the observation. */
  readonly wantsLeads: boolean;
  /** When bulks were made that were set aside and are to be tried again. */
  readonly dueAside: readonly Instant[];
  /** Returns how many events that made. */
  write(bulks: readonly ReadBulk[], progress: Progress): Promise<number>;
  /** The window was read as a whole, and all of it was written. */
  whole(window: Window): Promise<void>;
  /** The window could not be read: what was due in it is looked for later. */
  unread(window: Window): Promise<void>;
}

export async function createKeeper(
  lease: PollLease,
  leaseMs: number,
  now: Instant,
  options: PollOptions,
): Promise<Keeper> {
  const { store, zone, log } = options;
  const { connection } = lease;
  const wantsLeads = await hasLeadSubscriptions(store);
  const aside = new Map((await store.setAside.list(connection)).map((bulk) => [bulk.key, bulk]));
  /** Keys of bulks that this poll has read. */
  const present = new Set<string>();

  async function storeTogether(bulks: readonly ReadBulk[], progress: Progress): Promise<number> {
    const { applied, waitMs } = await store.transaction(async (tx) => {
      // First: whoever was overtaken waits for nothing and writes nothing.
      await store.connections.renew(tx, lease, leaseMs, progress);
      const observations = bulks.map(({ observation }) => observation);
      const applied = await store.bulks.apply(tx, connection, observations, now, (at) => plainDateIn(zone, at));
      const known = observations.flatMap(namesOf).filter((key) => aside.has(key));
      await store.setAside.clear(tx, connection, known);
      await countUnread(tx, bulks, applied);
      const seen = bulks.flatMap(({ observation, seen }) =>
        seen === null ? [] : [[observation.info.key, seen] as const],
      );
      await announceLeads(tx, new Map(seen), now, { ...options, connection });
      if (applied.changed.length === 0 && known.length === 0) return { applied, waitMs: null };
      return { applied, waitMs: await evaluateAlerts(tx, connection, applied.changed, now, options) };
    });
    options.unread.remember(bulks);
    for (const { observation } of bulks) for (const key of namesOf(observation)) aside.delete(key);
    for (const { event, snapshot } of applied.events) learnLateness(event.kind, snapshot.createdAt);
    if (waitMs !== null) await lookAgain(waitMs);
    return applied.events.length;
  }

  function learnLateness(event: string, createdAt: Instant | null): void {
    if (event !== 'bulk-appeared' || createdAt === null) return;
    options.leadsApi.learn({ kind: 'appeared', createdAt, coveredTo: lease.coveredTo }, now);
  }

  async function countUnread(tx: Transaction, bulks: readonly ReadBulk[], { events }: Applied): Promise<void> {
    const newKeys = new Set(
      events.flatMap(({ event, snapshot }) => (event.kind === 'bulk-appeared' ? [snapshot.key] : [])),
    );
    const day = plainDateIn(zone, now);
    const news = options.unread.news(bulks, (key) => newKeys.has(key));
    const counts = [...news].map(([value, count]) => ({ day, name: 'unread', value, count }));
    await store.counters.add(connection, counts, tx);
  }

  /** Halves until the one that is refused stands alone. */
  async function storeOrSetAside(bulks: readonly ReadBulk[], progress: Progress): Promise<number> {
    try {
      return await storeTogether(bulks, progress);
    } catch (error) {
      const [first] = bulks;
      if (first === undefined || !isRefusal(error)) throw error;
      if (bulks.length === 1) {
        await setAside(first, reasonOf(error));
        return storeTogether([], progress);
      }
      const middle = Math.floor(bulks.length / 2);
      const before = await storeOrSetAside(bulks.slice(0, middle), {});
      return before + (await storeOrSetAside(bulks.slice(middle), progress));
    }
  }

  async function setAside({ observation }: ReadBulk, reason: string): Promise<void> {
    const { info, leads, fingerprint } = observation;
    const errored = [...leads.values()].filter(({ outcome }) => outcome === 'errored').length;
    const bulk = {
      key: info.key,
      fingerprint,
      dmsId: info.id,
      createdAt: info.createdAt,
      leads: leads.size,
      errored,
      reason,
    };
    await store.transaction(async (tx) => {
      await store.connections.renew(tx, lease, leaseMs, {});
      await store.setAside.put(tx, connection, bulk, now);
    });
    log.warn({ connection, leads: leads.size, errored, reason }, 'bulk.set-aside');
    await lookAgain(0);
  }

  /** The bulks are stored even if this fails: the next minute looks. */
  async function lookAgain(afterMs: number): Promise<void> {
    await options
      .lookAgain(connection, afterMs)
      .catch((error: unknown) => log.warn({ connection, ...errorFields(error) }, 'alerts.look'));
  }

  /** Bulks that were set aside and that the DMS no longer has: looked for at growing distances too. */
  async function postpone({ from, to }: Window): Promise<void> {
    const gone = [...aside.values()].filter(
      (bulk) =>
        !present.has(bulk.key) &&
        isDue(bulk, now) &&
        bulk.createdAt !== null &&
        bulk.createdAt >= from &&
        bulk.createdAt < to,
    );
    if (gone.length === 0) return;
    await store.transaction(async (tx) => {
      await store.connections.renew(tx, lease, leaseMs, {});
      for (const bulk of gone) await store.setAside.put(tx, connection, bulk, now);
    });
    for (const { key } of gone) present.add(key);
  }

  async function missed(window: Window): Promise<void> {
    await postpone(window);
    const except = [...aside.keys()];
    const givenUp = await store.transaction((tx) => store.bulks.missed(tx, connection, window, now, except));
    if (givenUp > 0) log.info({ connection, bulks: givenUp }, 'bulks.given-up');
  }

  return {
    wantsLeads,
    dueAside: [...aside.values()].flatMap((bulk) =>
      bulk.createdAt !== null && isDue(bulk, now) ? [bulk.createdAt] : [],
    ),
    write: (bulks, progress) => {
      for (const { observation } of bulks) for (const name of namesOf(observation)) present.add(name);
      return storeOrSetAside(
        bulks.filter(({ observation }) => !isWaiting(observation, aside.get(observation.info.key), now)),
        progress,
      );
    },
    whole: missed,
    unread: missed,
  };
}

/** Keys under which a bulk may have been set aside: the installation's key may be another since. */
function namesOf({ info, keyAliases }: BulkObservation): readonly string[] {
  return [info.key, ...keyAliases];
}

/** It is tried again, for a week. */
function isDue({ nextTryAt, since }: SetAsideBulk, now: Instant): boolean {
  return nextTryAt <= now && now - since < watchedMs;
}

/** It was refused as it is now, and is tried again later. */
function isWaiting({ fingerprint }: BulkObservation, aside: SetAsideBulk | undefined, now: Instant): boolean {
  return aside !== undefined && aside.fingerprint === fingerprint && aside.nextTryAt > now;
}

/** Classes of the database's codes that speak of the values: data, constraints, limits, functions; and a statement that took too long for them. */
const ofValues = /^(?:21|22|23|2F|44|54|P0)|^57014$/;

/** The values were refused and would be again; it was not the connection, the lease, or the server's state. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof LostLease || error instanceof LeadsApiError) return false;
  const code = 'code' in error ? error.code : null;
  if (typeof code === 'string') return code.length === 5 && ofValues.test(code);
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  return code === null ? `fault ${error instanceof Error ? error.name : 'unknown'}` : `database ${code}`;
}
