/**
 * Reads a window in the way that this DMS accepts: in pieces, in shorter pieces if the DMS refuses or fails, and again
 * in halves if an answer may have been cut off. Learns from each answer. Throws like `readAnswer`.
 */
import {
  clockOffsetMs,
  dmsNow,
  doubtOf,
  durationMs,
  type Instant,
  type LeadQuestion,
  longestWindowMs,
  refusesFuture,
  type Window,
} from '@leadbell/domain';
import { AnswerWatch } from './answer-watch.ts';
import { compareWithHalves } from './compare.ts';
import { LeadsApiError } from './errors.ts';
import type { CountedPart } from './leads-api.ts';
import { merge } from './merge.ts';
import { halvesOf, pastAndFuture, type Piece, piecesOf, shorterParts, type WindowQuestion } from './pieces.ts';
import { readOnce } from './read-once.ts';
import type { ReadState } from './read-state.ts';

/** The longest window to request when testing whether the DMS refuses windows in its future. */
const shortMs = 10 * 60_000;
const nearlyNowMs = 2 * 60_000;
const dayMs = 86_400_000;

export function readQuestion(question: LeadQuestion, state: ReadState): AsyncGenerator<CountedPart> {
  if (question.kind === 'bulk') return readBulk(question, state);
  const { memory, config } = state;
  const pieces = piecesOf(question.window, memory.habits, memory.now());
  return merge(
    pieces.map((piece) => () => readPiece(question, piece, state, untried)),
    config.concurrency,
  );
}

async function* readBulk(question: LeadQuestion, state: ReadState): AsyncGenerator<CountedPart> {
  const watch = new AnswerWatch(state, null);
  yield* readOnce(question, watch, state);
  yield* watch.release();
}

/** The results of earlier requests whose windows overlap the piece. */
interface Tried {
  /** The length of the shortest window that was refused in this read. */
  readonly refusedMs: number | null;
  /**
   * Whether the DMS accepts windows that end in its future. If the DMS does, it had another reason to refuse the piece.
   */
  readonly isFutureAdmitted: boolean;
}

const untried: Tried = { refusedMs: null, isFutureAdmitted: false };

async function* readPiece(
  question: WindowQuestion,
  piece: Piece,
  state: ReadState,
  tried: Tried,
): AsyncGenerator<CountedPart> {
  const { memory } = state;
  // The request for another piece may just have shown that the DMS refuses the future.
  if (refusesFuture(memory.habits, memory.now()) && piece.keep.from >= dmsNow(memory.habits, memory.now())) return;
  if (durationMs(piece.ask) > longestWindowMs(memory.habits, memory.now())) {
    // The request for another piece has just shown that this one is too long.
    const shorter = shorterParts(piece, state.config.halvingFloorMs);
    if (shorter !== null) {
      for (const part of shorter) yield* readPiece(question, part, state, tried);
      return;
    }
  }
  const watch = new AnswerWatch(state, piece.keep, piece.ask.from);
  try {
    yield* readOnce({ ...question, window: piece.ask }, watch, state, (error) => canBeShorter(error, piece, state));
  } catch (error) {
    yield* watch.release();
    if (!(error instanceof LeadsApiError)) throw error;
    yield* readShorter({ question, piece, state, tried }, error);
    return;
  }
  if (tried.refusedMs !== null) memory.learn({ kind: 'refused', askedMs: tried.refusedMs });
  yield* finish(question, piece, watch, state);
}

async function* finish(
  question: WindowQuestion,
  piece: Piece,
  watch: AnswerWatch,
  state: ReadState,
): AsyncGenerator<CountedPart> {
  const { memory } = state;
  const { from, to } = piece.ask;
  // The answer to a question about one lead lacks the other leads, so it does not show how long answers can be.
  const isWhole = question.kind === 'window';
  const { bulks, leads, largest } = isWhole ? watch.size : { bulks: 0, leads: 0, largest: 0 };
  memory.learn({ kind: 'answered', from, to, bulks, leads, largest });
  // A border that is not at a whole second proves nothing, because the server may have cut the time to seconds.
  if (watch.hasBorder && from % 1_000 === 0) memory.learn({ kind: 'border', side: 'from', included: true });
  const doubt = () => (isWhole ? doubtOf(memory.habits, watch.size, memory.now()) : null);
  while (doubt() === 'longest' && state.comparing !== null) await state.comparing;
  const why = doubt();
  if (why === null) {
    yield* watch.release();
    return;
  }
  const over = Promise.withResolvers<void>();
  state.comparing = over.promise;
  try {
    yield* compareWithHalves({ question, piece, watch, state }, why);
  } finally {
    over.resolve();
    if (state.comparing === over.promise) state.comparing = null;
  }
}

function isRefused({ kind, details: { status } }: LeadsApiError): boolean {
  return kind === 'bad-request' && (status === 400 || status === 422);
}

