/** One question until it is answered: tries again with backoff, halves a window that is too much for the DMS. The only loop that retries. Throws `LeadsApiError` only. */
import { type Bulk, halveWindow, type LeadQuestion } from '@leadbell/domain';
import { BulkReader, type Verdicts } from './bulk-reader.ts';
import type { Settled } from './config.ts';
import { LeadsApiError } from './errors.ts';
import type { AnswerPart } from './leads-api.ts';
import { readAnswer } from './read-answer.ts';
import type { RequestContext } from './request.ts';

const maxBackoffMs = 10_000;

export interface ReadState {
  readonly config: Settled;
  readonly context: RequestContext;
  /** Aborts with a `LeadsApiError` when the whole read's time is over. */
  readonly signal: AbortSignal;
  /** Instant, in `effects.now()`'s terms, when it will. */
  readonly endsAt: number;
  readonly nextNumber: () => number;
  /** Keys of the bulks that count already. */
  readonly seen: Set<string>;
}

export async function* readQuestion(question: LeadQuestion, state: ReadState): AsyncGenerator<AnswerPart> {
  const verdicts: Verdicts = { nextNumber: state.nextNumber, judge: (info) => judge(info, question, state.seen) };
  for (let attempt = 1; ; attempt += 1) {
    // A reader of its own for each attempt: bulks that were complete before it broke are known by their keys.
    const reader = new BulkReader(verdicts, question.kind === 'bulk' ? question.id : null);
    try {
      yield* readAnswer(question, reader, state.context, state.config, state.signal);
      return;
    } catch (error) {
      if (!(error instanceof LeadsApiError)) throw error;
      const halves = error.kind === 'timeout' && !state.signal.aborted ? halved(question, state) : null;
      if (halves !== null) {
        for (const half of halves) yield* readQuestion(half, state);
        return;
      }
      await waitOrThrow(error, attempt, state);
    }
  }
}

/** Each window keeps the bulks made in it, so that what two windows return counts once; see docs/decisions/0002. */
function judge(info: Bulk, question: LeadQuestion, seen: Set<string>): ReturnType<Verdicts['judge']> {
  if (question.kind !== 'bulk' && info.createdAt !== null) {
    const { from, to } = question.window;
    if (info.createdAt < from || info.createdAt >= to) return 'outside-window';
  }
  if (seen.has(info.key)) return 'duplicate';
  seen.add(info.key);
  return 'keep';
}

function halved(question: LeadQuestion, { config, context }: ReadState): LeadQuestion[] | null {
  if (question.kind === 'bulk') return null;
  const { window } = question;
  const windowMs = window.to - window.from;
  const halves = windowMs / 2 >= config.halvingFloorMs ? halveWindow(window) : null;
  if (halves === null) return null;
  context.effects.log({ event: 'dms.halved', windowMs });
  return halves.map((half) => ({ ...question, window: half }));
}

async function waitOrThrow(
  error: LeadsApiError,
  attempt: number,
  { config, context, signal, endsAt }: ReadState,
): Promise<void> {
  const { effects } = context;
  if (!error.retryable || attempt >= config.attempts) throw withAttempts(error, attempt);
  const backoffMs = Math.min(maxBackoffMs, config.backoffMs * 2 ** (attempt - 1)) * (0.5 + effects.random() / 2);
  const waitMs = Math.max(backoffMs, error.details.retryAfterMs ?? 0);
  // No use in waiting longer than anybody will be there for the answer.
  if (effects.now() + waitMs >= endsAt) throw withAttempts(error, attempt);
  effects.log({ event: 'dms.retry', kind: error.kind, attempt, waitMs: Math.round(waitMs) });
  try {
    await effects.sleep(waitMs, signal);
  } catch {
    throw signal.reason instanceof LeadsApiError
      ? signal.reason
      : new LeadsApiError('aborted', 'stopped by whoever asked');
  }
}

function withAttempts(error: LeadsApiError, attempts: number): LeadsApiError {
  return new LeadsApiError(error.kind, error.message, { ...error.details, attempts });
}
