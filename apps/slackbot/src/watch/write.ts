/**
 * Stores a poll's bulks together with the resulting new-lead messages, in one transaction for many
 * bulks, and evaluates alerts. A bulk that cannot be stored is set aside with its reason;
 * everything else continues. Effects: writes the store. Errors: `LostLease`, and the database's
 * when it is unreachable.
 */
import {
  type BulkObservation,
  type Instant,
  type Learned,
  plainDateIn,
  type ValueGroups,
  type Window,
} from '@leadbell/domain';
import { LeadsApiError } from '@leadbell/leads-api';
import { type Applied, LostLease, type PollLease, type Progress, type Transaction } from '@leadbell/store';
import { evaluateAlerts } from '../features/alerts/evaluate.ts';
import { errorFields } from '../log-error.ts';
import { announceLeads, hasLeadSubscriptions } from '../features/new-leads/announce.ts';
import type { SeenBulk } from '../reports/arrived.ts';
import { createAside } from './aside.ts';
import type { PollOptions } from './poll-options.ts';

const newsMs = 24 * 3_600_000;

export interface ReadBulk {
  readonly observation: BulkObservation;
  /** The filter values of the bulk's leads. */
  readonly values: ValueGroups;
  /** The bulk's leads, if channels subscribe to new leads. */
  readonly seen: SeenBulk | null;
  /** The fields of the bulk's unreadable values, one entry for each value. */
  readonly unread: readonly string[];
}

export interface Keeper {
  /** Whether the bulks' leads must be collected too, not only the observations. */
  readonly wantsLeads: boolean;
  /** The creation times of bulks that were set aside and are due for another try. */
  readonly dueAside: readonly Instant[];
  /** Stores the bulks. Returns the number of resulting events. */
  write(bulks: readonly ReadBulk[], progress: Progress): Promise<number>;
  /** Call when the window was read completely and everything was written. */
  whole(window: Window): Promise<void>;
  /** Call when the window could not be read: its due bulks are looked for later. */
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
  const aside = await createAside({ lease, leaseMs, now }, options);
  /** Whether anything that may need alerts was stored. */
  let hasNews = false;

  async function storeTogether(bulks: readonly ReadBulk[], progress: Progress): Promise<number> {
    if (bulks.length === 0) {
      await store.connections.renew(lease, leaseMs, progress);
      return 0;
    }
    const seen = new Map(
      bulks.flatMap(({ observation, seen }) => (seen === null ? [] : [[observation.info.key, seen] as const])),
    );
    const { applied, learned } = await announceLeads(seen, { ...options, connection, now }, (tx) =>
      apply(tx, bulks, progress),
    );
    options.wordBook.learn(learned);
    options.unread.remember(bulks);
    const appeared = appearedIn(applied);
    for (const { observation, values } of bulks)
      options.values.seeGroups(values, now, appeared.has(observation.info.key));
    for (const { observation } of bulks) if (aside.stored(observation)) hasNews = true;
    for (const { event, snapshot } of applied.events) learnLateness(event.kind, snapshot.createdAt);
    measure(applied);
    if (applied.changed.length > 0) hasNews = true;
    return applied.events.length;
  }

  async function hearWords(tx: Transaction, observations: readonly BulkObservation[]): Promise<readonly Learned[]> {
    const [key] = options.identities.keys;
    const heard = observations.flatMap((observation) => observation.heard ?? []);
    return key === undefined ? [] : store.words.hear(tx, heard, key);
  }

  async function apply(
    tx: Transaction,
    bulks: readonly ReadBulk[],
    progress: Progress,
  ): Promise<{ readonly applied: Applied; readonly learned: readonly Learned[] }> {
    // Renew the lease first, so that a process that has lost it stops here, before it waits for rows or writes any.
    await store.connections.renew(lease, leaseMs, progress, tx);
    const observations = bulks.map(({ observation }) => observation);
    const learned = await hearWords(tx, observations);
    const applied = await store.bulks.apply(tx, connection, observations, now, (at) => plainDateIn(zone, at));
    await store.setAside.clear(tx, connection, observations.flatMap(aside.keysOf));
    await countUnread(tx, bulks, applied);
    return { applied, learned };
  }

