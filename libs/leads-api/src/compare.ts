/**
 * Finds out whether an answer was cut off, and gets the rest: asks for its window again in two parts, and where such an answer is as long as the DMS
 * ever gives, in halves of that, until they bring no more. The number of requests is bounded; where the rest can't be had, the answer says so.
 */
import { type Doubt, halveWindow, type Instant, isAtCap, type Window } from '@leadbell/domain';
import { AnswerWatch } from './answer-watch.ts';
import { LeadsApiError } from './errors.ts';
import type { AnswerPart } from './leads-api.ts';
import { partOf, type Piece } from './pieces.ts';
import { readOnce } from './read-once.ts';
import type { ReadState } from './read-state.ts';
import type { WindowQuestion } from './read-window.ts';

export interface Reading {
  readonly question: WindowQuestion;
  readonly piece: Piece;
  readonly watch: AnswerWatch;
  readonly state: ReadState;
}

type Reason = Extract<AnswerPart, { type: 'maybe-incomplete' }>['reason'];

export async function* compareWithHalves(reading: Reading, why: Doubt): AsyncGenerator<AnswerPart> {
  const { watch, state } = reading;
  watch.await();
  if (why === 'cap') {
    const found = { fresh: 0 };
    yield* readHalves(reading, found);
    learn(reading, found.fresh, why);
    yield* watch.release();
    return;
  }
  const verdict = why === 'round' ? state.memory.verdict(watch.keys) : undefined;
  if (verdict !== undefined) {
    yield* watch.release();
    if (verdict !== null) yield verdict;
    return;
  }
  const parts: AnswerWatch[] = [];
  try {
    yield* readAround(reading, why, parts);
  } catch (error) {
    if (!(error instanceof LeadsApiError) || state.signal.aborted || error.kind === 'unauthorized') throw error;
    // The answer itself is there: only the doubt stays.
    for (const part of parts) yield* part.release();
    if (why === 'round') yield incomplete(reading, 'not-answered');
  }
  yield* watch.release();
}

/** Splits at a bulk that is known: with the first answer cut off, one of the two parts must bring others. What the DMS does with borders shows as well. */
async function* readAround(reading: Reading, why: Doubt, parts: AnswerWatch[]): AsyncGenerator<AnswerPart> {
  const { question, piece, watch, state } = reading;
  const { memory, extra } = state;
  const at = watch.middle();
  if (at === null) return;
  if (extra.left < 2) {
    if (why === 'round') yield incomplete(reading, 'too-many-requests');
    return;
  }
  const { fromIncluded, toIncluded } = memory.habits.borders;
  const isProbe = fromIncluded === null || toIncluded === null;
  const pieces = around(piece, at, isProbe);
  for (const part of pieces) {
    const one = new AnswerWatch(state, part.keep, at);
    parts.push(one);
    yield* readPart(part, one, reading);
  }
  if (isProbe) {
    memory.learn({ kind: 'border', side: 'to', included: parts[0]?.hasBorder === true });
    memory.learn({ kind: 'border', side: 'from', included: parts[1]?.hasBorder === true });
  }
  const fresh = parts.reduce((sum, part) => sum + part.fresh, 0);
  const isCut = fresh > 0 || watch.isCutInBulk;
  learn(reading, fresh, why);
  for (const [n, part] of parts.entries()) {
    const sub = { question, piece: pieces[n] ?? piece, watch: part, state };
    if (isCut && isFull(sub, watch)) yield* readHalves(sub, { fresh: 0 });
    yield* part.release();
  }
  // Neither part holds its border where both are excluded: others of the same instant may be missing.
  if (isCut && isProbe && !parts.some(({ hasBorder }) => hasBorder)) yield* readInstant(reading, at);
  const doubt = !isCut && why === 'round' && parts.some((part) => isStillFull(part, watch));
  const said = doubt ? incomplete(reading, 'smallest-window') : null;
  if (why === 'round' && !isCut) memory.keepVerdict(watch.keys, said);
  if (said !== null) yield said;
}

