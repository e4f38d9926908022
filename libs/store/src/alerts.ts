/**
 * The facts that rules look at, the state of alerts, and silences. Alerts belong to a DMS connection; whoever changes
 * them must hold the connection's row lock. Errors: the driver's.
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

export interface Alerts {
  /**
   * Locks the alerts of this connection until the transaction ends. Returns how the DMS is doing, by the database's
   * clock.
   */
  lock(transaction: Transaction, connection: string): Promise<AlertFacts['connection']>;
  /** Bulks that are open, and those with the given ids. `now`: the business's clock. */
  bulks(
    transaction: Transaction,
    connection: string,
    ids: readonly number[],
    now: Instant,
  ): Promise<readonly BulkFacts[]>;
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
  /** The latest first. */
  latest(connection: string, limit: number): Promise<readonly StoredAlert[]>;
  add(transaction: Transaction, alert: Omit<StoredAlert, 'id'>): Promise<number>;
  save(transaction: Transaction, id: number, state: AlertState): Promise<void>;
  silence(transaction: Transaction, silence: NewSilence): Promise<number>;
  /** Silences that have not ended. */
  silences(transaction: Transaction, now: Instant): Promise<readonly Silence[]>;
  /** False: it does not exist, or has ended. */
  endSilence(transaction: Transaction, id: number, now: Instant): Promise<boolean>;
}
