/**
 * Bulks as last seen: compared with a poll's observations, and written together with the events and the day's counters.
 * They hold no personal data: leads are identified by the sender's numbers, with their outcomes and their errors'
 * fingerprints. Errors: the driver's.
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
  /** Ids of the bulks that changed in any way, with or without an event. */
  readonly changed: readonly number[];
  /** Their keys, as observed. */
  readonly changedKeys: ReadonlySet<string>;
}

/** A lead within a bulk: the bulk's keys, and the lead's key in it. */
export interface LeadPlace {
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly key: string;
}

export interface SentAgainLead extends LeadPlace {
  /** A later bulk sent it again. */
  readonly isReplaced: boolean;
  /** Where it was before, with the latest first. */
  readonly earlier: readonly LeadPlace[];
}

export interface Bulks {
  /**
   * Stores the observations of a poll at `at`, and returns the events and the changed bulks. `dayOf` returns the local
   * day of an instant. The caller must hold the connection's lease: two at once on one connection would record the same
   * event twice.
   */
  apply(
    transaction: Transaction,
    connection: string,
    observations: readonly BulkObservation[],
    at: Instant,
    dayOf: (instant: Instant) => PlainDate,
  ): Promise<Applied>;
  /**
   * After a window was read as a whole at `at`: bulks due in it but missing from the answer are searched for later, at
   * growing intervals, and given up after a day. Returns how many were given up. `except`: keys of bulks that were
   * present and could not be stored.
   */
  missed(
    transaction: Transaction,
    connection: string,
    window: Window,
    at: Instant,
    except?: readonly string[],
  ): Promise<number>;
  /**
   * For bulks that a poll at `at` changed, by their keys: the earliest time at which the DMS can have shown the change.
   * Without those for which it is not known.
   */
  visibleFrom(
    transaction: Transaction,
    connection: string,
    keys: readonly string[],
    at: Instant,
  ): Promise<ReadonlyMap<string, Instant>>;
  /** Whether the window has known bulks with leads that have not vanished. */
  isKnown(connection: string, window: Window): Promise<boolean>;
  /** Leads that several bulks had, of the bulks with these keys. */
  sentAgain(transaction: Transaction, connection: string, keys: readonly string[]): Promise<readonly SentAgainLead[]>;
  /** Leads of these bulks that a later bulk sent again, by the bulk's creation time and the stored sender's number. */
  replaced(
    transaction: Transaction,
    bulkIds: readonly number[],
  ): Promise<readonly { readonly createdAt: Instant | null; readonly externalId: Id }[]>;
  /**
   * Those of these bulks without a known creation time: the keys they are stored under, and when each was first seen.
   */
  undated(
    transaction: Transaction,
    bulkIds: readonly number[],
  ): Promise<readonly { readonly id: number; readonly key: string; readonly firstSeenAt: Instant }[]>;
  /**
   * Every bulk of the connection with its leads, ordered by creation and key: for tests and for replays over short
   * spans.
   */
  snapshots(connection: string, from: Instant, to: Instant): Promise<readonly BulkSnapshot[]>;
}
