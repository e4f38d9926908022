/**
 * Caches the cards of an answer: the next person who asks the same gets the same card, as long as a
 * new card would be equal. The cache is in memory and bounded, and keeps no card longer than its
 * answer. Pure apart from the cache.
 */
import { installationWords, type Instant, scopeKey } from '@leadbell/domain';
import { type Card, keepCard } from '@leadbell/slack-kit';
import type { Answer, Row } from './answer.ts';
import type { Shown } from './shown.ts';

interface Kept {
  readonly card: Card;
  /** The leads that the card lists. */
  readonly rows: readonly Row[];
  /** The card stays the same from this time until just before `until`. */
  readonly from: Instant;
  readonly until: number;
}

/** Each card takes about 5 kB. */
const mostKept = 500;
const minuteMs = 60_000;

export class KeptCards {
  /**
   * The cards of each answer. An answer is for one scope, and is replaced when people are forgotten or leads arrive.
   */
  #ofAnswers = new WeakMap<Answer, Map<string, Kept>>();
  #size = 0;

  /**
   * Returns the cached card, or makes one. `make` may use only the answer, `shown` and the settings. An empty list is
   * not cached, because its card suggests values from other answers.
   */
  card<S extends Shown>(answer: Answer, shown: S, make: (shown: S) => Card): Card {
    const { now } = shown;
    if (shown.audience !== 'asker' || now === undefined || answer.summary.total === 0) return make(shown);
    const key = keyOf(shown);
    const known = this.#ofAnswers.get(answer)?.get(key);
    if (known === undefined || now < known.from || now >= known.until) return this.#keep(answer, key, shown, make);
    if (shown.onRow !== undefined) for (const row of known.rows) shown.onRow(row);
    return known.card;
  }

  #keep<S extends Shown>(answer: Answer, key: string, shown: S, make: (shown: S) => Card): Card {
    const { now = 0 as Instant, onRow } = shown;
    const rows: Row[] = [];
    let until = Infinity;
    const card = make({
      ...shown,
      onRow(row) {
        rows.push(row);
        onRow?.(row);
      },
      onAge(since) {
        until = Math.min(until, now + minuteMs - minuteOf(now - since));
      },
    });
    if (this.#size >= mostKept) [this.#ofAnswers, this.#size] = [new WeakMap(), 0];
    const cards = this.#ofAnswers.get(answer) ?? new Map<string, Kept>();
    this.#ofAnswers.set(answer, cards);
    if (!cards.has(key)) this.#size += 1;
    cards.set(key, { card: keepCard(card), rows, from: now, until });
    return card;
  }
}

/** The part of an age beyond its whole minutes, in milliseconds. Ages are shown in whole minutes or larger units. */
function minuteOf(age: number): number {
  return ((age % minuteMs) + minuteMs) % minuteMs;
}

/** Everything that a card depends on, apart from its answer and the time. */
function keyOf({ query, period, messages, zone, isOutside, scope = 'all' }: Shown): string {
  return JSON.stringify([messages.tag, query, period, zone, isOutside, scopeKey(scope), installationWords.version]);
}
