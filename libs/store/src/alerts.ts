/**
 * The facts that rules look at, the state of alerts, and silences. Alerts belong to a DMS connection; a process that changes
 * them first reads their `basis`, and writes after `decide` has confirmed it. Errors: the driver's.
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

/** The state that a decision about the alerts of a connection is based on. */
export interface Basis {
  /** Another one after each decision that was written. */
  readonly version: number;
  /** How the DMS is doing, by the database's clock. */
  readonly connection: AlertFacts['connection'];
  /** Ids of the bulks that changed since the last evaluation that was written. */
  readonly changed: readonly number[];
  /** The last of those changes. */
  readonly changedTo: number;
}

export interface OpenAlerts {
  readonly count: number;
  readonly first: readonly StoredAlert[];
}

export interface Alerts {
  /** Read it before everything that the decision looks at. Locks nothing. */
  basis(transaction: Transaction, connection: string): Promise<Basis>;
  /**
   * Locks the alerts of the connection until the transaction ends. False if another decision was written since.
   * `changedTo`: the changes up to it were evaluated.
   */
  decide(
    transaction: Transaction,
    connection: string,
    basis: Pick<Basis, 'version'> & Partial<Pick<Basis, 'changedTo'>>,
  ): Promise<boolean>;
  /** Bulks that are open, and those with the given ids. `now`: the business's clock. */
  bulks(
    transaction: Transaction,
    connection: string,
    ids: readonly number[],
    now: Instant,
  ): Promise<readonly BulkFacts[]>;
  /**
   * The earliest time at which the DMS can have shown the changes of these bulks that were stored within the minute
   * before `at`; null if nothing was, or it is not known.
   */
  visibleFrom(transaction: Transaction, bulkIds: readonly number[], at: Instant): Promise<Instant | null>;
  /** Those of the fingerprints that were first seen within the last hour; none while less than a day is known. */
  newErrors(transaction: Transaction, connection: string, now: Instant): Promise<ReadonlySet<string>>;
  /** Leads of bulks of the last two hours, and of the same hours in the four weeks before; null if unknown. */
  pace(transaction: Transaction, connection: string, now: Instant): Promise<AlertFacts['pace']>;
  /** The errors behind fingerprints. */
  errorTexts(
    transaction: Transaction,
    connection: string,
    fingerprints: readonly string[],
  ): Promise<ReadonlyMap<string, LeadError>>;
  /** Open alerts, and alerts that ended since the instant; the latest of each group. */
  current(transaction: Transaction, connection: string, endedSince: Instant): Promise<readonly StoredAlert[]>;
  find(transaction: Transaction, id: number): Promise<StoredAlert | null>;
  ofIds(transaction: Transaction, ids: readonly number[]): Promise<readonly StoredAlert[]>;
  /** How many are open, and the first of them: the person's own (taken, or only acknowledged), then the latest. */
  open(connection: string, owner: string, limit: number): Promise<OpenAlerts>;
  /** The open ones first, the latest of each first. */
  latest(connection: string, limit: number): Promise<readonly StoredAlert[]>;
  /** Ids for new alerts; those of alerts that are not added are never used. */
  reserve(transaction: Transaction, count: number): Promise<readonly number[]>;
  /** With reserved ids. */
  add(transaction: Transaction, alerts: readonly StoredAlert[]): Promise<void>;
  save(transaction: Transaction, alerts: readonly Pick<StoredAlert, 'id' | 'state'>[]): Promise<void>;
  silence(transaction: Transaction, silence: NewSilence): Promise<number>;
  /** Silences that have not ended. */
  silences(transaction: Transaction, now: Instant): Promise<readonly Silence[]>;
  /** False: it does not exist, or has ended. */
  endSilence(transaction: Transaction, id: number, now: Instant): Promise<boolean>;
}
