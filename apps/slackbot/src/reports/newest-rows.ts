/**
 * Collects a bounded number of the newest leads, ordered by their bulk's creation time. No effects.
 */
import type { Bulk } from '@leadbell/domain';
import type { Row } from './answer.ts';
import { KeptRows, RowPages } from './kept-rows.ts';
import { leadRef } from './lead-ref.ts';
import type { Resends, Turn } from './resends.ts';

/** This many rows are read in one turn, which takes a few milliseconds. */
const rowsInTurn = 200;

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

  /** Reads the leads, which were kept as bytes. */
  async rows(turn: Turn): Promise<readonly Row[]> {
    this.#cut();
    const all: Row[] = [];
    for (const { bulk, rows } of this.#groups)
      for (const { lead, index, isSentAgain } of rows.all()) {
        if (all.length % rowsInTurn === rowsInTurn - 1) await turn();
        all.push({ ref: leadRef(bulk, lead, index), lead, bulk, isSentAgain });
      }
    return all;
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
