/**
 * The DMS connections: the time up to which each was read, its state, and the process that polls it. Only one process
 * at a time polls a connection: it holds a fenced lease. All times are by the database's clock. Leases and next polls
 * are stored in real time; all other times, and all times in `ConnectionStatus`, are business time. Throws the driver's
 * errors.
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
  /** The time since which the DMS has answered every question with 404; null if its last answer was different. */
  readonly notFoundSince: Instant | null;
  readonly unreadWindows: readonly UnreadWindow[];
  /** The stored habits of the DMS; `readHabits` reads them. */
  readonly habits: unknown;
  /** The creation times of the bulks that are due for a check. */
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
  /** The number of bulks that may still change. */
  readonly unsettled: number;
  readonly watchedSince: Instant;
  /** The time since which a poll has been overdue, because no process has started it; null if no poll is overdue. */
  readonly overdueSince: Instant | null;
  readonly setAside: readonly SetAsideBulk[];
  readonly unreadWindows: readonly UnreadWindow[];
  /** Hash of the address that answered the last successful poll; null before the first. */
  readonly answeredAt: string | null;
  /** The stored habits of the DMS; `readHabits` reads them. */
  readonly habits: unknown;
}

export interface Connections {
  ensure(id: string): Promise<void>;
  /** Returns null if no poll is due yet, or if another process has the lease. */
  lease(id: string, times: LeaseTimes): Promise<PollLease | null>;
  /** Makes the next poll due within a second, unless the DMS asked for a pause or the last polls failed. */
  hurry(id: string): Promise<void>;
  /**
   * Call in the transaction that stores the poll's observations, if there are any. Throws `LostLease` if another
   * process has taken the lease; the transaction must then be rolled back.
   */
  renew(lease: PollLease, leaseMs: number, progress: Progress, transaction?: Transaction): Promise<void>;
  /** Ends the poll; the next one may begin after the wait in `result`. Returns false if the lease was lost. */
  release(lease: PollLease, result: PollResult): Promise<boolean>;
  status(): Promise<readonly ConnectionStatus[]>;
  /** Returns the milliseconds until the next poll is due; 0 if it is due already. */
  dueInMs(id: string): Promise<number>;
  /** Records that a window can't be read; channels are then notified that Leadbell did not watch the DMS. */
  missedTime(lease: PollLease, window: Window, failure: PollFailure): Promise<void>;
}

/** Durations in milliseconds of real time. */
export interface LeaseTimes {
  /**
   * When a process is killed, another one can take the lease after this time. A process that polls renews its lease
   * earlier.
   */
  readonly leaseMs: number;
  /** If the next poll is further ahead than this, a wrong clock wrote it, and the poll counts as due. */
  readonly longestPauseMs: number;
  /** If a poll begins later than this after it was due, the delay is recorded as a gap in watching. */
  readonly gapMs: number;
}

export interface Progress {
  readonly coveredTo?: Instant;
  readonly sweptAt?: Instant;
  /** See `PollLease`; null if the last answer was not a 404. */
  readonly notFoundSince?: Instant | null;
  readonly unreadWindows?: readonly UnreadWindow[];
}

export type PollResult =
  | {
      readonly kind: 'ok';
      readonly nextInMs: number;
      readonly habits?: DmsHabits;
      /** A hash of the address that answered. */
      readonly answeredAt?: string;
    }
  /** The poll was stopped midway and says nothing about the DMS. */
  | { readonly kind: 'stopped' }
  /** `failure`: a kind of failure that is safe to show. */
  | { readonly kind: 'failed'; readonly failure: PollFailure; readonly nextInMs: number; readonly habits?: DmsHabits };

/** The cause of a failed poll, which may be the DMS, the database or a fault of our own; the text is safe to show. */
export type PollFailure = string;

/** The `failure` of a gap that the DMS did not cause: Leadbell did not watch. */
export const notWatched = 'not-watched';

export class LostLease extends Error {
  override readonly name = 'LostLease';
}
