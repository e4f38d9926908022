/**
 * DMS connections: how far each has been read, how it fares, and who polls it: one process in the whole fleet, by a fenced lease.
 * All by the database's clock: leases and the next poll by real time, everything else (and all of `ConnectionStatus`) by business time. Errors: the driver's.
 */
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface PollLease {
  readonly connection: string;
  readonly lease: number;
  readonly coveredTo: Instant | null;
  readonly sweptAt: Instant | null;
  readonly failures: number;
  /** Creation instants of bulks that are due to be looked at. */
  readonly due: readonly Instant[];
}

export interface ConnectionStatus {
  readonly id: string;
  readonly coveredTo: Instant | null;
  readonly lastOkAt: Instant | null;
  readonly nextPollAt: Instant;
  readonly failures: number;
  readonly failedSince: Instant | null;
  readonly failure: string | null;
  /** Bulks that may still change. */
  readonly unsettled: number;
}

export interface Connections {
  ensure(id: string): Promise<void>;
  /** Null: not due yet, or somebody else is at it. `leaseMs` is longer than a poll; it is renewed with every step. A next poll further ahead than `longestPauseMs` (20 minutes) counts as due. */
  lease(id: string, leaseMs: number, longestPauseMs?: number): Promise<PollLease | null>;
  /** In the transaction of what was read. Throws `LostLease` when another process has taken over: then nothing is to be kept. */
  renew(transaction: Transaction, lease: PollLease, leaseMs: number, progress: Progress): Promise<void>;
  /** The poll is over; the next one may begin after the wait. Returns false when the lease was lost. */
  release(lease: PollLease, result: PollResult): Promise<boolean>;
  status(): Promise<readonly ConnectionStatus[]>;
}

export interface Progress {
  readonly coveredTo?: Instant;
  readonly sweptAt?: Instant;
}

export type PollResult =
  | { readonly kind: 'ok'; readonly nextInMs: number }
  /** Left off half-way: nothing is known of how the DMS fares. */
  | { readonly kind: 'stopped' }
  /** `failure`: a kind, safe to show. */
  | { readonly kind: 'failed'; readonly failure: string; readonly nextInMs: number };

/** Why nothing is known of a time: it was not the DMS that did not answer. */
export const notWatched = 'not-watched';

export class LostLease extends Error {
  override readonly name = 'LostLease';
}
