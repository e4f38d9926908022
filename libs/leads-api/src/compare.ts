/**
 * Finds out whether an answer was cut off, and reads the missing bulks. To do so, it requests the window again in two
 * parts. If an answer is as long as the DMS's longest ones, requests ever smaller halves until their answers are
 * shorter. The number of requests is bounded; a part `maybe-incomplete` reports most of the doubts that remain.
 */
import { type Doubt, doubtOf, type Instant, isAtCap, type Window } from '@leadbell/domain';
import { AnswerWatch } from './answer-watch.ts';
import { LeadsApiError } from './errors.ts';
import type { CountedPart } from './leads-api.ts';
import { halvesOf, partOf, type Piece, type WindowQuestion } from './pieces.ts';
import { readOnce } from './read-once.ts';
import type { ReadState } from './read-state.ts';

export interface Reading {
  readonly question: WindowQuestion;
  readonly piece: Piece;
  readonly watch: AnswerWatch;
  readonly state: ReadState;
}

/** A server may cut `fromDate` and `toDate` to whole seconds, so a border can move by almost this much. */
const besideMs = 1_000;
/** With fewer bulks than this, no answer counts as nearly full, and no instant as having most of the bulks. */
const manyBulks = 10;

type Incomplete = Extract<CountedPart, { type: 'maybe-incomplete' }>;
type Reason = Incomplete['reason'];

export async function* compareWithHalves(reading: Reading, why: Doubt): AsyncGenerator<CountedPart> {
  const { watch, state } = reading;
  watch.await();
  if (why === 'cap') {
    yield* readHalves(reading);
    yield* watch.release();
    return;
  }
  const verdict = state.memory.verdict(likenessOf(reading), why);
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
    // The answer itself has arrived, so only the comparison is given up.
    for (const part of parts) yield* part.release();
    if (why === 'round') yield* say(reading, 'not-answered');
  }
  yield* watch.release();
}

/**
 * Requests the windows before and after a known bulk. If the first answer was cut off, one of the two answers must
 * bring new bulks. Also learns whether the DMS includes the borders of a window.
 */
async function* readAround(reading: Reading, why: Doubt, parts: AnswerWatch[]): AsyncGenerator<CountedPart> {
  const { question, piece, watch, state } = reading;
  const at = watch.middle();
  if (at === null) {
    if (watch.size.bulks >= manyBulks) yield* readTrimmed(reading, why);
    return;
  }
  if (state.extra.left < 2) {
    if (why === 'round') yield* say(reading, 'too-many-requests');
    return;
  }
  const { fromIncluded, toIncluded } = state.memory.habits.borders;
  const isOneInstant = watch.onlyInstant() !== null;
  const isProbe = !isOneInstant && (fromIncluded === null || toIncluded === null);
  const pieces = isOneInstant ? besides(piece, at) : around(piece, at, isProbe);
  for (const part of pieces) {
    const one = new AnswerWatch(state, part.keep, at);
    parts.push(one);
    yield* readPart(part, one, reading);
  }
  if (isProbe) yield* learnBorders(parts, at, reading);
  const subs = parts.map((part, n) => {
    const asked = pieces[n] ?? piece;
    return { question, piece: isProbe ? withoutBorder(asked, at, state) : asked, watch: part, state };
  });
  const fresh = parts.reduce((sum, part) => sum + part.fresh, 0);
  if (fresh > 0 || watch.isCutInBulk) {
    learn(reading, fresh, why);
    // Both parts may lack further bulks of that instant, or of its second.
    if (isOneInstant || isProbe) yield* readInstant(reading, at);
    yield* readFullParts(subs, watch);
    return;
  }
  yield* settle(reading, subs, why);
}

/**
 * Called if all bulks of the answer lie in the margins, just outside the window. Requests the window without its
 * margins, to see whether the window itself has bulks.
 */
