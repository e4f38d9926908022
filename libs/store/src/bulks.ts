/**
 * Stores bulks as they were last seen. Compares the observations of a poll with the stored bulks, and writes the
 * changes together with their events and the day's counts. Contains no personal data: a lead is stored as the external
 * id, its outcome and its errors' fingerprints. Throws the driver's errors.
 */
import type { BulkEvent, BulkObservation, BulkSnapshot, Id, Instant, PlainDate, Window } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface StoredEvent {
  readonly bulkId: number;
  readonly event: BulkEvent;
  readonly snapshot: BulkSnapshot;
}

export interface Applied {
  readonly events: readonly StoredEvent[];
  /** The ids of the bulks that changed in any way, even if no event reports the change. */
  readonly changed: readonly number[];
  /** The keys of the changed bulks, as observed. */
  readonly changedKeys: ReadonlySet<string>;
}

/** A lead in a bulk: the bulk's creation time and sender, and the lead's key in the bulk. */
export interface LeadPlace {
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly key: string;
}

export interface SentAgainLead extends LeadPlace {
  /** Whether a later bulk sent the lead again. */
  readonly isReplaced: boolean;
  /** The places of the same lead in earlier bulks, the latest bulk first. */
  readonly earlier: readonly LeadPlace[];
}

export interface Bulks {
  /**
   * Stores the observations of a poll at `at`, and returns the events and the changed bulks. `dayOf` returns the local
   * day of an instant. The caller must hold the connection's lease, because two calls at once for one connection would
   * record the same event twice.
   */
  apply(
    transaction: Transaction,
    connection: string,
    observations: readonly BulkObservation[],
    at: Instant,
    dayOf: (instant: Instant) => PlainDate,
  ): Promise<Applied>;
  /**
   * Call after a whole window was read at `at`. A bulk of this window that was due but is missing from the answer is
   * looked for again at growing intervals, and given up after a day. Returns how many bulks were given up. `except`:
   * the keys of bulks that the answer had but that could not be stored.
   */
  missed(connection: string, window: Window, at: Instant, except?: readonly string[]): Promise<number>;
  /**
   * For each bulk in which a poll at `at` found a change, returns the earliest time at which the DMS may have shown the
   * change, by the bulk's key. Leaves out bulks for which that time is unknown.
   */
  visibleFrom(
    transaction: Transaction,
    connection: string,
    keys: readonly string[],
    at: Instant,
  ): Promise<ReadonlyMap<string, Instant>>;
  /** Whether the store has a bulk of this window that has leads and was found when it was last looked for. */
  isKnown(connection: string, window: Window): Promise<boolean>;
  /** Among the leads of the bulks with these keys, returns the leads that other bulks have had too. */
  sentAgain(transaction: Transaction, connection: string, keys: readonly string[]): Promise<readonly SentAgainLead[]>;
  /**
   * Among the leads of these bulks, returns the leads that a later bulk sent again. Each result is the creation time of
   * the bulk and the number that the sender gave the lead.
   */
  replaced(
    transaction: Transaction,
    bulkIds: readonly number[],
  ): Promise<readonly { readonly createdAt: Instant | null; readonly externalId: Id }[]>;
  /**
   * For each of these bulks that has no known creation time, returns the key under which it is stored, and when it was
   * first seen.
   */
  undated(
    transaction: Transaction,
    bulkIds: readonly number[],
  ): Promise<readonly { readonly id: number; readonly key: string; readonly firstSeenAt: Instant }[]>;
  /**
   * Returns all bulks of the window with their leads, ordered by creation time and key. For tests, and for replays of
   * short windows.
   */
  snapshots(connection: string, from: Instant, to: Instant): Promise<readonly BulkSnapshot[]>;
}
