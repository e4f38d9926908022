/** The newest leads by when their bulk was created, never more than a number of them. No effects. */
import type { Bulk } from '@leadbell/domain';
import type { Row } from './answer.ts';

export class NewestRows {
  readonly #max: number;
  /** Of one bulk each. */
  #groups: { readonly at: number; readonly rows: readonly Row[] }[] = [];
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  add(bulk: Bulk, rows: readonly Row[]): void {
    if (rows.length === 0) return;
    this.#groups.push({ at: bulk.createdAt ?? Number.NEGATIVE_INFINITY, rows });
    this.#count += rows.length;
    // Sorting now and then, not at each bulk: a day can have thousands.
    if (this.#count >= this.#max * 2) this.#cut();
  }

  rows(): readonly Row[] {
    this.#cut();
    return this.#groups.flatMap(({ rows }) => rows);
  }

  #cut(): void {
    let room = this.#max;
    this.#groups = this.#groups
      .toSorted((a, b) => (a.at === b.at ? 0 : b.at - a.at))
      .flatMap(({ at, rows }) => {
        const kept = rows.slice(0, room);
        room -= kept.length;
        return kept.length === 0 ? [] : [{ at, rows: kept }];
      });
    this.#count = this.#max - room;
  }
}
