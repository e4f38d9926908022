/**
 * Cuts a window into questions that the DMS admits. Pure.
 * Each piece is asked from a little earlier to a little later than it counts, so that whatever the server does with its borders, and whether it
 * keeps seconds or milliseconds, a bulk on a border is in exactly one piece.
 */
import {
  type DmsHabits,
  dmsNow,
  durationMs,
  halveWindow,
  type Instant,
  longestWindowMs,
  refusesFuture,
  shorterWindowMs,
  type Window,
} from '@leadbell/domain';

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
  const wide = parts(asked, limitMs - 2 * marginMs);
  // Where `fromDate` is known to be included, a week can be asked for as it is.
  const bare = habits.borders.fromIncluded === true ? parts(asked, limitMs) : wide;
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

/** As few windows of equal length as have no more than `longestMs`. */
function parts(window: Window, longestMs: number): Window[] {
  const length = durationMs(window);
  const count = Math.ceil(length / longestMs);
  const border = (n: number) => Math.round(window.from + (length * n) / count) as Instant;
  return Array.from({ length: count }, (_, n) => ({ from: border(n), to: border(n + 1) }));
}

function widened({ from, to }: Window, ms: number): Window {
  return { from: (from - ms) as Instant, to: (to + ms) as Instant };
}

/** A part of a piece. It asks for nothing beyond it, and a short one for little around it. */
export function partOf({ ask }: Piece, keep: Window): Piece {
  const around = widened(keep, Math.min(marginMs, Math.max(1, durationMs(keep))));
  return {
    keep,
    ask: { from: Math.max(ask.from, around.from) as Instant, to: Math.min(ask.to, around.to) as Instant },
  };
}

/** For a piece that was refused: parts of the next length that a server may mean. Null: it is as short as any. */
export function shorterParts(piece: Piece, floorMs: number): Piece[] | null {
  const length = shorterWindowMs(durationMs(piece.ask));
  if (length === null || length < floorMs) return null;
  return parts(piece.keep, Math.max(1, length - 2 * marginMs)).map((keep) => partOf(piece, keep));
}

/** Null: it is too short. */
export function halvesOf(piece: Piece, floorMs: number): Piece[] | null {
  if (durationMs(piece.keep) / 2 < floorMs) return null;
  return halveWindow(piece.keep)?.map((keep) => partOf(piece, keep)) ?? null;
}

/** For a piece that was refused: what has been by the clock of the DMS, and the rest. Null: it ends in the past, or begins in the future. */
export function pastAndFuture(
  { keep, ask }: Piece,
  habits: DmsHabits,
  now: Instant,
): { readonly past: Piece; readonly future: Piece | null } | null {
  const border = dmsNow(habits, now);
  if (ask.to <= border || keep.from >= border) return null;
  const past = {
    keep: { from: keep.from, to: Math.min(keep.to, border) as Instant },
    ask: { from: ask.from, to: border },
  };
  const future = { keep: { from: border, to: keep.to }, ask: { from: border, to: ask.to } };
  return { past, future: keep.to > border ? future : null };
}