/** The part before the instant and the part from it on; `isProbe`: with the instant as the border that is asked for. */
function around(piece: Piece, at: Instant, isProbe: boolean): readonly Piece[] {
  const before = { from: piece.keep.from, to: at };
  const after = { from: at, to: piece.keep.to };
  if (!isProbe) return [before, after].filter(({ from, to }) => from < to).map((keep) => partOf(piece, keep));
  return [
    { keep: before, ask: { from: Math.min(piece.ask.from, at - 1) as Instant, to: at } },
    { keep: after, ask: { from: at, to: Math.max(piece.ask.to, at + 1) as Instant } },
  ];
}

async function* readInstant(reading: Reading, at: Instant): AsyncGenerator<AnswerPart> {
  const { piece, state } = reading;
  const part = partOf(piece, { from: at, to: (at + 1) as Instant });
  const watch = new AnswerWatch(state, part.keep);
  yield* readPart(part, watch, reading);
  yield* watch.release();
}

async function* readPart(part: Piece, watch: AnswerWatch, { question, state }: Reading): AsyncGenerator<AnswerPart> {
  state.extra.left -= 1;
  yield* readOnce({ ...question, window: part.ask }, watch, state);
  const { from, to } = part.ask;
  const { bulks, leads } = watch.size;
  state.memory.learn({ kind: 'answered', from, to, bulks, leads });
  watch.await();
}

/** For an answer that is as long as the DMS gives: its halves, and theirs, until they are shorter than that. */
async function* readHalves(reading: Reading, found: { fresh: number }): AsyncGenerator<AnswerPart> {
  const { question, watch, state } = reading;
  const parts = narrower(reading);
  if (parts === null || state.extra.left < parts.length) {
    yield incomplete(reading, parts === null ? 'smallest-window' : 'too-many-requests');
    return;
  }
  for (const part of parts) {
    const one = new AnswerWatch(state, part.keep);
    yield* readPart(part, one, reading);
    found.fresh += one.fresh;
    const sub = { question, piece: part, watch: one, state };
    if (isFull(sub, watch)) yield* readHalves(sub, found);
    yield* one.release();
  }
}

/** Two halves; where all that came was made at one instant, what is before it, itself, and what is after it. Null: there is nothing narrower. */
function narrower({ piece, watch }: Reading): Piece[] | null {
  const { keep } = piece;
  const at = watch.onlyInstant();
  const windows: readonly Window[] | null =
    at === null
      ? halveWindow(keep)
      : [
          { from: keep.from, to: at },
          { from: at, to: (at + 1) as Instant },
          { from: (at + 1) as Instant, to: keep.to },
        ].filter(({ from, to }) => from < to);
  if (windows === null || windows.length < 2) return null;
  return windows.map((window) => partOf(piece, window));
}

function isFull({ watch, state }: Reading, whole: AnswerWatch): boolean {
  const { bulks, leads } = watch.size;
  if (bulks === 0) return false;
  return isAtCap(state.memory.habits.cap, bulks, leads) || (bulks >= whole.size.bulks && leads >= whole.size.leads);
}

/** A part with as many bulks as the whole, all of one instant: more of that instant can't be asked for. */
function isStillFull(part: AnswerWatch, whole: AnswerWatch): boolean {
  return part.size.bulks >= whole.size.bulks && part.onlyInstant() !== null;
}

function learn({ watch, state }: Reading, more: number, why: Doubt): void {
  const { bulks, leads } = watch.size;
  state.memory.learn({ kind: 'compared', bulks, leads, more, cut: watch.isCutInBulk });
  state.context.effects.log({ event: 'dms.compared', why, bulks, more });
}

function incomplete({ piece, watch }: Reading, reason: Reason): AnswerPart {
  return { type: 'maybe-incomplete', window: piece.keep, bulks: watch.size.bulks, reason };
}
