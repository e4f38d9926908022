/** How to reach a DMS. Times are milliseconds. */
import { type DmsHabits, emptyHabits, type Zone } from '@leadbell/domain';

export type DmsAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'header'; readonly header: string; readonly token: string }
  | { readonly kind: 'oauth2'; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string };

export interface LeadsApiConfig {
  /** With or without a path and a slash at its end. */
  readonly baseUrl: string;
  readonly auth: DmsAuth;
  /** Windows of one read fetched at the same time. Default 3. */
  readonly concurrency?: number;
  /** Requests for one window before giving up. Default 4. */
  readonly attempts?: number;
  /** One request, its body included. Default 60,000. */
  readonly attemptTimeoutMs?: number;
  /** Between two pieces of a body, and until the first. Default 20,000. */
  readonly idleTimeoutMs?: number;
  /** A whole read, waits included. Default 150,000. */
  readonly totalTimeoutMs?: number;
  /** The first wait before trying again; each later one is twice as long, up to 10,000. Default 500. */
  readonly backoffMs?: number;
  /** A window that is too much for the DMS is halved, but not below this. Default one hour. */
  readonly halvingFloorMs?: number;
  /** Requests of one read beyond its windows, to find out whether answers were cut off and to get the rest. Default 200. */
  readonly extraRequests?: number;
  /** What was learned of this DMS before. Default: nothing. */
  readonly habits?: DmsHabits;
  /** The business's, for days that the DMS sends as instants. Default Asia/Riyadh. */
  readonly zone?: Zone;
  /** Is it known from before that this address answers? Then a 404 in JSON says that there is nothing. Default no; what this client reads itself counts as well. */
  readonly hasAnsweredBefore?: () => boolean;
}

/** What the client needs of the world. Logs carry no tokens, no addresses with secrets, no person's data. */
export interface LeadsApiEffects {
  readonly now: () => number;
  /** The clock that the DMS's dates are compared with, its `Date` headers aside, where it is another than `now`. Habits are kept by it. */
  readonly businessNow?: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In `[0, 1)`. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly log: (event: LeadsApiEvent) => void;
  /** Something was learned of the DMS: to be kept for the next start. */
  readonly onLearned?: (habits: DmsHabits) => void;
}

export type LeadsApiEvent =
  | { readonly event: 'dms.request'; readonly status: number; readonly tookMs: number }
  | { readonly event: 'dms.retry'; readonly kind: string; readonly attempt: number; readonly waitMs: number }
  | { readonly event: 'dms.halved'; readonly windowMs: number }
  /** A window was refused and is asked again in shorter ones. */
  | { readonly event: 'dms.refused'; readonly windowMs: number }
  /** An answer was compared with its halves; `more`: bulks that it lacked. */
  | { readonly event: 'dms.compared'; readonly why: string; readonly bulks: number; readonly more: number }
  | { readonly event: 'dms.token'; readonly expiresInMs: number }
  /** How the leads of an answer that was only counted were read, see `ScanCounts`. */
  | { readonly event: 'dms.scanned'; readonly plain: number; readonly odd: number; readonly isLeft: boolean }
  /** What could not be read, each path of a bulk once. Never a value. */
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
  // None at a time would be an answer without leads.
  return { ...full, concurrency: Math.max(1, full.concurrency), attempts: Math.max(1, full.attempts) };
}
