/** Measures half-open windows, cuts them into pieces, and tests whether an instant is in a window. Pure. */
import type { Instant, Window } from './instant.ts';

/**
 * The DMS answers at most "7 days" per question. Leadbell reads this as 7 × 24 hours, because seven calendar days can
 * have 169 hours.
 */
export const MAX_QUESTION_MS = 7 * 24 * 3_600_000;

export function durationMs(window: Window): number {
  return window.to - window.from;
}

export function isIn(window: Window, at: Instant): boolean {
  return window.from <= at && at < window.to;
}

/**
 * Returns windows of at most `maxMs` that follow each other and fill the window, the earliest first; none for an empty
 * window. Throws `RangeError` unless `maxMs` is a positive integer.
 */
export function cutWindow(window: Window, maxMs: number = MAX_QUESTION_MS): Window[] {
  if (!Number.isInteger(maxMs) || maxMs < 1)
    throw new RangeError(`not a positive whole number of milliseconds: ${maxMs}`);
  const pieces: Window[] = [];
  for (let { from } = window; from < window.to;) {
    const to = Math.min(from + maxMs, window.to) as Instant;
    pieces.push({ from, to });
    from = to;
  }
  return pieces;
}
