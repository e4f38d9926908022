/** How to reach a DMS. Times are milliseconds. */
import { type DmsHabits, emptyHabits, type Zone } from '@leadbell/domain';

export type DmsAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'header'; readonly header: string; readonly token: string }
  | { readonly kind: 'oauth2'; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string };

export interface LeadsApiConfig {
  /** With or without a path and a trailing slash. */
  readonly baseUrl: string;
  readonly auth: DmsAuth;
  /** Windows of one read that are requested at the same time. Default 3. */
  readonly concurrency?: number;
  /** Requests for one window before giving up. Default 4. */
  readonly attempts?: number;
  /** For one request, including its body. Default 60,000. */
  readonly attemptTimeoutMs?: number;
  /** Between two chunks of a body, and until the first. Default 20,000. */
  readonly idleTimeoutMs?: number;
  /** For a whole read, including waits. Default 150,000. */
  readonly totalTimeoutMs?: number;
  /** The first wait before a retry; doubled each time, up to 10,000. Default 500. */
  readonly backoffMs?: number;
  /** A window that the DMS can't handle is halved, but not below this. Default one hour. */
  readonly halvingFloorMs?: number;
  /** Requests per read beyond its windows, to detect truncated answers and to get the rest. Default 200. */
  readonly extraRequests?: number;
  /** Habits learned about this DMS before. Default: none. */
  readonly habits?: DmsHabits;
  /** The business's zone, for days sent as instants. Default Asia/Riyadh. */
  readonly zone?: Zone;
  /**
   * Whether this address is known to have answered before. If so, a 404 with JSON means that there is nothing. Default
   * no; answers read by this client count as well.
   */
  readonly hasAnsweredBefore?: () => boolean;
}

/** The client's side effects. Logs carry no tokens, no addresses with secrets, no personal data. */
export interface LeadsApiEffects {
  readonly now: () => number;
  /**
   * The clock that the DMS's dates (but not its `Date` headers) are compared with, if it is not `now`. Habits use it.
   */
  readonly businessNow?: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In `[0, 1)`. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly log: (event: LeadsApiEvent) => void;
  /** The DMS refuses the sign-in: look for a newer one. It is in `auth` then. */
  readonly onRefused?: () => void;
  /** Called with new habits, to be stored for the next start. */
  readonly onLearned?: (habits: DmsHabits) => void;
}

/** How many leads were read in which way. */
export interface ScanCounts {
  /** From their bytes. */
  readonly plain: number;
  /** By `JSON.parse` or the walker, because something about them is not plain. */
  readonly odd: number;
  /** With the whole of a short answer. */
  readonly short: number;
}

export type LeadsApiEvent =
  | { readonly event: 'dms.request'; readonly status: number; readonly tookMs: number }
  | { readonly event: 'dms.retry'; readonly kind: string; readonly attempt: number; readonly waitMs: number }
  | { readonly event: 'dms.halved'; readonly windowMs: number }
  /** A window was refused and is requested again in shorter ones. */
  | { readonly event: 'dms.refused'; readonly windowMs: number }
  /** An answer was compared with its halves; `more`: bulks missing from it. */
  | { readonly event: 'dms.compared'; readonly why: string; readonly bulks: number; readonly more: number }
  | { readonly event: 'dms.token'; readonly expiresInMs: number }
  /** How the leads of a counted answer were read, see `ScanCounts`. */
  | ({ readonly event: 'dms.scanned' } & ScanCounts)
  /** Unreadable values, each path of a bulk once. Never a value. */
  | {
      readonly event: 'dms.unread';
      readonly path: string;
      readonly field: string;
      readonly expected: string;
      readonly received: string;
      readonly count: number;
    };

export type Settled = Required<LeadsApiConfig>;

export function settled(config: LeadsApiConfig): Settled {
  const full = {
    concurrency: 3,
    attempts: 4,
    attemptTimeoutMs: 60_000,
    idleTimeoutMs: 20_000,
    totalTimeoutMs: 150_000,
    backoffMs: 500,
    halvingFloorMs: 3_600_000,
    extraRequests: 200,
    habits: emptyHabits,
    zone: 'Asia/Riyadh' as Zone,
    hasAnsweredBefore: () => false,
    ...config,
  };
  // With a concurrency of 0, an answer would have no leads.
  return { ...full, concurrency: Math.max(1, full.concurrency), attempts: Math.max(1, full.attempts) };
}
