/** Creates a client for one DMS. The caller passes in the side effects; see `config.ts`. */
import { type LeadQuestion, questionProblem, wholeLead } from '@leadbell/domain';
import { createSigner } from './auth.ts';
import { type LeadsApiConfig, type LeadsApiEffects, settled } from './config.ts';
import { LeadsApiError } from './errors.ts';
import { HabitMemory } from './habit-memory.ts';
import type { AnswerPart, CountedPart, LeadsApi, LeadsClient, ReadOptions } from './leads-api.ts';
import { observedFetch } from './observed-fetch.ts';
import type { ReadState } from './read-state.ts';
import { readQuestion } from './read-window.ts';
import type { RequestContext } from './request.ts';

export function createLeadsApi(given: LeadsApiConfig, effects: LeadsApiEffects): LeadsClient {
  const config = settled(given);
  const memory = new HabitMemory(config.habits, effects);
  const signer = createSigner(config.auth, effects);
  const notifyUnread = notifyOnce(effects);
  let requests = 0;
  let hasAnswered = false;

  /** Token requests use the plain `fetch`, because they are not counted. */
  function contextOf(onRequest: ReadOptions['onRequest']): ReadState['context'] {
    const fetch = observedFetch(effects, memory, () => {
      requests += 1;
      onRequest?.();
    });
    return {
      baseUrl: config.baseUrl,
      signer,
      effects: { ...effects, fetch },
      hasAnswered: () => hasAnswered || config.hasAnsweredBefore(),
      noteAnswer: () => {
        hasAnswered = true;
      },
      notifyUnread,
    };
  }

  async function* read(question: LeadQuestion, { signal, onRequest }: ReadOptions = {}): AsyncGenerator<CountedPart> {
    const problem = questionProblem(question);
    if (problem !== null) throw new LeadsApiError('bad-request', problem);
    const stop = new AbortController();
    const timer = setTimeout(
      () => stop.abort(new LeadsApiError('timeout', 'the whole read took too long')),
      config.totalTimeoutMs,
    );
    let bulks = 0;
    let answers = 0;
    const state: ReadState = {
      config,
      context: contextOf(onRequest),
      memory,
      signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
      endsAt: effects.now() + config.totalTimeoutMs,
      nextNumber: () => bulks++,
      seen: new Set(),
      awaited: new Map(),
      origins: new Map(),
      nextAnswer: () => answers++,
      comparing: null,
      doubted: new Set(),
      extra: { left: config.extraRequests },
    };
    try {
      yield* readQuestion(question, state);
    } finally {
      // When one window fails, or the caller stops reading, the requests for the other windows end.
      stop.abort(new LeadsApiError('aborted', 'no longer read'));
      clearTimeout(timer);
    }
  }

  async function* readWhole(question: LeadQuestion, options?: ReadOptions): AsyncGenerator<AnswerPart> {
    for await (const part of read(question, options))
      yield part.type === 'leads' ? { ...part, leads: part.leads.map(wholeLead) } : part;
  }

  return {
    // Callers get whole leads unless they ask for counted leads.
    read: ((question, options) =>
      options?.counted === true ? read(question, options) : readWhole(question, options)) as LeadsApi['read'],
    habits: () => memory.habits,
    learn: (observation, now) => memory.learn(observation, now),
    adopt: (habits) => memory.adopt(habits),
    requests: () => requests,
  };
}

/** How many logged problems to remember, so that a poll that reads the same bulks again does not log them again. */
const mostKnown = 20_000;

function notifyOnce({ log }: LeadsApiEffects): RequestContext['notifyUnread'] {
  const known = new Set<string>();
  return (bulk, { path, field, expected, received }, count) => {
    const key = `${bulk} ${path.replace(/^\[\d+\]\.?/, '')}`;
    if (known.has(key)) return;
    if (known.size >= mostKnown) known.clear();
    known.add(key);
    log({ event: 'dms.unread', path, field, expected, received, count });
  };
}
