/**
 * The words and values that may be shown: they are learned from the leads of several people. Until a word is learned,
 * only a hash of the word is stored, with hashes of the people who had it; the hashes are made with the installation's
 * key. Throws the driver's errors.
 */
import type { Heard, Instant, KeyedHash, LeadError, Learned } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface Words {
  /** Returns the words that were learned at or after `since`, or all. Pass the returned `at` as the next `since`. */
  learned(since?: Instant | null): Promise<{ readonly words: readonly Learned[]; readonly at: Instant }>;
  /**
   * Hides unknown words in the kinds of errors of earlier releases, which stored all words. `shown` returns an error
   * without its unknown words. Such a kind is deleted when no lead and no alert has it. Returns how many kinds had
   * unknown words.
   */
  hideInKinds(shown: (error: LeadError) => LeadError): Promise<number>;
  /** Adds the people whose leads had each word. Returns the words that enough people have had by now. */
  hear(transaction: Transaction, heard: readonly Heard[], key: KeyedHash): Promise<readonly Learned[]>;
}
