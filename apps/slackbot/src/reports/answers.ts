/**
 * Caches digested DMS answers for a short while, so that paging does not fetch again. In memory
 * only, bounded by the number of leads and by age. Simultaneous equal inquiries share one fetch.
 * Effects: reads the DMS through the given `LeadsApi`. Errors: `LeadsApiError` only.
 */
import type { Instant, KnownValues, Summary } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import { collect } from './collect.ts';
import type { Answer, Inquiry } from './answer.ts';
import { SingleFlight } from './single-flight.ts';
import { type ForgottenPeople, noOneForgotten } from './forgotten.ts';
import { wholeOf } from './whole.ts';
import { KeptCards } from './kept-cards.ts';
import { LruCache } from './lru-cache.ts';
import { NarrowedAnswers } from './narrow.ts';

export interface AnswersOptions {
  readonly now: () => Instant;
  /** The time for which a cached answer is served. By default only 10 minutes, because leads are personal data. */
  readonly ttlMs?: number;
  /** At most this many leads are kept in all answers together. Default 10,000. */
  readonly maxLeads?: number;
  /** At most this many leads of one answer are kept: the newest. Default 1,000. */
  readonly maxRows?: number;
  /** Learns the filter values in each fetched answer. */
  readonly values?: Pick<KnownValues, 'see'>;
  /**
   * Resolves in a turn of the event loop that no other caller shares. Only one answer is returned in each turn, so that
   * rendering a hundred answers does not delay an acknowledgement.
   */
  readonly ownTurn?: () => Promise<void>;
  /** The people whose data is removed from answers. By default there are none. */
  readonly forgotten?: Pick<ForgottenPeople, 'answer'>;
}

type Keys = Pick<Inquiry, 'key' | 'wholeKey'>;

function keysOf({ key, wholeKey, fixed }: Inquiry): readonly Keys[] {
  return [{ key, wholeKey }, ...(fixed === undefined ? [] : [fixed])];
}

interface Kept {
  /** The inquiry's `wholeKey`, which is equal for all answers about the same leads, whatever their filters. */
  readonly wholeKey: string;
  readonly answer: Answer;
}

export interface Asking {
  readonly leadsApi: LeadsApi;
  readonly signal: AbortSignal;
  /** Whether to ask the DMS even if an answer is cached. */
  readonly fresh: boolean;
  /** Maximum age of a cached answer. Default: `ttlMs`. */
  readonly maxAgeMs?: number;
}

export interface Answers {
  find(inquiry: Inquiry, asking: Asking): Promise<Answer>;
  /**
   * Returns only the number of leads with each outcome. This takes much less time if all leads of
   * the period are cached.
   */
  outcomes(inquiry: Inquiry, asking: Asking): Promise<Summary['outcomes']>;
  readonly cards: KeptCards;
  /**
   * Drops expired answers. Call it regularly, because expired leads must not stay in memory when no one asks for them.
   */
  forgetOld(): void;
  /** Drops all answers and their cards. Call it when the settings have changed. */
  forgetAll(): void;
  /** Drops all answers and aborts running fetches. */
  close(): void;
}