async function* readTrimmed(reading: Reading, why: Doubt): AsyncGenerator<CountedPart> {
  const { piece, state } = reading;
  const { fromIncluded, toIncluded } = state.memory.habits.borders;
  const { from, to } = piece.keep;
  const ask = { from: fromIncluded === true ? from : from - 1, to: toIncluded === false ? to : to - 1 } as Window;
  const isTrimmed = piece.ask.from >= ask.from && piece.ask.to <= ask.to;
  if (isTrimmed || ask.from >= ask.to || state.extra.left < 1) return;
  const one = new AnswerWatch(state, piece.keep);
  yield* readPart({ keep: piece.keep, ask }, one, reading);
  if (one.fresh > 0) learn(reading, one.fresh, why);
  const sub = { ...reading, piece: { keep: piece.keep, ask }, watch: one };
  const doubt = doubtOf(state.memory.habits, one.size, state.memory.now());
  if (doubt === null) yield* one.release();
  else yield* compareWithHalves(sub, doubt);
}

async function* readFullParts(subs: readonly Reading[], whole: AnswerWatch): AsyncGenerator<CountedPart> {
  for (const sub of subs) {
    const isStillCut = isFull(sub, whole);
    sub.watch.end(isStillCut);
    if (isStillCut) yield* readHalves(sub);
    yield* sub.watch.release();
  }
}

/** Two parts without new bulks prove nothing unless both are shorter than the answer. */
async function* settle(reading: Reading, subs: readonly Reading[], why: Doubt): AsyncGenerator<CountedPart> {
  const { watch, state, piece } = reading;
  for (const sub of subs) {
    sub.watch.end(false);
    yield* sub.watch.release();
  }
  // A DMS that ignores the range gives the same answer to every question.
  const isRangeless = subs.length > 1 && subs.every((sub) => sub.watch.keys === watch.keys);
  const instants = watch.onlyInstant() !== null ? [reading] : subs.filter((sub) => isNearlyFull(sub.watch, watch));
  let found: Found = { fresh: 0, full: null };
  for (const sub of isRangeless ? [] : instants) {
    const one = yield* narrowDown(sub, watch);
    found = { fresh: found.fresh + one.fresh, full: one.full ?? found.full };
  }
  if (found.full === null || found.fresh > 0) learn(reading, found.fresh, why);
  if (found.fresh > 0 && isFull(reading, watch)) yield* readHalves(reading);
  const said =
    found.full === null
      ? null
      : incomplete({ ...reading, piece: { keep: found.full, ask: piece.ask } }, 'smallest-window');
  state.memory.keepVerdict(likenessOf(reading), said);
  if (said !== null) yield said;
}

interface Found {
  readonly fresh: number;
  /** An instant whose bulks fill a whole answer. If the instant has more bulks, these can't be requested. */
  readonly full: Window | null;
}

/**
 * Called for a part that is as long as the first answer. Splits it at its median instant again and again, until no part
 * is that long or one instant has most of the bulks.
 */
async function* narrowDown(reading: Reading, whole: AnswerWatch): AsyncGenerator<CountedPart, Found> {
  const { question, piece, watch, state } = reading;
  const at = watch.middle();
  if (at === null) return { fresh: 0, full: null };
  const count = watch.countAt(at);
  const isHeavy = count >= manyBulks && count * 2 >= watch.size.bulks;
  let found: Found = { fresh: 0, full: isHeavy ? { from: at, to: (at + 1) as Instant } : null };
  for (const part of isHeavy ? besides(piece, at) : around(piece, at, false)) {
    if (state.extra.left < 1) continue;
    const one = new AnswerWatch(state, part.keep);
    yield* readPart(part, one, reading);
    one.end(false);
    yield* one.release();
    const inner = isNearlyFull(one, whole)
      ? yield* narrowDown({ question, piece: part, watch: one, state }, whole)
      : { fresh: 0, full: null };
    found = { fresh: found.fresh + one.fresh + inner.fresh, full: found.full ?? inner.full };
  }
  return found;
}

/** Whether the answer to a part is about as long as the first answer, so that it may have been cut off too. */
function isNearlyFull({ size }: AnswerWatch, { size: whole }: AnswerWatch): boolean {
  if (size.bulks < manyBulks) return false;
  return size.bulks >= whole.bulks || size.leads >= whole.leads - Math.max(size.largest, whole.largest);
}

