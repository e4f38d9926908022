/**
 * Computes the number of leads in the last two hours, and the usual number, for any moment of the past. The database
 * computes both numbers of the present moment. Pure.
 */
import type { Instant } from '../time/instant.ts';
import type { AlertFacts } from './facts.ts';

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
const spanMs = 2 * hourMs;
const weeks = 4;
/** The usual number of leads at a moment is computed from this much history before it. */
export const paceBeforeMs: number = weeks * weekMs + spanMs;

/** The arrival of a bulk, with its number of leads. */
export interface Arrival {
  readonly createdAt: Instant;
  readonly firstSeenAt: Instant;
  readonly leads: number;
}

export class PastPace {
  readonly #arrivals: readonly Arrival[];
  readonly #bySeen: readonly Arrival[];
  #seen = 0;
  #earliest = Infinity;

  /** `arrivals` must be sorted by `createdAt`. */
  constructor(arrivals: readonly Arrival[]) {
    this.#arrivals = arrivals;
    this.#bySeen = arrivals.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
  }

  /** `now` must not be earlier than in the last call. Returns null if too little of the past was known at `now`. */
  at(now: Instant): AlertFacts['pace'] {
    for (let next = this.#bySeen[this.#seen]; next !== undefined && next.firstSeenAt <= now;) {
      this.#earliest = Math.min(this.#earliest, next.createdAt);
      this.#seen += 1;
      next = this.#bySeen[this.#seen];
    }
    let past = 0;
    let known = 0;
    for (let week = 1; week <= weeks; week += 1) {
      if (this.#earliest >= now - spanMs - week * weekMs) break;
      past += this.#leads(now - week * weekMs, now);
      known += 1;
    }
    return known === 0 ? null : { lately: this.#leads(now, now), usual: past / known };
  }

  /** Counts the leads of the two hours before `to` that had been seen by `now`. */
  #leads(to: number, now: Instant): number {
    let sum = 0;
    for (let n = this.#firstAfter(to - spanMs); n < this.#arrivals.length; n += 1) {
      const { createdAt, firstSeenAt, leads } = this.#arrivals[n] ?? { createdAt: Infinity, firstSeenAt: 0, leads: 0 };
      if (createdAt > to) break;
      if (firstSeenAt <= now) sum += leads;
    }
    return sum;
  }

  #firstAfter(at: number): number {
    let [low, high] = [0, this.#arrivals.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#arrivals[middle]?.createdAt ?? Infinity) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
