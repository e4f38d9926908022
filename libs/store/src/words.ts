/**
 * The words and values that may be shown: they are learned from the leads of several people. Until a word is learned,
 * it is stored only as a hash made with the installation's key, with hashes of the people who had it. Throws the
 * driver's errors.
 */
import type { Heard, Instant, KeyedHash, LeadError, Learned } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface Words {
  /** Returns the words that were learned at or after `since`, or all. Pass the returned `at` as the next `since`. */
  learned(since?: Instant | null): Promise<{ readonly words: readonly Learned[]; readonly at: Instant }>;
  /**
   * Earlier releases stored kinds of errors with all of their words. Hides the words that are not known: `shown`
   * returns an error without them. Such a kind is deleted when no lead and no alert has it. Returns the
   * number of such kinds.
   */
  hideInKinds(shown: (error: LeadError) => LeadError): Promise<number>;
  /** Adds the people whose leads had each word. Returns the words that enough people have had by now. */
  hear(transaction: Transaction, heard: readonly Heard[], key: KeyedHash): Promise<readonly Learned[]>;
}
