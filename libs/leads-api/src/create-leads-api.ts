/** Makes a client of one DMS. Effects come in; see `config.ts` for the defaults. */
import { cutWindow, type LeadQuestion, questionProblem } from '@leadbell/domain';
import { createSigner } from './auth.ts';
import { type LeadsApiConfig, type LeadsApiEffects, settled } from './config.ts';
import { LeadsApiError } from './errors.ts';
import type { AnswerPart, LeadsApi, ReadOptions } from './leads-api.ts';
import { merge } from './merge.ts';
import { readQuestion, type ReadState } from './read-window.ts';

export function createLeadsApi(given: LeadsApiConfig, effects: LeadsApiEffects): LeadsApi {
  const config = settled(given);
  const context = { baseUrl: config.baseUrl, signer: createSigner(config.auth, effects), effects };

  async function* read(question: LeadQuestion, { signal }: ReadOptions = {}): AsyncGenerator<AnswerPart> {
    const problem = questionProblem(question);
    if (problem !== null) throw new LeadsApiError('bad-request', problem);
    const stop = new AbortController();
    const timer = setTimeout(
      () => stop.abort(new LeadsApiError('timeout', 'the whole read took too long')),
      config.totalTimeoutMs,
    );
    let bulks = 0;
    const state: ReadState = {
      config,
      context,
      signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
      endsAt: effects.now() + config.totalTimeoutMs,
      nextNumber: () => bulks++,
      seen: new Set(),
    };
    try {
      const questions = cut(question).map((part) => () => readQuestion(part, state));
      yield* merge(questions, config.concurrency);
    } finally {
      // One window that failed, or a reader that has enough, ends the others.
      stop.abort(new LeadsApiError('aborted', 'no longer read'));
      clearTimeout(timer);
    }
  }

  return { read };
}

function cut(question: LeadQuestion): LeadQuestion[] {
  return question.kind === 'bulk' ? [question] : cutWindow(question.window).map((window) => ({ ...question, window }));
}
