/**
 * Reads a window as this DMS admits it: in pieces, shorter ones where it refuses or does not cope, and once more in halves where an answer may have
 * been cut off. Learns from each answer. Throws `LeadsApiError` only.
 */
import { doubtOf, durationMs, type Instant, type LeadQuestion, longestWindowMs, type Window } from '@leadbell/domain';
import { AnswerWatch } from './answer-watch.ts';
import { compareWithHalves } from './compare.ts';
import { LeadsApiError } from './errors.ts';
import type { AnswerPart } from './leads-api.ts';
import { merge } from './merge.ts';
import { halvesOf, pastAndFuture, type Piece, piecesOf, shorterParts } from './pieces.ts';
import { readOnce } from './read-once.ts';
import type { ReadState } from './read-state.ts';

/** Ends in the future of the DMS, whatever is known of its clock. */
const shortMs = 10 * 60_000;

export type WindowQuestion = Exclude<LeadQuestion, { kind: 'bulk' }>;

export async function* readQuestion(question: LeadQuestion, state: ReadState): AsyncGenerator<AnswerPart> {
  if (question.kind === 'bulk') {
    const watch = new AnswerWatch(state, null);
    yield* readOnce(question, watch, state);
    yield* watch.release();
    return;
  }
  const { memory, config } = state;
  const pieces = piecesOf(question.window, memory.habits, memory.now());
  yield* merge(
    pieces.map((piece) => () => readPiece(question, piece, state, null)),
    config.concurrency,
  );
}

/** `refusedMs`: the shortest window around it that was refused in this read. */
async function* readPiece(
  question: WindowQuestion,
  piece: Piece,
  state: ReadState,
  refusedMs: number | null,
): AsyncGenerator<AnswerPart> {
  const { memory } = state;
  if (durationMs(piece.ask) > longestWindowMs(memory.habits, memory.now())) {
    // Another piece has just learned that it is too long.
    const shorter = shorterParts(piece, state.config.halvingFloorMs);
    if (shorter !== null) {
      for (const part of shorter) yield* readPiece(question, part, state, refusedMs);
      return;
    }
  }
  const watch = new AnswerWatch(state, piece.keep, piece.ask.from);
  try {
    yield* readOnce({ ...question, window: piece.ask }, watch, state, (error) => canBeShorter(error, piece, state));
  } catch (error) {
    yield* watch.release();
    if (!(error instanceof LeadsApiError)) throw error;
    yield* readShorter(question, piece, state, error);
    return;
  }
  if (refusedMs !== null) memory.learn({ kind: 'refused', askedMs: refusedMs });
  yield* finish(question, piece, watch, state);
}

async function* finish(
  question: WindowQuestion,
  piece: Piece,
  watch: AnswerWatch,
  state: ReadState,
): AsyncGenerator<AnswerPart> {
  const { memory } = state;
  const { from, to } = piece.ask;
  // The answer about one lead holds no other: it says nothing of caps.
  const isWhole = question.kind === 'window';
  const { bulks, leads, largest } = isWhole ? watch.size : { bulks: 0, leads: 0, largest: 0 };
  memory.learn({ kind: 'answered', from, to, bulks, leads, largest });
  if (watch.hasBorder) memory.learn({ kind: 'border', side: 'from', included: true });
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

/** The same in shorter windows, one after the other. Throws the error when there are none. */
async function* readShorter(
  question: WindowQuestion,
  piece: Piece,
  state: ReadState,
  error: LeadsApiError,
): AsyncGenerator<AnswerPart> {
  const { config, context, memory, signal } = state;
  const windowMs = durationMs(piece.keep);
  if (signal.aborted) throw error;
  if (error.kind === 'timeout') {
    const halves = halvesOf(piece, config.halvingFloorMs);
    if (halves === null) throw error;
    context.effects.log({ event: 'dms.halved', windowMs });
    for (const half of halves) yield* readPiece(question, half, state, null);
    return;
  }
  if (!isRefused(error)) throw error;
  const split = pastAndFuture(piece, memory.habits, memory.now());
  if (split !== null) {
    context.effects.log({ event: 'dms.refused', windowMs });
    yield* readPiece(question, split.past, state, null);
    if (split.future === null) memory.learn({ kind: 'future-refused' });
    else yield* readFuture(question, split.future, state);
    return;
  }
  const parts = mayBeTheLength(question, piece.ask, state) ? shorterParts(piece, config.halvingFloorMs) : null;
  if (parts === null) throw error;
  context.effects.log({ event: 'dms.refused', windowMs });
  for (const part of parts) yield* readPiece(question, part, state, durationMs(piece.ask));
}

/** A question with a number or a code in it can be refused for that: where windows of its length are known to be answered, it was. */
function mayBeTheLength(question: WindowQuestion, asked: Window, { memory }: ReadState): boolean {
  const isPlain = question.kind === 'window' && question.source === undefined && question.subSource === undefined;
  return isPlain || durationMs(asked) > memory.habits.range.acceptedMs;
}

/** Nothing has been made there yet. A DMS may refuse to be asked about it: then it refuses a short window as well. */
async function* readFuture(question: WindowQuestion, piece: Piece, state: ReadState): AsyncGenerator<AnswerPart> {
  const { from } = piece.ask;
  const short = { from, to: Math.min(piece.ask.to, from + shortMs) as Instant };
  try {
    const watch = new AnswerWatch(state, piece.keep);
    yield* readOnce({ ...question, window: short }, watch, state);
    yield* watch.release();
  } catch (error) {
    if (!(error instanceof LeadsApiError) || !isRefused(error)) throw error;
    state.memory.learn({ kind: 'future-refused' });
    return;
  }
  yield* readPiece(question, piece, state, null);
}
