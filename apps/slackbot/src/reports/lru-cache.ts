/** An LRU cache bounded by total weight and by age. In memory only; `now` is an argument. */
import type { Instant } from '@leadbell/domain';

export interface LruCacheOptions {
  readonly ttlMs: number;
  readonly maxWeight: number;
}

interface Entry<T> {
  readonly value: T;
  readonly weight: number;
  readonly since: Instant;
}

export class LruCache<T> {
  readonly #options: LruCacheOptions;
  /** The entries, the least recently used first: a `Map` keeps the order of insertion. */
  readonly #entries = new Map<string, Entry<T>>();
  #weight = 0;

  constructor(options: LruCacheOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  get weight(): number {
    return this.#weight;
  }

  get(key: string, now: Instant): T | null {
    this.forgetOld(now);
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Stores a value, unless it is heavier than the whole cache may be. */
  set(key: string, value: T, weight: number, now: Instant): void {
    this.forgetOld(now);
    this.forget(key);
    if (weight > this.#options.maxWeight) return;
    this.#entries.set(key, { value, weight, since: now });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#options.maxWeight) break;
      this.forget(oldest);
    }
  }

  forgetOld(now: Instant): void {
    for (const [key, { since }] of this.#entries) {
      // Also drop entries from the future, so that setting the clock back does not extend their
      // life.
      if (now - since >= this.#options.ttlMs || now < since) this.forget(key);
    }
  }

  has(isSought: (value: T) => boolean): boolean {
    return [...this.#entries.values()].some(({ value }) => isSought(value));
  }

  forgetWhere(isOver: (value: T) => boolean): void {
    for (const [key, { value }] of this.#entries) if (isOver(value)) this.forget(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#weight = 0;
  }

  forget(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}
