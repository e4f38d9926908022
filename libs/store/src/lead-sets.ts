/**
 * The set of leads that a message counted: the message's button opens these leads and no others. A set has the keys
 * under which the leads were announced, and nothing about a person. Throws the driver's errors.
 */
import type { Instant, Window } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewLeadSet {
  readonly workspace: string;
  /** The caller chooses the id; a message that is made again must have the same id for its set. */
  readonly id: string;
  readonly connection: string;
  /** The keys of the set's leads. */
  readonly leads: readonly string[];
  /** For bulks that have no date: the window in which the DMS listed them. */
  readonly readIn: Window | null;
  /** If given, the set also has all leads that the subscription `by` has announced since `since`. */
  readonly told?: { readonly by: number; readonly since: Instant };
}

export interface LeadSet extends Pick<NewLeadSet, 'connection' | 'leads' | 'readIn'> {
  /** The number of leads that were added to the set, including leads that were deleted since. */
  readonly size: number;
}

/** The place of a lead now: a later bulk may have sent it again. */
export interface LeadNow {
  /** The lead's key in the set. */
  readonly lead: string;
  /** The lead's keys in the bulks that sent it, the latest last; the first is the key in the set. */
  readonly places: readonly string[];
  /** The creation time of the latest bulk that has the lead. */
  readonly createdAt: Instant | null;
}

export interface LeadSets {
  /** Adds the set, or adds these leads to it if it exists. */
  add(transaction: Transaction, set: NewLeadSet): Promise<void>;
  /** Returns null if the set was deleted; sets are kept as long as records of announced leads. */
  find(workspace: string, id: string): Promise<LeadSet | null>;
  /** Returns a set with the leads that count in these bulks. */
  ofBulks(connection: string, bulkIds: readonly number[]): Promise<LeadSet>;
  /** Returns the DMS's number of the stored bulk with one of these keys; null if there is none. */
  bulkNumber(connection: string, keys: readonly string[]): Promise<number | null>;
  /** Finds for each lead the latest bulk that sent it again. */
  now(set: Pick<LeadSet, 'connection' | 'leads'>): Promise<readonly LeadNow[]>;
}
