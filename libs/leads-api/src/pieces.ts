/**
 * Splits a window into pieces that the DMS accepts. Pure. Each piece is requested with a margin on both sides of the
 * range that counts. So each bulk on a border counts in exactly one piece, whether or not the server includes borders,
 * and whether it keeps seconds or milliseconds.
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

/** A question about all leads of a window, or about one lead. */
export type WindowQuestion = Exclude<LeadQuestion, { kind: 'bulk' }>;

export interface Piece {
  /** Only the bulks created in this window count. */
  readonly keep: Window;
  /** The window that is requested. */
  readonly ask: Window;
}

const marginMs = 1_000;

/**
 * The pieces fill the window without gaps. Returns no pieces if the whole window is in the future and this DMS refuses
 * such windows.
 */
export function piecesOf(window: Window, habits: DmsHabits, now: Instant): Piece[] {
  const end = refusesFuture(habits, now) ? (Math.min(window.to, dmsNow(habits, now)) as Instant) : window.to;
  if (end <= window.from) return [];
  const limitMs = longestWindowMs(habits, now);
  const asked = { from: window.from, to: end };
  const wide = parts(asked, limitMs - 3 * marginMs);
  // If the server is known to include `fromDate`, a window needs no margins; so a whole week fits into one request.
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

/** Splits a window into parts that are requested without margins. */
function bareParts(window: Window, limitMs: number): Window[] {
  return durationMs(window) <= limitMs ? [window] : parts(window, limitMs - marginMs);
}

/**
 * Splits a window into as few parts as possible, which are about equally long and not longer than `longestMs`. Their
 * borders are at whole seconds, so that a server that cuts times to seconds leaves nothing out.
 */
function parts(window: Window, longestMs: number): Window[] {
  const length = durationMs(window);
  const count = Math.ceil(length / longestMs);
  // Moves a border by at most a second; callers leave room for that.
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
 * Makes a part of a piece. If the part begins where the piece begins, or ends where the piece ends, its request has the
 * piece's margin on that side. The request includes the part's first instant, even if the server excludes `fromDate`.
 */
export function partOf(piece: Piece, keep: Window): Piece {
  const from = keep.from === piece.keep.from ? piece.ask.from : Math.max(piece.ask.from, keep.from - 1);
  const to = keep.to === piece.keep.to ? piece.ask.to : Math.min(piece.ask.to, keep.to);
  return { keep, ask: { from: from as Instant, to: to as Instant } };
}

/**
 * Splits a refused piece into parts. The window of each request is at most as long as the next shorter limit that a
 * server may have. Returns null if the piece can't be shorter.
 */
export function shorterParts(piece: Piece, floorMs: number): Piece[] | null {
  const length = shorterWindowMs(durationMs(piece.ask));
  if (length === null || length < floorMs) return null;
  return parts(piece.keep, Math.max(1, length - 3 * marginMs)).map((keep) => partOf(piece, keep));
}

/**
 * Returns null if the piece is too short. A server that cuts times to seconds can't distinguish halves of less than a
 * second.
 */
export function halvesOf(piece: Piece, floorMs: number): Piece[] | null {
  const half = durationMs(piece.keep) / 2;
  const halves = half < Math.max(floorMs, 1_000) ? [] : parts(piece.keep, Math.ceil(half));
  return halves.length < 2 ? null : halves.map((keep) => partOf(piece, keep));
}

/** Splits a refused piece at the current time of the DMS. Returns null if the piece ends in the past. */
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
