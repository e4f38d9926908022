/** What a poll is handed. Pure. */
import type { LeadIdentities, Zone } from '@leadbell/domain';
import type { LeadsClient } from '@leadbell/leads-api';
import type { Store } from '@leadbell/store';
import type { AlertOptions } from '../features/alerts/evaluate.ts';
import type { Log } from '../log.ts';
import type { RequestLog } from './requests.ts';
import type { UnreadCounts } from './unread-counts.ts';

export interface PollOptions extends AlertOptions {
  readonly store: Store;
  readonly leadsApi: LeadsClient;
  readonly identities: LeadIdentities;
  readonly zone: Zone;
  /** Fixed by the settings; null: the budget of requests decides. */
  readonly intervalMs: number | null;
  readonly requestsPerDay: number;
  readonly requests: RequestLog;
  readonly unread: UnreadCounts;
  /** Names the DMS's address, without saying it. */
  readonly address: string;
  /** A poll that is overdue by more than this leaves a gap, which channels hear of. */
  readonly gapMs: number;
  /** On a clock that only goes forward. */
  readonly elapsed: () => number;
  /** In `[0, 1)`. */
  readonly random: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Looks at the connection's alerts again, after a group wait. */
  readonly lookAgain: (connection: string, afterMs: number) => Promise<void>;
}