/** Learns from a bulk on the border between two parts whether the DMS includes the ends and the starts of windows. */
async function* learnBorders(
  parts: readonly AnswerWatch[],
  at: Instant,
  reading: Reading,
): AsyncGenerator<CountedPart> {
  const { memory, extra } = reading.state;
  const [isInBefore, isInAfter] = [parts[0]?.hasBorder === true, parts[1]?.hasBorder === true];
  // A server that cuts times to seconds moves both borders to the start of the second, so the answers prove nothing.
  const isAmbiguous = at % 1_000 !== 0 && !isInBefore && isInAfter;
  if (isAmbiguous) {
    if (extra.left < 1 || at % 1_000 === 999) return;
    const one = new AnswerWatch(reading.state, { from: at, to: at }, at);
    yield* readPart(
      { keep: { from: at, to: at }, ask: { from: (at + 1) as Instant, to: (at + 2_000) as Instant } },
      one,
      reading,
    );
    yield* one.release();
    if (one.hasBorder) return;
  }
  memory.learn({ kind: 'border', side: 'to', included: isInBefore });
  memory.learn({ kind: 'border', side: 'from', included: isInAfter });
}

/**
 * The part before the instant, and the part that begins with it. `isProbe`: request the instant itself as the border,
 * without a margin.
 */
function around(piece: Piece, at: Instant, isProbe: boolean): readonly Piece[] {
  const before = { from: piece.keep.from, to: at };
  const after = { from: at, to: piece.keep.to };
  if (!isProbe) return [before, after].filter(({ from, to }) => from < to).map((keep) => partOf(piece, keep));
  return [
    { keep: before, ask: { from: Math.min(piece.ask.from, at - 1) as Instant, to: at } },
    { keep: after, ask: { from: at, to: Math.max(piece.ask.to, at + 1) as Instant } },
  ];
}

/** The instant belongs to the later part, so a repeated request for the earlier part leaves it out. */
function withoutBorder({ keep, ask }: Piece, at: Instant, { memory }: ReadState): Piece {
  const isBefore = keep.to === at && memory.habits.borders.toIncluded === true;
  return { keep, ask: isBefore ? { from: Math.min(ask.from, at - 2) as Instant, to: (at - 1) as Instant } : ask };
}

/** Leaves out a second before and after the instant, because the many bulks there would fill both parts again. */
function besides({ keep, ask }: Piece, at: Instant): readonly Piece[] {
  const [before, after] = [at - besideMs, at + besideMs] as [Instant, Instant];
  const parts = [
    { keep: { from: keep.from, to: before }, ask: { from: ask.from, to: before } },
    { keep: { from: after, to: keep.to }, ask: { from: after, to: ask.to } },
  ];
  return parts.filter(({ keep: { from, to } }) => from < to);
}

/**
 * Requests the time just before and just after the instant, because its bulks may be missing from both parts. Also
 * learns whether the DMS includes the borders of a window.
 */
async function* readInstant(reading: Reading, at: Instant): AsyncGenerator<CountedPart> {
  const { piece, state } = reading;
  const keep = { from: (at - besideMs) as Instant, to: (at + besideMs) as Instant };
  const within = { from: Math.max(keep.from, piece.keep.from), to: Math.min(keep.to, piece.keep.to) } as Window;
  const parts: AnswerWatch[] = [];
  for (const ask of [
    { from: keep.from, to: at },
    { from: at, to: keep.to },
  ]) {
    const watch = new AnswerWatch(state, within, at);
    parts.push(watch);
    yield* readPart({ keep: within, ask }, watch, reading);
  }
  yield* learnBorders(parts, at, reading);
  for (const watch of parts) {
    const sub = { ...reading, piece: { keep: within, ask: keep }, watch };
    const isStillCut = isFull(sub, reading.watch);
    watch.end(isStillCut);
    if (isStillCut) yield* readHalves(sub);
    yield* watch.release();
  }
}

async function* readPart(part: Piece, watch: AnswerWatch, { question, state }: Reading): AsyncGenerator<CountedPart> {
  state.extra.left -= 1;
  for await (const one of readOnce({ ...question, window: part.ask }, watch, state))
    if (one.type !== 'nothing') yield one;
  watch.forgetStrays();
  const { from, to } = part.ask;
  const { bulks, leads, largest } = watch.size;
  state.memory.learn({ kind: 'answered', from, to, bulks, leads, largest });
  watch.await();
}

