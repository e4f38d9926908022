/** The settings of a DMS connection. Times are milliseconds. */
import { type DmsHabits, emptyHabits, type Zone } from '@leadbell/domain';

export type DmsAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'header'; readonly header: string; readonly token: string }
  | { readonly kind: 'oauth2'; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string };

export interface LeadsApiConfig {
  /** The address may have a path and a trailing slash. */
  readonly baseUrl: string;
  readonly auth: DmsAuth;
  /** How many windows of one read are requested at the same time. Default 3. */
  readonly concurrency?: number;
  /** How many times a window is requested before the read fails. Default 4. */
  readonly attempts?: number;
  /** The time limit of one request, including its body. Default 60,000. */
  readonly attemptTimeoutMs?: number;
  /** The longest wait for the first chunk of a body, and between two chunks. Default 20,000. */
  readonly idleTimeoutMs?: number;
  /** The time limit of a whole read, including its waits. Default 150,000. */
  readonly totalTimeoutMs?: number;
  /** The wait before the first retry; each later wait is twice as long, up to 10,000. Default 500. */
  readonly backoffMs?: number;
  /** A window that the DMS can't answer is halved, but not below this length. Default one hour. */
  readonly halvingFloorMs?: number;
  /** How many more requests a read may make to detect cut-off answers and get the missing bulks. Default 200. */
  readonly extraRequests?: number;
  /** Habits that were learned about this DMS earlier. Default: none. */
  readonly habits?: DmsHabits;
  /** The business's zone: days that arrive as instants are read in it. Default Asia/Riyadh. */
  readonly zone?: Zone;
  /**
   * Whether this address has answered a request before. If so, a 404 with JSON means that nothing was found. Default:
   * no. Answers that this client itself has read count too.
   */
  readonly hasAnsweredBefore?: () => boolean;
}

/** The client's side effects. Logs never contain tokens, secret parts of addresses or personal data. */
export interface LeadsApiEffects {
  readonly now: () => number;
  /**
   * The clock for the dates of bulks and for habits; default: `now`. The DMS's `Date` headers are always compared with
   * `now`.
   */
  readonly businessNow?: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In `[0, 1)`. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly log: (event: LeadsApiEvent) => void;
  /** Called when the DMS refuses the sign-in; puts a newer sign-in into `auth`, if there is one. */
  readonly onRefused?: () => void;
  /** Called when habits were learned, to store them for the next start. */
  readonly onLearned?: (habits: DmsHabits) => void;
}

/** How many leads of an answer were read in each way. */
export interface ScanCounts {
  /** Leads read from their bytes. */
  readonly plain: number;
  /** Leads read by `JSON.parse` or the walker, because something in them is not plain. */
  readonly odd: number;
  /** Leads of short answers, which are parsed as a whole. */
  readonly short: number;
}

export type LeadsApiEvent =
  | { readonly event: 'dms.request'; readonly status: number; readonly tookMs: number }
  | { readonly event: 'dms.retry'; readonly kind: string; readonly attempt: number; readonly waitMs: number }
  | { readonly event: 'dms.halved'; readonly windowMs: number }
  /** The DMS refused a window; shorter windows are requested instead. */
  | { readonly event: 'dms.refused'; readonly windowMs: number }
  /** The window of an answer was requested again in two halves. `more`: how many bulks only these answers had. */
  | { readonly event: 'dms.compared'; readonly why: string; readonly bulks: number; readonly more: number }
  | { readonly event: 'dms.token'; readonly expiresInMs: number }
  /** The leads of an answer, counted by the way in which they were read. */
  | ({ readonly event: 'dms.scanned' } & ScanCounts)
  /** An unreadable value, without the value itself; each path is logged once per bulk. */
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
  // A concurrency of 0 would make every answer empty.
  return { ...full, concurrency: Math.max(1, full.concurrency), attempts: Math.max(1, full.attempts) };
}
