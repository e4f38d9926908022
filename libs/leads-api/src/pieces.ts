/**
 * Cuts a window into questions that the DMS admits. Pure.
 * Each piece is asked from a little earlier to a little later than it counts, so that whatever the server does with its borders, and whether it
 * keeps seconds or milliseconds, a bulk on a border is in exactly one piece.
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

/** What is asked of a window, of all leads or of one. */
export type WindowQuestion = Exclude<LeadQuestion, { kind: 'bulk' }>;

export interface Piece {
  /** Bulks made in it count. */
  readonly keep: Window;
  /** What the DMS is asked for. */
  readonly ask: Window;
}

const marginMs = 1_000;

/** Tiles the window. Without pieces: all of it is in a future that the DMS refuses to be asked about. */
export function piecesOf(window: Window, habits: DmsHabits, now: Instant): Piece[] {
  const end = refusesFuture(habits, now) ? (Math.min(window.to, dmsNow(habits, now)) as Instant) : window.to;
  if (end <= window.from) return [];
  const limitMs = longestWindowMs(habits, now);
  const asked = { from: window.from, to: end };
  const wide = parts(asked, limitMs - 3 * marginMs);
  // Where `fromDate` is known to be included, a week can be asked for as it is.
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

/** Those that are asked for as they are. */
function bareParts(window: Window, limitMs: number): Window[] {
  return durationMs(window) <= limitMs ? [window] : parts(window, limitMs - marginMs);
}

/** As few windows of about equal length as have no more than `longestMs`. Between two of them is a whole second: a server that cuts its borders to seconds leaves nothing out there. */
function parts(window: Window, longestMs: number): Window[] {
  const length = durationMs(window);
  const count = Math.ceil(length / longestMs);
  // A second later at most: room for that is left where it matters.
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

/** A part of a piece: asked for as widely as the piece at the piece's own ends, and with its first instant whatever the server does with `fromDate`. */
export function partOf(piece: Piece, keep: Window): Piece {
  const from = keep.from === piece.keep.from ? piece.ask.from : Math.max(piece.ask.from, keep.from - 1);
  const to = keep.to === piece.keep.to ? piece.ask.to : Math.min(piece.ask.to, keep.to);
  return { keep, ask: { from: from as Instant, to: to as Instant } };
}

/** For a piece that was refused: parts of the next length that a server may mean. Null: it is as short as any. */
export function shorterParts(piece: Piece, floorMs: number): Piece[] | null {
  const length = shorterWindowMs(durationMs(piece.ask));
  if (length === null || length < floorMs) return null;
  return parts(piece.keep, Math.max(1, length - 3 * marginMs)).map((keep) => partOf(piece, keep));
}

/** Null: it is too short; below two seconds a server may not tell the halves apart. */
export function halvesOf(piece: Piece, floorMs: number): Piece[] | null {
  const half = durationMs(piece.keep) / 2;
  const halves = half < Math.max(floorMs, 1_000) ? [] : parts(piece.keep, Math.ceil(half));
  return halves.length < 2 ? null : halves.map((keep) => partOf(piece, keep));
}

/** For a piece that was refused: what has been by the clock of the DMS, and the rest. Null: it ends in the past. */
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