export function createAnswers({
  now,
  ttlMs = 600_000,
  maxLeads = 10_000,
  maxRows = 1_000,
  values,
  ownTurn = () => Promise.resolve(),
  forgotten = noOneForgotten,
}: AnswersOptions): Answers {
  const kept = new LruCache<Kept>({ ttlMs, maxWeight: maxLeads });
  const flights = new SingleFlight<Answer>();
  const narrowed = new NarrowedAnswers();
  const small = new SmallWholes(maxRows);

  async function fetchAnswer(inquiry: Inquiry, leadsApi: LeadsApi, signal: AbortSignal): Promise<Answer> {
    const since = now();
    const set = await inquiry.set?.(leadsApi, signal);
    const parts = set?.parts ?? leadsApi.read(inquiry.question, { signal, counted: true });
    const most = inquiry.countsAlone === undefined ? maxRows : 0;
    const read = await collect(parts, inquiry, { since, maxRows: most, turn: ownTurn });
    const answer = set === undefined ? read : { ...read, set: set.facts };
    const leads = answer.rows.map(({ lead }) => lead);
    values?.see(leads, since);
    if (!signal.aborted) for (const keys of keysOf(inquiry)) keep(kept, keys, answer, now());
    small.note(inquiry, answer);
    return answer;
  }

  const recent = (key: string, maxAgeMs: number) => recentOf(kept, { key, maxAgeMs, now: now() });

  function findKept(inquiry: Inquiry, maxAgeMs: number): Answer | null {
    for (const key of [inquiry.key, ...(inquiry.countsAlone?.alsoIn ?? [])]) {
      const answer = recent(key, maxAgeMs);
      if (answer !== null) return answer;
    }
    const whole = recent(inquiry.wholeKey, maxAgeMs);
    return whole && narrowed.of(whole, inquiry);
  }

  async function find(inquiry: Inquiry, { leadsApi, signal, fresh, maxAgeMs = ttlMs }: Asking): Promise<Answer> {
    if (fresh) kept.forgetWhere(({ wholeKey }) => wholeKey === inquiry.wholeKey);
    const atHand = fresh ? null : findKept(inquiry, maxAgeMs);
    const read = (one: Inquiry) => flights.join(one.key, signal, (stop) => fetchAnswer(one, leadsApi, stop));
    const whole = atHand === null && small.has(inquiry) ? await read(wholeOf(inquiry)) : null;
    const answer = atHand ?? (whole && narrowed.of(whole, inquiry)) ?? (await read(inquiry));
    await ownTurn();
    // Do this at each call, because someone may have been forgotten since the answer was cached.
    return forgotten.answer(answer, inquiry);
  }

  return {
    find,
    async outcomes(inquiry, asking) {
      const { fresh, maxAgeMs = ttlMs } = asking;
      const whole = fresh ? null : recent(inquiry.wholeKey, maxAgeMs);
      return (whole && narrowed.outcomes(whole, inquiry)) ?? (await find(inquiry, asking)).summary.outcomes;
    },
    cards: new KeptCards(),
    forgetOld: () => kept.forgetOld(now()),
    forgetAll: () => kept.clear(),
    close: () => {
      flights.stopAll();
      kept.clear();
    },
  };
}

/** Keeps only the newest answer about the same leads, so that a number and the list that it opens agree. */
function keep(kept: LruCache<Kept>, { key, wholeKey }: Keys, answer: Answer, now: Instant): void {
  if (kept.has((one) => one.wholeKey === wholeKey && one.answer.since > answer.since)) return;
  kept.forgetWhere((one) => one.wholeKey === wholeKey && one.answer.since < answer.since);
  // Add 1, so that the number of empty answers is bounded too.
  kept.set(key, { wholeKey, answer }, answer.rows.length + (answer.hot?.length ?? 0) + 1, now);
}

/** Returns null if no answer is cached, or if it is older than `maxAgeMs`. */
function recentOf(
  kept: LruCache<Kept>,
  { key, maxAgeMs, now }: { readonly key: string; readonly maxAgeMs: number; readonly now: Instant },
): Answer | null {
  const answer = kept.get(key, now)?.answer ?? null;
  return answer !== null && now - answer.since <= maxAgeMs ? answer : null;
}

const mostNoted = 500;

/**
 * Remembers the periods with so few leads that one answer keeps them all. For a question with filters about such a
 * period, all of its leads are fetched, so that the next question with other filters needs no request.
 */
class SmallWholes {
  readonly #maxRows: number;
  readonly #keys = new Set<string>();

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  note({ wholeKey, narrowed }: Inquiry, { all }: Answer): void {
    if (narrowed) return;
    if (this.#keys.size >= mostNoted) this.#keys.clear();
    if (all.total <= this.#maxRows) this.#keys.add(wholeKey);
    else this.#keys.delete(wholeKey);
  }

  has({ key, wholeKey, narrowed }: Inquiry): boolean {
    return key !== wholeKey && !narrowed && this.#keys.has(wholeKey);
  }
}
