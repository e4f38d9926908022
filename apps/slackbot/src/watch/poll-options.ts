/** The options of a poll. Pure. */
import type { KnownValues, LeadIdentities, WordBook, Zone } from '@leadbell/domain';
import type { LeadsClient } from '@leadbell/leads-api';
import type { Store } from '@leadbell/store';
import type { AlertOptions } from '../features/alerts/alert-steps.ts';
import type { Meters } from '../health/meters.ts';
import type { Log } from '../log.ts';
import type { RequestLog } from './requests.ts';
import type { UnreadCounts } from './unread-counts.ts';

export interface PollOptions extends AlertOptions {
  readonly store: Store;
  readonly leadsApi: LeadsClient;
  readonly identities: LeadIdentities;
  /** The words that may be shown; polls add words. */
  readonly wordBook: WordBook;
  /** The values of filters; polls add values. */
  readonly values: KnownValues;
  readonly zone: Zone;
  /** The interval in the settings; null if it is derived from the request budget. */
  readonly intervalMs: number | null;
  readonly requestsPerDay: number;
  readonly requests: RequestLog;
  readonly unread: UnreadCounts;
  /** Identifies the DMS's address without revealing it. */
  readonly address: string;
  /** A poll that is overdue by more than this leaves a gap in reading, and channels are notified of the gap. */
  readonly gapMs: () => number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Returns a random number in `[0, 1)`. */
  readonly random: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly meters: Meters;
  readonly log: Log;
  /** Evaluates the connection's alerts again after a group wait. */
  readonly lookAgain: (connection: string, afterMs: number) => Promise<void>;
}
