/**
 * Makes one attempt at a request, and splits the body into parts as it arrives. Yields to the event loop, and stops
 * when the time limits of an attempt are reached. Throws `LeadsApiError`; any other error is a bug, and a retry does
 * not help.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LeadQuestion } from '@leadbell/domain';
import type { BulkReader } from './bulk-reader.ts';
import type { Settled } from './config.ts';
import { ByteCutter } from './byte-cutter.ts';
import { CutError, type Piece } from './cut-types.ts';
import { LeadsApiError } from './errors.ts';
import type { CountedPart } from './leads-api.ts';
import type { ReadState } from './read-state.ts';
import { requestBulks } from './request.ts';

/** The longest time between two yields to the event loop. */
const turnMs = 4;
const maxBytes = 64 * 1024;

export async function* readAnswer(
  question: LeadQuestion,
  reader: BulkReader,
  { context, config, signal: outer }: Pick<ReadState, 'context' | 'config' | 'signal'>,
): AsyncGenerator<CountedPart> {
  const clock = new AttemptClock(config, outer);
  try {
    const reply = await requestBulks(question, context, clock.signal).catch(throwUnreachable);
    if (reply.kind === 'nothing') yield { type: 'nothing', status: reply.status };
    else {
      const cutter = new ByteCutter(reply.contentType, config.zone);
      const turn = new Turn();
      for await (const piece of cutBody(reply.body, cutter, clock, turn)) {
        for (const part of reader.read(piece, cutter.form ?? 'array')) {
          yield part;
          // Awaits only when needed, because an await costs as much as reading a small bulk.
          if (turn.isOver) await turn.next();
        }
      }
      yield* reader.end();
      context.noteAnswer();
      context.effects.log({ event: 'dms.scanned', ...cutter.counts });
    }
  } catch (error) {
    yield* reader.abandon();
    throw toldOf(error, clock, outer);
  } finally {
    // This also runs when the caller stops early, so that the request ends then too.
    clock.stop();
  }
}

async function* cutBody(
  body: ReadableStream<Uint8Array> | null,
  cutter: ByteCutter,
  clock: AttemptClock,
  turn: Turn,
): AsyncGenerator<Piece> {
  const reader = body?.getReader();
  try {
    for (;;) {
      // An error here comes from the connection; errors from processing the bytes are thrown below.
      const bytes = (await reader?.read().catch(throwUnreachable))?.value;
      if (bytes === undefined) break;
      clock.pause();
      // Most chunks have at most 64 KB; a larger one is split, so that it does not block the event loop.
      for (let from = 0; from < bytes.length; from += maxBytes) {
        yield* cutter.push(bytes.subarray(from, from + maxBytes));
        if (turn.isOver) await turn.next();
      }
      clock.touch();
    }
    clock.pause();
    yield* cutter.end();
  } finally {
    // This also runs when the caller stops early. The error is ignored, because a body that has ended or failed can't
    // be cancelled.
    await reader?.cancel().catch(() => {});
  }
}

function throwUnreachable(error: unknown): never {
  throw error instanceof LeadsApiError ? error : new LeadsApiError('unavailable', 'the connection to the DMS failed');
}

/** A turn on the event loop; it is over after `turnMs`. */
class Turn {
  #began = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#began > turnMs;
  }

  async next(): Promise<void> {
    await nextTurn();
    this.#began = performance.now();
  }
}

/** Joins the time limits of an attempt and the caller's signal in one signal. */
class AttemptClock {
  readonly #stop = new AbortController();
  readonly #attempt: NodeJS.Timeout;
  readonly #idle: NodeJS.Timeout;
  readonly signal: AbortSignal;
  timedOut = false;
  #isPaused = false;

  constructor(
    { attemptTimeoutMs, idleTimeoutMs }: Pick<Settled, 'attemptTimeoutMs' | 'idleTimeoutMs'>,
    outer: AbortSignal,
  ) {
    const expire = () => {
      this.timedOut = true;
      this.#stop.abort();
    };
    this.#attempt = setTimeout(expire, attemptTimeoutMs);
    this.#idle = setTimeout(() => {
      if (!this.#isPaused) expire();
    }, idleTimeoutMs);
    this.signal = AbortSignal.any([outer, this.#stop.signal]);
  }

  /** Call this when bytes have arrived, because the time to process them does not count as idle. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Call this before waiting for the next bytes. */
  touch(): void {
    this.#isPaused = false;
    this.#idle.refresh();
  }

  stop(): void {
    clearTimeout(this.#attempt);
    clearTimeout(this.#idle);
    this.#stop.abort();
  }
}

/** Turns an error into one that contains nothing of the request. */
function toldOf(error: unknown, clock: AttemptClock, outer: AbortSignal): unknown {
  if (outer.aborted)
    return outer.reason instanceof LeadsApiError ? outer.reason : new LeadsApiError('aborted', 'stopped by the caller');
  if (clock.timedOut) return new LeadsApiError('timeout', 'the DMS did not answer in time');
  if (!(error instanceof CutError)) return error;
  switch (error.reason) {
    case 'ended-early':
      return new LeadsApiError('unavailable', 'the answer broke off');
    case 'empty':
      return new LeadsApiError('contract', 'the answer is empty', { path: '(the answer)' });
    case 'too-large':
      return new LeadsApiError('contract', 'one value of the answer is too large, or too deep, to be read', {
        path: '(the answer)',
      });
    default:
      return new LeadsApiError('contract', 'the answer is not JSON of bulks', { path: '(the answer)' });
  }
}
