/** The newest leads by when their bulk was created, never more than a number of them. No effects. */
import { type Bulk, type CountedLead, wholeLead } from '@leadbell/domain';
import type { Row } from './answer.ts';
import { leadRef } from './lead-ref.ts';
import type { Resends } from './resends.ts';

/** A lead that may turn out to have been sent again. */
export interface NewRow {
  readonly lead: CountedLead;
  /** In its bulk. */
  readonly index: number;
  /** In the columns. */
  readonly place: number;
}

interface Kept extends NewRow {
  /** Not known until the rows are settled. */
  readonly isSentAgain?: boolean;
}

export class NewestRows {
  readonly #max: number;
  /** Of one bulk each. */
  #groups: { readonly at: number; readonly bulk: Bulk; readonly rows: readonly Kept[] }[] = [];
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  add(bulk: Bulk, rows: readonly NewRow[]): void {
    if (rows.length === 0) return;
    this.#groups.push({ at: bulk.createdAt ?? Number.NEGATIVE_INFINITY, bulk, rows });
    this.#count += rows.length;
    // Sorting now and then, not at each bulk: a day can have thousands.
    if (this.#count >= this.#max * 2) this.#cut();
  }

  /** Leaves out what a later bulk brought again, and marks what was. */
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
