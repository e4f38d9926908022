/** Messages that each summarise many alerts of one channel. Throws the driver's errors. */
import type { Instant, SummaryState } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface StoredSummary {
  readonly id: number;
  readonly subscription: number;
  readonly state: SummaryState;
}

export interface Summaries {
  /** Reserves an id for a new summary; if the summary is not added, the id stays unused. */
  reserve(transaction: Transaction): Promise<number>;
  /** Adds a summary with a reserved id. */
  add(transaction: Transaction, summary: StoredSummary, now: Instant): Promise<void>;
  save(transaction: Transaction, id: number, state: SummaryState, now: Instant): Promise<void>;
  /**
   * Returns the summaries of the given subscriptions that are open, or that changed since the instant. The latest comes
   * last.
   */
  current(
    transaction: Transaction,
    subscriptions: readonly number[],
    since: Instant,
  ): Promise<readonly StoredSummary[]>;
  /** Returns null unless the summary's subscription is in the workspace. */
  find(transaction: Transaction, id: number, workspace: string): Promise<StoredSummary | null>;
}
