/**
 * DMS connections: how far each has been read, its state, and which process polls it (one in the whole fleet, by a
 * fenced lease). All by the database's clock: leases and the next poll in real time, everything else (and all of
 * `ConnectionStatus`) in business time. Errors: the driver's.
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
  /** Since when the DMS has answered every question with 404; null if its last answer was different. */
  readonly notFoundSince: Instant | null;
  readonly unreadWindows: readonly UnreadWindow[];
  /** The stored habits of the DMS: see `readHabits`. */
  readonly habits: unknown;
  /** Creation times of bulks that are due for a check. */
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
  /** When a poll was due that no process has started; null if none is overdue. */
  readonly overdueSince: Instant | null;
  readonly setAside: readonly SetAsideBulk[];
  readonly unreadWindows: readonly UnreadWindow[];
  /** Hash of the address that answered the last successful poll; null before the first. */
  readonly answeredAt: string | null;
  /** The stored habits of the DMS: see `readHabits`. */
  readonly habits: unknown;
}

export interface Connections {
  ensure(id: string): Promise<void>;
  /** Null: not due yet, or another process holds it. */
  lease(id: string, times: LeaseTimes): Promise<PollLease | null>;
  /** Makes the next poll due within a second, unless the DMS asked for a pause or polls fail. */
  hurry(id: string): Promise<void>;
  /**
   * In the transaction of the observations. Throws `LostLease` if another process has taken over: then the transaction
   * must not be kept.
   */
  renew(transaction: Transaction, lease: PollLease, leaseMs: number, progress: Progress): Promise<void>;
  /** The poll is over; the next one may begin after the wait. Returns false if the lease was lost. */
  release(lease: PollLease, result: PollResult): Promise<boolean>;
  status(): Promise<readonly ConnectionStatus[]>;
  /** Milliseconds until the next poll is due, 0 if it is due now. */
  dueInMs(id: string): Promise<number>;
  /** The window can't be read: it is announced like any time without watching. */
  missedTime(lease: PollLease, window: Window, failure: PollFailure): Promise<void>;
}

/** All in milliseconds of real time. */
export interface LeaseTimes {
  /** After this a killed process is replaced; a polling process renews its lease in time. */
  readonly leaseMs: number;
  /** If the next poll is further ahead, a wrong clock wrote it, and it counts as due. */
  readonly longestPauseMs: number;
  /** A poll overdue by more than this leaves a gap without watching. */
  readonly gapMs: number;
}

export interface Progress {
  readonly coveredTo?: Instant;
  readonly sweptAt?: Instant;
  /** See `PollLease`; null if the DMS has given another answer. */
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
  /** Stopped midway: nothing is known about the DMS. */
  | { readonly kind: 'stopped' }
  /** `failure`: a kind that is safe to show. */
  | { readonly kind: 'failed'; readonly failure: PollFailure; readonly nextInMs: number; readonly habits?: DmsHabits };

/** Why a poll did not succeed, safe to show: the DMS, the database, or a fault of our own. */
export type PollFailure = string;

/** The reason for a gap that is not the DMS's fault. */
export const notWatched = 'not-watched';

export class LostLease extends Error {
  override readonly name = 'LostLease';
}
