/**
 * Sets of leads that a message counted, so that its button opens these leads and no others. By the keys under which
 * leads are announced: they hold no person. Errors: the driver's.
 */
import type { Instant, Window } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewLeadSet {
  readonly workspace: string;
  /** Made by the caller, the same for the same message. */
  readonly id: string;
  readonly connection: string;
  /** Keys of its leads. */
  readonly leads: readonly string[];
  /** The windows in which the DMS listed bulks that have no date. */
  readonly readIn: Window | null;
  /** Also all leads that this subscription has announced since. */
  readonly told?: { readonly by: number; readonly since: Instant };
}

export interface LeadSet extends Pick<NewLeadSet, 'connection' | 'leads' | 'readIn'> {
  /** How many leads it was given, also those that were forgotten since. */
  readonly size: number;
}

/** Where a lead is now: a later bulk may have sent it again. */
export interface LeadNow {
  /** Its key in the set. */
  readonly lead: string;
  /** The keys under which it was announced since, the latest last; the first is the lead's own. */
  readonly places: readonly string[];
  /** When the latest of these bulks was created. */
  readonly createdAt: Instant | null;
}

export interface LeadSets {
  /** Adds the set, or these leads to it. */
  add(transaction: Transaction, set: NewLeadSet): Promise<void>;
  /** Null when it is out of date: it is kept as long as the leads of settled bulks. */
  find(workspace: string, id: string): Promise<LeadSet | null>;
  /** The leads that count in these bulks, as a set. */
  ofBulks(connection: string, bulkIds: readonly number[]): Promise<LeadSet>;
  /** The number of the stored bulk with one of these keys; null if there is none. */
  bulkNumber(connection: string, keys: readonly string[]): Promise<number | null>;
  /** Follows the leads to the latest bulks that sent them again. */
  now(set: Pick<LeadSet, 'connection' | 'leads'>): Promise<readonly LeadNow[]>;
}
