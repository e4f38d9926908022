/**
 * The facts that alert rules evaluate, the state of alerts, and silences. Alerts belong to a DMS connection. To change
 * the alerts of a connection, a process reads their `basis` first. It writes only after `decide` has confirmed that no
 * other process has changed these alerts. Throws the driver's errors.
 */
import type { AlertFacts, AlertState, BulkFacts, Instant, LeadError, SilenceMatcher } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface StoredAlert {
  readonly id: number;
  readonly connection: string;
  readonly rule: string;
  readonly group: string;
  readonly state: AlertState;
}

export interface NewSilence {
  readonly workspace: string;
  readonly matcher: SilenceMatcher;
  readonly reason: string;
  readonly createdBy: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

export interface Silence extends NewSilence {
  readonly id: number;
}

/** The state on which a decision about a connection's alerts is based. */
export interface Basis {
  /** Increases with each decision that is written. */
  readonly version: number;
  /** The state of the DMS connection, in business time. */
  readonly connection: AlertFacts['connection'];
  /** The ids of the bulks that changed since the last stored evaluation. */
  readonly changed: readonly number[];
  /** The number of the latest change of these bulks. */
  readonly changedTo: number;
}

export interface OpenAlerts {
  readonly count: number;
  readonly first: readonly StoredAlert[];
}

export interface Alerts {
  /** Call before reading anything else that the decision depends on. Locks nothing. */
  basis(transaction: Transaction, connection: string): Promise<Basis>;
  /**
   * Locks the alerts of the connection until the transaction ends. Returns false if another decision was written after
   * the basis was read. `changedTo`: the number of the last change that was evaluated.
   */
  decide(
    transaction: Transaction,
    connection: string,
    basis: Pick<Basis, 'version'> & Partial<Pick<Basis, 'changedTo'>>,
  ): Promise<boolean>;
  /** Returns the open bulks, and the bulks with the given ids. `now`: the time that the store's clock shows. */
  bulks(
    transaction: Transaction,
    connection: string,
    ids: readonly number[],
    now: Instant,
  ): Promise<readonly BulkFacts[]>;
  /**
   * Looks at the changes of these bulks that were stored in the minute before `at`. Returns the earliest time at which
   * the DMS may have shown one of them; null if there is no such change, or if the time is unknown.
   */
  visibleFrom(transaction: Transaction, bulkIds: readonly number[], at: Instant): Promise<Instant | null>;
  /**
   * Returns the fingerprints of errors that were first seen within the last hour; none if less than a day of history is
   * stored.
   */
  newErrors(transaction: Transaction, connection: string, now: Instant): Promise<ReadonlySet<string>>;
  /**
   * Counts the leads in bulks of the last two hours, and in bulks of the same two hours of each of the four weeks
   * before; null if unknown.
   */
  pace(transaction: Transaction, connection: string, now: Instant): Promise<AlertFacts['pace']>;
  /** Returns the texts of the errors with these fingerprints. */
  errorTexts(
    transaction: Transaction,
    connection: string,
    fingerprints: readonly string[],
  ): Promise<ReadonlyMap<string, LeadError>>;
  /** For each group, returns the latest alert if it is open or ended after `endedSince`. */
  current(transaction: Transaction, connection: string, endedSince: Instant): Promise<readonly StoredAlert[]>;
  find(transaction: Transaction, id: number): Promise<StoredAlert | null>;
  ofIds(transaction: Transaction, ids: readonly number[]): Promise<readonly StoredAlert[]>;
  /**
   * Counts the open alerts, and returns up to `limit` of them: first the alerts that `owner` owns or has acknowledged,
   * then the others, the latest first.
   */
  open(connection: string, owner: string, limit: number): Promise<OpenAlerts>;
  /** Returns the open alerts, then the other ones; in both groups the latest come first. */
  latest(connection: string, limit: number): Promise<readonly StoredAlert[]>;
  /** Reserves ids for new alerts; the id of an alert that is not added stays unused. */
  reserve(transaction: Transaction, count: number): Promise<readonly number[]>;
  /** Adds alerts, which have reserved ids. */
  add(transaction: Transaction, alerts: readonly StoredAlert[]): Promise<void>;
  save(transaction: Transaction, alerts: readonly Pick<StoredAlert, 'id' | 'state'>[]): Promise<void>;
  silence(transaction: Transaction, silence: NewSilence): Promise<number>;
  /** Silences that have not ended. */
  silences(transaction: Transaction, now: Instant): Promise<readonly Silence[]>;
  /** Returns false if the silence does not exist or has ended. */
  endSilence(transaction: Transaction, id: number, now: Instant): Promise<boolean>;
}
