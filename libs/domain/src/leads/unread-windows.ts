/**
 * Windows of a DMS that could not be read. Each window is set aside with the reason, so that later windows can be read.
 * A gap is retried at growing intervals for a week; the last day is not, because polls read it again every few minutes.
 * Pure.
 */
import type { Instant, Window } from '../time/instant.ts';

export interface UnreadWindow extends Window {
  /**
   * `gap`: a window that was never read. `sweep`: the last day, which is read again to find late bulks; there is at
   * most one window of this kind.
   */
  readonly kind: 'gap' | 'sweep';
  /** The kind of the failure, safe to show. */
  readonly failure: string;
  readonly since: Instant;
  /** 1 or more. */
  readonly tries: number;
  readonly nextTryAt: Instant;
}

const minuteMs = 60_000;
const firstPauseMs = 2 * minuteMs;
const longestPauseMs = 6 * 60 * minuteMs;
const giveUpMs = 7 * 24 * 60 * minuteMs;
const mostKept = 50;
/** After this many tries, the failure is unlikely to pass by itself, so people are notified. */
export const triesUntilTold = 3;

export function dueWindows(all: readonly UnreadWindow[], now: Instant): readonly UnreadWindow[] {
  return all.filter(({ kind, nextTryAt }) => kind === 'gap' && nextTryAt <= now);
}

/** Records a failed try. At most 50 windows are kept, and each is kept for at most a week. */
export function afterFailure(
  all: readonly UnreadWindow[],
  { from, to, kind, failure }: Pick<UnreadWindow, 'from' | 'to' | 'kind' | 'failure'>,
  now: Instant,
): readonly UnreadWindow[] {
  const before = all.find((one) => isSame(one, { from, to, kind }));
  const tries = (before?.tries ?? 0) + 1;
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries - 1, 20));
  const failed = { kind, from, to, failure, since: before?.since ?? now, tries, nextTryAt: (now + pauseMs) as Instant };
  const others = all.filter((one) => one !== before && now - one.since < giveUpMs);
  return now - failed.since < giveUpMs ? [...others, failed].slice(-mostKept) : others;
}

export function afterSuccess(
  all: readonly UnreadWindow[],
  read: Pick<UnreadWindow, 'from' | 'to' | 'kind'>,
): readonly UnreadWindow[] {
  return all.some((one) => isSame(one, read)) ? all.filter((one) => !isSame(one, read)) : all;
}

function isSame(
  one: Pick<UnreadWindow, 'from' | 'to' | 'kind'>,
  other: Pick<UnreadWindow, 'from' | 'to' | 'kind'>,
): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind === 'sweep' || (one.from === other.from && one.to === other.to);
}