function canBeShorter(error: LeadsApiError, piece: Piece, { signal, config }: ReadState): boolean {
  if (signal.aborted) return false;
  if (isRefused(error)) return true;
  return error.kind === 'timeout' && halvesOf(piece, config.halvingFloorMs) !== null;
}

interface Refused {
  readonly question: WindowQuestion;
  readonly piece: Piece;
  readonly state: ReadState;
  readonly tried: Tried;
}

/**
 * Sends the same question for shorter windows, one after the other. Throws the error if no shorter windows are
 * possible.
 */
async function* readShorter(refused: Refused, error: LeadsApiError): AsyncGenerator<CountedPart> {
  const { question, piece, state, tried } = refused;
  const { config, context, memory, signal } = state;
  const windowMs = durationMs(piece.keep);
  if (signal.aborted) throw error;
  if (error.kind === 'timeout') {
    const halves = halvesOf(piece, config.halvingFloorMs);
    if (halves === null) throw error;
    context.effects.log({ event: 'dms.halved', windowMs });
    for (const half of halves) yield* readPiece(question, half, state, untried);
    return;
  }
  if (!isRefused(error)) throw error;
  context.effects.log({ event: 'dms.refused', windowMs });
  const split = tried.isFutureAdmitted ? null : pastAndFuture(piece, memory.habits, memory.now());
  if (split === null) {
    yield* readParts(refused, error);
    return;
  }
  if (split.past !== null) yield* readPiece(question, split.past, state, untried);
  if (split.future === null) memory.learn({ kind: 'future-refused' });
  else yield* readFuture({ ...refused, piece: split.future });
}

async function* readParts(refused: Refused, error: LeadsApiError): AsyncGenerator<CountedPart> {
  const { question, piece, state, tried } = refused;
  const parts = mayBeTheLength(question, piece.ask, state) ? shorterParts(piece, state.config.halvingFloorMs) : null;
  if (parts === null) throw error;
  const [first] = parts;
  for (const part of parts) {
    try {
      yield* readPiece(question, part, state, { ...tried, refusedMs: durationMs(piece.ask) });
    } catch (other) {
      // The DMS answered the earlier parts, and its clock is unknown, so this part may end in the DMS's future.
      if (part === first || !(other instanceof LeadsApiError) || !isRefused(other) || !mayBeBehind(part, state))
        throw other;
      yield* readUpToNow({ ...refused, piece: part });
      return;
    }
  }
}

function mayBeBehind({ ask }: Piece, { memory }: ReadState): boolean {
  return clockOffsetMs(memory.habits) === null && memory.now() - ask.to < dayMs;
}

/** Finds the DMS's current time by halving the window, and reads everything before that time. */
async function* readUpToNow({ question, piece, state }: Refused): AsyncGenerator<CountedPart> {
  const { memory } = state;
  let { from, to } = piece.keep;
  while (to - from > nearlyNowMs) {
    const middle = Math.round((from + to) / 2) as Instant;
    const watch = new AnswerWatch(state, { from, to: middle });
    try {
      yield* readOnce({ ...question, window: { from: (from - 1) as Instant, to: middle } }, watch, state);
      from = middle;
    } catch (error) {
      if (!(error instanceof LeadsApiError) || !isRefused(error)) throw error;
      to = middle;
    }
    yield* watch.release();
  }
  memory.learn({ kind: 'date', serverAt: from, ourAt: memory.now() });
  memory.learn({ kind: 'future-refused' });
}

/**
 * Whether the DMS may have refused the question for the length of its window. If it accepts windows of that length, it
 * must have refused the number or code in the question.
 */
function mayBeTheLength(question: WindowQuestion, asked: Window, { memory }: ReadState): boolean {
  const isPlain = question.kind === 'window' && question.source === undefined && question.subSource === undefined;
  return isPlain || durationMs(asked) > memory.habits.range.acceptedMs;
}

/**
 * Requests a short window of the DMS's future, which has no bulks yet. If this request is refused too, the DMS refuses
 * windows in its future.
 */
async function* readFuture({ question, piece, state }: Refused): AsyncGenerator<CountedPart> {
  const { from } = piece.ask;
  const short = { from, to: Math.min(piece.ask.to, from + shortMs) as Instant };
  try {
    const watch = new AnswerWatch(state, piece.keep);
    yield* readOnce({ ...question, window: short }, watch, state);
    yield* watch.release();
  } catch (other) {
    if (!(other instanceof LeadsApiError) || !isRefused(other)) throw other;
    state.memory.learn({ kind: 'future-refused' });
    return;
  }
  const tried = { refusedMs: null, isFutureAdmitted: true };
  if (piece.ask.to - from <= shortMs) return;
  yield* readPiece(question, piece, state, tried);
}
