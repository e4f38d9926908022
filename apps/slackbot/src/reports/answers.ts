/**
 * Answers at hand: what the DMS said, digested, kept for a short while so that paging does not ask again. In memory only, bounded by leads and by age.
 * The same inquiry made by several at once is fetched once. Effects: reads through the `LeadsApi` it is handed. Errors: `LeadsApiError` only.
 */
import type { Instant } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import { collect } from './collect.ts';
import type { Answer, Inquiry } from './answer.ts';
import { SingleFlight } from './single-flight.ts';
import { LruCache } from './lru-cache.ts';
import { narrow } from './narrow.ts';

export interface AnswersOptions {
  readonly now: () => Instant;
  /** How long an answer serves again. Default 10 minutes: kept leads are personal data. */
  readonly ttlMs?: number;
  /** Leads kept over all answers. Default 10,000. */
  readonly maxLeads?: number;
  /** Leads kept of one answer, the newest. Default 1,000. */
  readonly maxRows?: number;
  /** Resolves in a turn of the event loop of its own. Answers are handed out one a turn, so that a hundred drawn at once do not keep an acknowledgement waiting. */
  readonly ownTurn?: () => Promise<void>;
}

export interface Asking {
  readonly leadsApi: LeadsApi;
  readonly signal: AbortSignal;
  /** Ask the DMS even if an answer is at hand. */
  readonly fresh: boolean;
  /** An answer at hand may be no older. Default: as long as it is kept. */
  readonly maxAgeMs?: number;
}

export interface Answers {
  find(inquiry: Inquiry, asking: Asking): Promise<Answer>;
  /** Drops what is too old. To be called now and then: kept leads are not to outlive their time because nobody asks. */
  forgetOld(): void;
  /** Forgets everything kept and stops what is being fetched. */
  close(): void;
}

export function createAnswers({
  now,
  ttlMs = 600_000,
  maxLeads = 10_000,
  maxRows = 1_000,
  ownTurn = () => Promise.resolve(),
}: AnswersOptions): Answers {
  const kept = new LruCache<Answer>({ ttlMs, maxWeight: maxLeads });
  const flights = new SingleFlight<Answer>();

  async function fetchAnswer(inquiry: Inquiry, leadsApi: LeadsApi, signal: AbortSignal): Promise<Answer> {
    const since = now();
    const parts = leadsApi.read(inquiry.question, { signal, counted: true });
    const answer = await collect(parts, inquiry, { since, maxRows, turn: ownTurn });
    // An answer with no leads weighs something too, or a thousand of them would weigh nothing.
    if (!signal.aborted) kept.set(inquiry.key, answer, answer.rows.length + 1, now());
    return answer;
  }

  function findKept(inquiry: Inquiry, maxAgeMs: number): Answer | null {
    const recent = (answer: Answer | null) => (answer !== null && now() - answer.since <= maxAgeMs ? answer : null);
    const whole = recent(kept.get(inquiry.wholeKey, now()));
    return recent(kept.get(inquiry.key, now())) ?? (whole && narrow(whole, inquiry));
  }

  return {
    find: async (inquiry, { leadsApi, signal, fresh, maxAgeMs = ttlMs }) => {
      // A fresh answer with filters beside an old one without would have leads come and go.
      if (fresh && inquiry.wholeKey !== inquiry.key) kept.forget(inquiry.wholeKey);
      const atHand = fresh ? null : findKept(inquiry, maxAgeMs);
      const answer =
        atHand ?? (await flights.join(inquiry.key, signal, (stop) => fetchAnswer(inquiry, leadsApi, stop)));
      await ownTurn();
      return answer;
    },
    forgetOld: () => kept.forgetOld(now()),
    close: () => {
      flights.stopAll();
      kept.clear();
    },
  };
}
