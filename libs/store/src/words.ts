/**
 * The words and values that may be shown, learned from the leads of several people. Until then a word is stored only as
 * a hash made with the installation's key, with hashes of the people who had it. Errors: the driver's.
 */
import type { Heard, Instant, KeyedHash, LeadError, Learned } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface Words {
  /** Those learned at or after `since`, or all. `at`: pass it as the next `since`. */
  learned(since?: Instant | null): Promise<{ readonly words: readonly Learned[]; readonly at: Instant }>;
  /**
   * Hides words in the kinds of errors that earlier releases stored: `shown` returns an error with known words only. A
   * kind that hides a word is deleted as soon as no lead and no alert has it. Returns how many there were.
   */
  hideInKinds(shown: (error: LeadError) => LeadError): Promise<number>;
  /** Adds the people who had each word. Returns the words that enough people have had by now. */
  hear(transaction: Transaction, heard: readonly Heard[], key: KeyedHash): Promise<readonly Learned[]>;
}
