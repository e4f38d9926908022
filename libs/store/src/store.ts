/**
 * The only code that uses the database. All of Leadbell's data are in this database, so a transaction can change
 * several tables together. Effects: connects to PostgreSQL. `openStore` throws `StoreError`; everything else throws the
 * driver's errors, which have a code and contain no rows.
 */
import type { Instant } from '@leadbell/domain';
import type { Alerts } from './alerts.ts';
import type { AuditLog } from './audit.ts';
import type { Bulks } from './bulks.ts';
import type { Connections } from './connections.ts';
import type { Counters } from './counters.ts';
import type { DeliveryQueue } from './delivery.ts';
import type { History } from './history.ts';
import type { Homes } from './homes.ts';
import type { Inbox } from './inbox.ts';
import type { Installations } from './installations.ts';
import type { Uninstalls } from './uninstalls.ts';
import type { KeyRecords } from './keys.ts';
import type { LeadSets } from './lead-sets.ts';
import type { Listening } from './listen.ts';
import type { Outages } from './outages.ts';
import type { Outbox } from './outbox.ts';
import type { Forgotten, KeptRows, RetentionDays } from './retention.ts';
import type { People } from './people.ts';
import type { Persons } from './persons.ts';
import type { SentMessages } from './sent-messages.ts';
import type { SeenValues } from './seen-values.ts';
import type { SetAside } from './set-aside.ts';
import type { Summaries } from './summaries.ts';
import type { Shares } from './shares.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { DigestRequests } from './digest-requests.ts';
import type { SqlExecutor, Transaction } from './transaction.ts';
import type { Words } from './words.ts';

export interface StoreOptions {
  readonly url: string;
  /**
   * The address for the account that owns the tables, for migrations and for the retention of the audit log; null: the
   * same as `url`.
   */
  readonly ownerUrl?: string | null;
  /** The most connections at a time. Default 10. */
  readonly pool?: number;
  readonly caFile?: string | null;
  /** How long to wait for the database to answer. Default 30 s. */
  readonly patienceMs?: number;
  /** Whether a database without Leadbell's tables is refused (`empty`) and left as it is. By default it gets them. */
  readonly needsData?: boolean;
  /** The name of this process in the server's list of connections. */
  readonly name?: string;
}

/** How many connections this process has to the database, and how many callers wait for one. */
export interface PoolUse {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface Store {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  readonly outbox: Outbox;
  readonly deliveries: DeliveryQueue;
  readonly connections: Connections;
  readonly bulks: Bulks;
  readonly setAside: SetAside;
  readonly outages: Outages;
  readonly counters: Counters;
  readonly subscriptions: Subscriptions;
  readonly digestRequests: DigestRequests;
  readonly people: People;
  readonly persons: Persons;
  readonly inbox: Inbox;
  readonly installations: Installations;
  readonly uninstalls: Uninstalls;
  readonly alerts: Alerts;
  readonly summaries: Summaries;
  readonly leadSets: LeadSets;
  readonly shares: Shares;
  readonly homes: Homes;
  readonly history: History;
  readonly keys: KeyRecords;
  readonly audit: AuditLog;
  readonly words: Words;
  readonly seenValues: SeenValues;
  /** Business time, by the database's clock: for everything that people, reports and rules see. */
  now(): Promise<Instant>;
  /** The database's own clock: for leases, pacing, retries and the job engine. */
  realNow(): Promise<Instant>;
  /**
   * Sets business time to real time plus this many milliseconds, in every process of this database; 0 except in
   * demonstrations.
   */
  setClockOffset(ms: number): Promise<void>;
  forget(days: RetentionDays): Promise<Forgotten>;
  /** Returns how many rows of each kind with a retention are kept, and how old they are. */
  kept(): Promise<readonly KeptRows[]>;
  /**
   * Calls `listener` when messages were committed, and each time that listening begins. Calls `onSession` when the
   * session changes. A server that stops answering is noticed within two beats; a beat is 1 s by default.
   */
  onOutbox(listener: () => void, onSession?: (session: number | null) => void, beatEveryMs?: number): Listening;
  /**
   * Returns messages that were posted after `postedAfter` (in real time) and that Slack confirmed after `since`. Pass
   * null as `since` in the first call, then the `upTo` of the previous call.
   */
  sentSince(since: Instant | null, postedAfter: Instant): Promise<SentMessages>;
  poolUse(): PoolUse;
  /** Runs SQL for a library that has tables of its own in this database, in the given transaction or outside any. */
  raw(transaction?: Transaction): SqlExecutor;
  close(): Promise<void>;
}
