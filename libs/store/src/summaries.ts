/** Messages that summarise many alerts of one channel. Errors: the driver's. */
import type { Instant, SummaryState } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface StoredSummary {
  readonly id: number;
  readonly subscription: number;
  readonly state: SummaryState;
}

export interface Summaries {
  /** An id for a new summary; never used if that is not added. */
  reserve(transaction: Transaction): Promise<number>;
  /** With a reserved id. */
  add(transaction: Transaction, summary: StoredSummary, now: Instant): Promise<void>;
  save(transaction: Transaction, id: number, state: SummaryState, now: Instant): Promise<void>;
  /** For the given subscriptions: open summaries, or those changed since the instant. The latest last. */
  current(
    transaction: Transaction,
    subscriptions: readonly number[],
    since: Instant,
  ): Promise<readonly StoredSummary[]>;
  /** Only if its subscription is in the workspace; otherwise null. */
  find(transaction: Transaction, id: number, workspace: string): Promise<StoredSummary | null>;
}
