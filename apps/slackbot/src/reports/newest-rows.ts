/**
 * Collects a bounded number of the newest leads, ordered by their bulk's creation time. No effects.
 */
import { type Bulk, type CountedLead, wholeLead } from '@leadbell/domain';
import type { Row } from './answer.ts';
import { leadRef } from './lead-ref.ts';
import type { Resends } from './resends.ts';

/** A lead that may turn out to be a resend. */
export interface NewRow {
  readonly lead: CountedLead;
  /** The position in its bulk. */
  readonly index: number;
  /** The index in the columns. */
  readonly place: number;
}

interface Kept extends NewRow {
  /** Unknown until the rows are settled. */
  readonly isSentAgain?: boolean;
}

export class NewestRows {
  readonly #max: number;
  /** One group for each bulk. */
  #groups: { readonly at: number; readonly bulk: Bulk; readonly rows: readonly Kept[] }[] = [];
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  add(bulk: Bulk, rows: readonly NewRow[]): void {
    if (rows.length === 0) return;
    this.#groups.push({ at: bulk.createdAt ?? Number.NEGATIVE_INFINITY, bulk, rows });
    this.#count += rows.length;
    // Sorted occasionally, not at each bulk: a day can have thousands.
    if (this.#count >= this.#max * 2) this.#cut();
  }

  /** Drops leads that a later bulk resent, and marks the resends. */
  settle(resends: Resends): void {
    this.#groups = this.#groups.flatMap(({ rows, ...group }) => {
      const kept = rows.flatMap((row) => {
        if (row.isSentAgain !== undefined) return [row];
        return resends.isCounted(row.place) ? [{ ...row, isSentAgain: resends.isSentAgain(row.place) }] : [];
      });
      return kept.length === 0 ? [] : [{ ...group, rows: kept }];
    });
    this.#cut();
  }

  rows(): readonly Row[] {
    this.#cut();
    return this.#groups.flatMap(({ bulk, rows }) =>
      rows.map(({ lead: counted, index, isSentAgain }) => {
        const lead = wholeLead(counted);
        return { ref: leadRef(bulk, lead, index), lead, bulk, isSentAgain: isSentAgain === true };
      }),
    );
  }

  #cut(): void {
    let room = this.#max;
    this.#groups = this.#groups
      .toSorted((a, b) => (a.at === b.at ? 0 : b.at - a.at))
      .flatMap(({ rows, ...group }) => {
        const kept = rows.slice(0, room);
        room -= kept.length;
        return kept.length === 0 ? [] : [{ ...group, rows: kept }];
      });
    this.#count = this.#max - room;
  }
}
