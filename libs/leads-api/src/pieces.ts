/**
 * Splits a window into questions that the DMS accepts. Pure.
 * Each piece is requested with a margin on both sides of the range that counts, so that a bulk on a border is in
 * exactly one piece, whatever the server does with borders and whether it keeps seconds or milliseconds.
 */
import {
  type DmsHabits,
  dmsNow,
  durationMs,
  type Instant,
  longestWindowMs,
  refusesFuture,
  shorterWindowMs,
  type LeadQuestion,
  type Window,
} from '@leadbell/domain';

/** A question about a window, for all leads or one. */
export type WindowQuestion = Exclude<LeadQuestion, { kind: 'bulk' }>;

export interface Piece {
  /** Bulks created in it count. */
  readonly keep: Window;
  /** The window that is requested. */
  readonly ask: Window;
}

const marginMs = 1_000;

/** Tiles the window. No pieces: all of it is in the future, which this DMS refuses. */
export function piecesOf(window: Window, habits: DmsHabits, now: Instant): Piece[] {
  const end = refusesFuture(habits, now) ? (Math.min(window.to, dmsNow(habits, now)) as Instant) : window.to;
  if (end <= window.from) return [];
  const limitMs = longestWindowMs(habits, now);
  const asked = { from: window.from, to: end };
  const wide = parts(asked, limitMs - 3 * marginMs);
  // If `fromDate` is known to be included, a week can be requested without a margin.
  const bare = habits.borders.fromIncluded === true ? bareParts(asked, limitMs) : wide;
  const pieces =
    bare.length < wide.length
      ? bare.map((keep) => ({ keep, ask: keep }))
      : wide.map((keep) => ({ keep, ask: widened(keep, marginMs) }));
  if (end === window.to) return pieces;
  return pieces.map(({ keep, ask }, n) =>
    n < pieces.length - 1
      ? { keep, ask }
      : { keep: { from: keep.from, to: window.to }, ask: { from: ask.from, to: Math.min(ask.to, end) as Instant } },
  );
}

/** Parts that are requested without a margin. */
function bareParts(window: Window, limitMs: number): Window[] {
  return durationMs(window) <= limitMs ? [window] : parts(window, limitMs - marginMs);
}

/**
 * The fewest windows of about equal length up to `longestMs`. Borders are at whole seconds, so that a server that
 * truncates to seconds leaves nothing out.
 */
function parts(window: Window, longestMs: number): Window[] {
  const length = durationMs(window);
  const count = Math.ceil(length / longestMs);
  // At most a second later: callers leave room for that.
  const borders = Array.from({ length: count - 1 }, (_, n) => nextSecond(window.from + (length * (n + 1)) / count));
  const inside = [...new Set(borders)].filter((at) => at > window.from && at < window.to);
  return [window.from, ...inside].map((from, n) => ({ from, to: inside[n] ?? window.to }));
}

function nextSecond(at: number): Instant {
  return (Math.ceil(at / 1_000) * 1_000) as Instant;
}

function widened({ from, to }: Window, ms: number): Window {
  return { from: (from - ms) as Instant, to: (to + ms) as Instant };
}

/**
 * Part of a piece: keeps the piece's margins at its own ends, and includes its first instant whatever the server does
 * with `fromDate`.
 */
export function partOf(piece: Piece, keep: Window): Piece {
  const from = keep.from === piece.keep.from ? piece.ask.from : Math.max(piece.ask.from, keep.from - 1);
  const to = keep.to === piece.keep.to ? piece.ask.to : Math.min(piece.ask.to, keep.to);
  return { keep, ask: { from: from as Instant, to: to as Instant } };
}

/** Splits a refused piece to the next length that a server may have as a limit. Null: it can't be shorter. */
export function shorterParts(piece: Piece, floorMs: number): Piece[] | null {
  const length = shorterWindowMs(durationMs(piece.ask));
  if (length === null || length < floorMs) return null;
  return parts(piece.keep, Math.max(1, length - 3 * marginMs)).map((keep) => partOf(piece, keep));
}

/** Null: too short. Below two seconds a server may not tell the halves apart. */
export function halvesOf(piece: Piece, floorMs: number): Piece[] | null {
  const half = durationMs(piece.keep) / 2;
  const halves = half < Math.max(floorMs, 1_000) ? [] : parts(piece.keep, Math.ceil(half));
  return halves.length < 2 ? null : halves.map((keep) => partOf(piece, keep));
}

/** Splits a refused piece at the DMS's now. Null: it ends in the past. */
export function pastAndFuture(
  piece: Piece,
  habits: DmsHabits,
  now: Instant,
): { readonly past: Piece | null; readonly future: Piece | null } | null {
  const { keep, ask } = piece;
  const border = dmsNow(habits, now);
  if (ask.to <= border) return null;
  if (keep.from >= border) return { past: null, future: piece };
  const past = {
    keep: { from: keep.from, to: Math.min(keep.to, border) as Instant },
    ask: { from: ask.from, to: border },
  };
  const future = { keep: { from: border, to: keep.to }, ask: { from: border, to: ask.to } };
  return { past, future: keep.to > border ? future : null };
}
