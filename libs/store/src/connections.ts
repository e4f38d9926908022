/**
 * DMS connections: how far each has been read, how it fares, and who polls it: one process in the whole fleet, by a fenced lease.
 * All by the database's clock: leases and the next poll by real time, everything else (and all of `ConnectionStatus`) by business time. Errors: the driver's.
 */
import type { DmsHabits, Instant, UnreadWindow, Window } from '@leadbell/domain';
import type { SetAsideBulk } from './set-aside.ts';
import type { Transaction } from './transaction.ts';

export interface PollLease {
  readonly connection: string;
  readonly lease: number;
  readonly coveredTo: Instant | null;
  readonly sweptAt: Instant | null;
  readonly failures: number;
  readonly lastOkAt: Instant | null;
  /** Since then the DMS has said 404 to every question; null when its last answer was another. */
  readonly notFoundSince: Instant | null;
  readonly unreadWindows: readonly UnreadWindow[];
  /** What was learned of the DMS, as it was stored: see `readHabits`. */
  readonly habits: unknown;
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
  readonly watchedSince: Instant;
  /** When a poll was due that no process has begun; null when none is overdue. */
  readonly overdueSince: Instant | null;
  readonly setAside: readonly SetAsideBulk[];
  readonly unreadWindows: readonly UnreadWindow[];
  /** Hash of the address that answered the last poll that succeeded; null before the first. */
  readonly answeredAt: string | null;
  /** What was learned of the DMS, as it was stored: see `readHabits`. */
  readonly habits: unknown;
}

export interface Connections {
  ensure(id: string): Promise<void>;
  /** Null: not due yet, or another process is at it. */
  lease(id: string, times: LeaseTimes): Promise<PollLease | null>;
  /** The next poll comes within a second, unless the DMS asked for a pause or polls fail. */
  hurry(id: string): Promise<void>;
  /** In the transaction of what was read. Throws `LostLease` when another process has taken over: then nothing is to be kept. */
  renew(transaction: Transaction, lease: PollLease, leaseMs: number, progress: Progress): Promise<void>;
  /** The poll is over; the next one may begin after the wait. Returns false when the lease was lost. */
  release(lease: PollLease, result: PollResult): Promise<boolean>;
  status(): Promise<readonly ConnectionStatus[]>;
  /** Milliseconds until the next poll is due, 0 when it is. */
  dueInMs(id: string): Promise<number>;
  /** Nothing could be read of that time: it is announced like any time in which nothing was watched. */
  missedTime(lease: PollLease, window: Window, failure: PollFailure): Promise<void>;
}

/** All in milliseconds of real time. */
export interface LeaseTimes {
  /** A process that is killed is replaced after this; whoever polls renews its lease meanwhile. */
  readonly leaseMs: number;
  /** A next poll further ahead was written by a clock that was wrong: it counts as due. */
  readonly longestPauseMs: number;
  /** A poll that is overdue by more than this leaves a gap, in which nothing was watched. */
  readonly gapMs: number;
}

export interface Progress {
  readonly coveredTo?: Instant;
  readonly sweptAt?: Instant;
  /** See `PollLease`; null when the DMS has answered otherwise. */
  readonly notFoundSince?: Instant | null;
  readonly unreadWindows?: readonly UnreadWindow[];
}

export type PollResult =
  | {
      readonly kind: 'ok';
      readonly nextInMs: number;
      readonly habits?: DmsHabits;
      /** Hash of the address that answered. */
      readonly answeredAt?: string;
    }
  /** Left off half-way: nothing is known of how the DMS fares. */
  | { readonly kind: 'stopped' }
  /** `failure`: a kind, safe to show. */
  | { readonly kind: 'failed'; readonly failure: PollFailure; readonly nextInMs: number; readonly habits?: DmsHabits };

/** Why a poll did not succeed, safe to show: what the DMS did, the database's troubles, or a fault of our own. */
export type PollFailure = string;

/** Why nothing is known of a time: it was not the DMS that did not answer. */
export const notWatched = 'not-watched';

export class LostLease extends Error {
  override readonly name = 'LostLease';
}
