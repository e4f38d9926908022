/**
 * Sends one question until it is answered, and waits longer before each retry. No other code retries requests, except
 * once with a newer sign-in. Throws like `readAnswer`.
 */
import type { LeadQuestion } from '@leadbell/domain';
import type { AnswerWatch } from './answer-watch.ts';
import { BulkReader } from './bulk-reader.ts';
import { LeadsApiError } from './errors.ts';
import type { CountedPart } from './leads-api.ts';
import { readAnswer } from './read-answer.ts';
import type { ReadState } from './read-state.ts';

const maxBackoffMs = 10_000;

/**
 * If `isForCaller` returns true for an error, the error is thrown at once, because repeating the same question would
 * not help.
 */
export async function* readOnce(
  question: LeadQuestion,
  watch: AnswerWatch,
  state: ReadState,
  isForCaller: (error: LeadsApiError) => boolean = () => false,
): AsyncGenerator<CountedPart> {
  for (let attempt = 1; ; attempt += 1) {
    // Each attempt has a new reader; bulks completed before a failure are recognised by their keys.
    const { effects, notifyUnread } = state.context;
    const reader = new BulkReader({
      verdicts: watch,
      askedId: question.kind === 'bulk' ? question.id : null,
      zone: state.config.zone,
      now: (effects.businessNow ?? effects.now)(),
      notify: notifyUnread,
    });
    watch.begin();
    try {
      for await (const part of readAnswer(question, reader, state)) for (const one of watch.take(part)) yield one;
      return;
    } catch (error) {
      if (!(error instanceof LeadsApiError) || isForCaller(error)) throw error;
      await waitOrThrow(error, attempt, state);
    }
  }
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
  // A wait beyond the end of the read is pointless.
  if (effects.now() + waitMs >= endsAt) throw withAttempts(error, attempt);
  effects.log({ event: 'dms.retry', kind: error.kind, attempt, waitMs: Math.round(waitMs) });
  try {
    await effects.sleep(waitMs, signal);
  } catch {
    throw signal.reason instanceof LeadsApiError
      ? signal.reason
      : new LeadsApiError('aborted', 'stopped by the caller');
  }
}

function withAttempts(error: LeadsApiError, attempts: number): LeadsApiError {
  return new LeadsApiError(error.kind, error.message, { ...error.details, attempts });
}
