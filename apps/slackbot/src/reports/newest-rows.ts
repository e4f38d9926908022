/**
 * Collects a bounded number of the newest leads, ordered by their bulk's creation time. No effects.
 */
import type { Bulk } from '@leadbell/domain';
import type { Row } from './answer.ts';
import { KeptRows, RowPages } from './kept-rows.ts';
import { leadRef } from './lead-ref.ts';
import type { Resends } from './resends.ts';

export class NewestRows {
  readonly #max: number;
  readonly #memory = new RowPages();
  /** The kept leads, in one group for each bulk. */
  #groups: { readonly at: number; readonly bulk: Bulk; readonly rows: KeptRows }[] = [];
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Returns the object to which the leads of a bulk are added. */
  begin(): KeptRows {
    return new KeptRows(this.#memory);
  }

  add(bulk: Bulk, rows: KeptRows): void {
    if (rows.size === 0) return;
    this.#groups.push({ at: bulk.createdAt ?? Number.NEGATIVE_INFINITY, bulk, rows });
    this.#count += rows.size;
    // Sort and cut only occasionally, because a day can have thousands of bulks.
    if (this.#count >= this.#max * 2) this.#cut();
  }

  /** Drops leads that a later bulk resent, and marks the resends. */
  settle(resends: Resends): void {
    for (const { rows } of this.#groups) rows.settle(resends);
    this.#cut();
  }

  rows(): readonly Row[] {
    this.#cut();
    return this.#groups.flatMap(({ bulk, rows }) =>
      [...rows.all()].map(({ lead, index, isSentAgain }) => ({
        ref: leadRef(bulk, lead, index),
        lead,
        bulk,
        isSentAgain,
      })),
    );
  }

  #cut(): void {
    let room = this.#max;
    this.#groups = this.#groups
      .toSorted((a, b) => (a.at === b.at ? 0 : b.at - a.at))
      .filter(({ rows }) => {
        rows.keepFirst(room);
        room -= rows.size;
        return rows.size > 0;
      });
    this.#count = this.#max - room;
  }
}