  /** Evaluates alerts. If this fails, the next evaluation catches up, because the store remembers the changed bulks. */
  async function evaluate(): Promise<void> {
    if (!hasNews) return;
    hasNews = false;
    try {
      const waitMs = await evaluateAlerts(connection, now, options);
      if (waitMs !== null) await lookAgain(waitMs);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.warn({ connection, ...errorFields(error) }, 'alerts.look');
    }
  }

  function learnLateness(event: string, createdAt: Instant | null): void {
    if (event !== 'bulk-appeared' || createdAt === null) return;
    options.leadsApi.learn({ kind: 'appeared', createdAt, coveredTo: lease.coveredTo }, now);
  }

  function measure({ events }: Applied): void {
    const ages = events.flatMap(({ event: { kind }, snapshot: { createdAt } }) =>
      kind === 'bulk-appeared' && createdAt !== null ? [now - createdAt] : [],
    );
    // Don't measure the first poll of a DMS, nor old bulks: their age does not show how soon polls find a bulk.
    if (lease.coveredTo !== null) options.meters.bulksSeen(ages.filter((age) => age < newsMs));
    options.meters.leadsSeen(
      events.reduce((sum, { event }) => sum + (event.kind === 'lead-appeared' ? event.leads.length : 0), 0),
    );
  }

  async function countUnread(tx: Transaction, bulks: readonly ReadBulk[], applied: Applied): Promise<void> {
    const newKeys = appearedIn(applied);
    const day = plainDateIn(zone, now);
    const news = options.unread.news(bulks, (key) => newKeys.has(key));
    const counts = [...news].map(([value, count]) => ({ day, name: 'unread', value, count }));
    await store.counters.add(connection, counts, tx);
  }

  /**
   * Stores the bulks. If the database rejects them, splits the batch in halves until the rejected bulk is alone, and
   * sets it aside.
   */
  async function storeOrSetAside(bulks: readonly ReadBulk[], progress: Progress): Promise<number> {
    try {
      return await storeTogether(bulks, progress);
    } catch (error) {
      const [first] = bulks;
      if (first === undefined || !isRefusal(error)) throw error;
      if (bulks.length === 1) {
        await aside.put(first.observation, reasonOf(error));
        await lookAgain(0);
        return storeTogether([], progress);
      }
      const middle = Math.floor(bulks.length / 2);
      const before = await storeOrSetAside(bulks.slice(0, middle), {});
      return before + (await storeOrSetAside(bulks.slice(middle), progress));
    }
  }

  /**
   * Asks for another evaluation of alerts. A failure is only logged, because alerts are evaluated again in the next
   * minute.
   */
  async function lookAgain(afterMs: number): Promise<void> {
    await options
      .lookAgain(connection, afterMs)
      .catch((error: unknown) => log.warn({ connection, ...errorFields(error) }, 'alerts.look'));
  }

  async function missed(window: Window): Promise<void> {
    await aside.postpone(window);
    const givenUp = await store.bulks.missed(connection, window, now, aside.keys());
    if (givenUp > 0) log.info({ connection, bulks: givenUp }, 'bulks.given-up');
  }

  return {
    wantsLeads,
    dueAside: aside.due,
    async write(bulks, progress) {
      const taken = bulks.filter(({ observation }) => aside.takes(observation));
      const events = await storeOrSetAside(taken, progress);
      await evaluate();
      return events;
    },
    whole: missed,
    unread: missed,
  };
}

/** The keys of the bulks that were stored for the first time. */
function appearedIn({ events }: Applied): ReadonlySet<string> {
  return new Set(events.flatMap(({ event, snapshot }) => (event.kind === 'bulk-appeared' ? [snapshot.key] : [])));
}

/**
 * The SQLSTATE classes of errors that the values cause (data, constraints, limits, functions), and the code of a
 * statement timeout.
 */
const ofValues = /^(?:21|22|23|2F|44|54|P0)|^57014$/;

/**
 * Whether the database rejected the values and would reject them again, while the connection, the lease and the server
 * are fine.
 */
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
