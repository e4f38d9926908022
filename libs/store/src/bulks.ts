/**
 * Bulks as they were last seen: compared with what a poll saw, and written together with the events and the day's counters. Errors: the driver's.
 * No person is in it: leads are known by the sender's numbers, their outcomes and their errors' fingerprints.
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
  /** Ids of the bulks that differ from before in anything, with an event or without. */
  readonly changed: readonly number[];
  /** Their keys, as observed. */
  readonly changedKeys: ReadonlySet<string>;
}

/** A lead of a bulk: what the bulk is known by, and the lead's key in it. */
export interface LeadPlace {
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly key: string;
}

export interface SentAgainLead extends LeadPlace {
  /** A later bulk brought it again. */
  readonly isReplaced: boolean;
  /** Where it was before, the latest first. */
  readonly earlier: readonly LeadPlace[];
}

export interface Bulks {
  /**
   * Takes what a poll saw at `at`. Returns what happened and which bulks differ, which is stored too. `dayOf` says to which local day an instant belongs.
   * Whoever calls holds the connection's lease: two at a time on one connection would see the same thing happen twice.
   */
  apply(
    transaction: Transaction,
    connection: string,
    observations: readonly BulkObservation[],
    at: Instant,
    dayOf: (instant: Instant) => PlainDate,
  ): Promise<Applied>;
  /**
   * A window was read as a whole at `at`: bulks that were due in it and not in its answer are looked for later, at growing distances, and given up after a
   * day. Returns how many were given up. `except`: keys of bulks that were there and could not be stored.
   */
  missed(
    transaction: Transaction,
    connection: string,
    window: Window,
    at: Instant,
    except?: readonly string[],
  ): Promise<number>;
  /** Whether bulks with leads are known of that time that have not vanished. */
  isKnown(connection: string, window: Window): Promise<boolean>;
  /** Of the bulks of these keys, the leads that several bulks had. */
  sentAgain(transaction: Transaction, connection: string, keys: readonly string[]): Promise<readonly SentAgainLead[]>;
  /** Leads of these bulks that a later bulk brought again, by when the bulk was made and the sender's number as it is stored. */
  replaced(
    transaction: Transaction,
    bulkIds: readonly number[],
  ): Promise<readonly { readonly createdAt: Instant | null; readonly externalId: Id }[]>;
  /** Of these bulks, those whose creation is not known: what they are stored under, and when each was first seen. */
  undated(
    transaction: Transaction,
    bulkIds: readonly number[],
  ): Promise<readonly { readonly key: string; readonly firstSeenAt: Instant }[]>;
  /** Every bulk of the connection with its leads, by creation and key: for tests and for replays over short spans. */
  snapshots(connection: string, from: Instant, to: Instant): Promise<readonly BulkSnapshot[]>;
}