/**
 * Called for an answer that is as long as the DMS's longest ones. Requests the halves of its window, and their halves,
 * until the answers are shorter. Learns from each answer. Returns the number of new bulks.
 */
async function* readHalves(reading: Reading): AsyncGenerator<CountedPart, number> {
  const { question, watch, state } = reading;
  const parts = narrower(reading);
  if (parts === null) {
    yield* say(reading, 'smallest-window');
    return 0;
  }
  let fresh = 0;
  for (const part of parts) {
    if (watch.isOneInstantAlone && part.keep.from === watch.onlyInstant()) {
      yield* say({ ...reading, piece: part }, 'smallest-window');
      continue;
    }
    if (state.extra.left < 1) {
      yield* say({ ...reading, piece: part }, 'too-many-requests');
      continue;
    }
    const one = new AnswerWatch(state, part.keep);
    yield* readPart(part, one, reading);
    const sub = { question, piece: part, watch: one, state };
    const isStillCut = isFull(sub, watch);
    one.end(isStillCut);
    fresh += one.fresh + (isStillCut ? yield* readHalves(sub) : 0);
    yield* one.release();
  }
  if (state.extra.left > 0) learn(reading, fresh, 'cap');
  return fresh;
}

/**
 * Splits the window into two halves. If all its bulks have the same creation time, splits it into the parts before, at
 * and after that time. Returns null if the window can't be split further.
 */
function narrower({ piece, watch, state }: Reading): Piece[] | null {
  const { keep } = piece;
  const at = watch.onlyInstant();
  if (at === null) return halvesOf(piece, 0);
  if (keep.to - keep.from <= 1) return null;
  return aroundInstant(piece, at, state).filter(({ keep: { from, to } }) => from < to);
}

/**
 * Splits the piece into the parts before, at and after an instant whose bulks fill an answer. The parts before and
 * after leave the instant out, so that its many bulks do not fill the answers to these parts.
 */
function aroundInstant({ keep, ask }: Piece, at: Instant, { memory }: ReadState): readonly Piece[] {
  const { fromIncluded, toIncluded } = memory.habits.borders;
  const next = (at + 1) as Instant;
  const before = (toIncluded === true ? at - 1 : at) as Instant;
  const after = fromIncluded === true ? next : at;
  return [
    { keep: { from: keep.from, to: at }, ask: { from: Math.min(ask.from, before - 1) as Instant, to: before } },
    { keep: { from: at, to: next }, ask: { from: (fromIncluded === true ? at : at - 1) as Instant, to: next } },
    { keep: { from: next, to: keep.to }, ask: { from: after, to: Math.max(ask.to, after + 1) as Instant } },
  ];
}

/** Equal for answers that have the same bulks and similar windows; polls move their window a little each time. */
function likenessOf({ watch, piece: { ask } }: Reading): string {
  return [watch.keys, Math.floor(ask.from / 21_600_000), Math.round(Math.log2(ask.to - ask.from))].join(' ');
}

function isFull({ watch, state }: Reading, whole: AnswerWatch): boolean {
  const { bulks, leads } = watch.size;
  if (bulks === 0) return false;
  return isAtCap(state.memory.habits.cap, bulks, leads) || (bulks >= whole.size.bulks && leads >= whole.size.leads);
}

function learn({ watch, state }: Reading, more: number, why: Doubt): void {
  const { bulks, leads } = watch.size;
  state.memory.learn({ kind: 'compared', bulks, leads, more, cut: watch.isCutInBulk });
  state.context.effects.log({ event: 'dms.compared', why, bulks, more });
}

/** Reports each window at most once. */
function* say(reading: Reading, reason: Reason): Generator<CountedPart> {
  const { doubted } = reading.state;
  const { window, ...rest } = incomplete(reading, reason);
  const key = `${window.from} ${window.to}`;
  if (doubted.has(key)) return;
  doubted.add(key);
  yield { window, ...rest };
}

function incomplete({ piece, watch }: Reading, reason: Reason): Incomplete {
  return { type: 'maybe-incomplete', window: piece.keep, bulks: watch.size.bulks, reason };
}
