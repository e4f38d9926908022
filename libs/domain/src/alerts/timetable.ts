/** A timetable: entries with the time at which each is due, the earliest first. Pure. */
import type { Instant } from '../time/instant.ts';

export class Timetable<T> {
  /** Sorted with the latest first, so that the next entry can be taken from the end. */
  readonly #entries: { readonly at: Instant; readonly what: T }[] = [];

  add(at: Instant, what: T): void {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.at ?? -Infinity) > at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, { at, what });
  }

  /** The time of the earliest entry; `Infinity` if there is none. */
  get next(): number {
    return this.#entries.at(-1)?.at ?? Infinity;
  }

  /** Removes and returns all entries that are due. */
  due(now: Instant): T[] {
    const due: T[] = [];
    while (this.next <= now) {
      const entry = this.#entries.pop();
      if (entry !== undefined) due.push(entry.what);
    }
    return due;
  }
}
