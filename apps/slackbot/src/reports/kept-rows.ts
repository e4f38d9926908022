/**
 * Keeps those leads of one bulk that may be shown, in order. A lead that was counted from its bytes is kept as bytes,
 * and is read only when it is shown. No effects.
 */
import { type CountedLead, type Lead, type LeadReader, wholeLead } from '@leadbell/domain';
import type { Resends } from './resends.ts';

/** Room for a dozen leads, because many bulks have only a few. */
const pageBytes = 16 * 1024;

/** Memory for the bytes of leads, which is reused because nearly all leads are soon dropped for newer ones. */
export class RowPages {
  readonly #free: Uint8Array[] = [];
  readonly #freeFacts: Int32Array[] = [];

  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(pageBytes);
  }

  give(pages: readonly Uint8Array[]): void {
    for (const page of pages) if (page.length === pageBytes) this.#free.push(page);
  }

  /** Returns space for the numbers of at least eight rows. */
  takeFacts(): Int32Array {
    return this.#freeFacts.pop() ?? new Int32Array(8 * facts);
  }

  giveFacts(rows: Int32Array): void {
    if (rows.length > 0) this.#freeFacts.push(rows);
  }
}

export interface KeptRow {
  readonly lead: Lead;
  /** The lead's position in its bulk. */
  readonly index: number;
  readonly isSentAgain: boolean;
}

/** Each row is stored as this many numbers. */
const facts = 6;
/**
 * The positions of a row's numbers. `index` is the lead's position in its bulk, `place` the lead's
 * index in the columns.
 */
const [index, place, state, page, start, length] = [0, 1, 2, 3, 4, 5];
/** The states of a row: `unsettled` until we know whether a later bulk resent the lead. */
const [unsettled, sentOnce, sentAgain] = [0, 1, 2];
/** Stored instead of a page number; `start` is then an index into `#wholes`. */
const isWhole = -1;

export class KeptRows {
  readonly #memory: RowPages;
  #facts: Int32Array;
  #size = 0;
  #pages: Uint8Array[] = [];
  /** The end of the filled part of the last page. */
  #end = 0;
  readonly #wholes: Lead[] = [];
  #read: LeadReader | null = null;

  constructor(memory: RowPages) {
    this.#memory = memory;
    this.#facts = memory.takeFacts();
  }

  get size(): number {
    return this.#size;
  }

  add(lead: CountedLead, indexInBulk: number, placeInColumns: number): void {
    const at = this.#size * facts;
    if (at === this.#facts.length) this.#grow();
    this.#size += 1;
    this.#facts[at + index] = indexInBulk;
    this.#facts[at + place] = placeInColumns;
    this.#facts[at + state] = unsettled;
    if ('copyTo' in lead) {
      const bytes = this.#pageFor(lead.length);
      lead.copyTo(bytes, this.#end);
      this.#read = lead.readCopy;
      this.#facts[at + page] = this.#pages.length - 1;
      this.#facts[at + start] = this.#end;
      this.#facts[at + length] = lead.length;
      this.#end += lead.length;
    } else {
      this.#facts[at + page] = isWhole;
      this.#facts[at + start] = this.#wholes.push(wholeLead(lead)) - 1;
    }
  }

  /** Call when the leads' places in the columns have changed. */
  move(placeNow: (place: number) => number): void {
    for (let at = 0; at < this.#size * facts; at += facts)
      this.#facts[at + place] = placeNow(this.#facts[at + place] ?? 0);
  }

  /** Drops leads that a later bulk resent, and marks the resends. */
  settle(resends: Resends): void {
    let to = 0;
    for (let at = 0; at < this.#size * facts; at += facts) {
      if (this.#facts[at + state] === unsettled) {
        const its = this.#facts[at + place] ?? 0;
        if (!resends.isCounted(its)) continue;
        this.#facts[at + state] = resends.isSentAgain(its) ? sentAgain : sentOnce;
      }
      if (to < at) this.#facts.copyWithin(to, at, at + facts);
      to += facts;
    }
    this.#size = to / facts;
  }

  /** Keeps only the first `most` rows. After `keepFirst(0)` the object can't be used again. */
  keepFirst(most: number): void {
    this.#size = Math.min(this.#size, most);
    if (this.#size > 0) return;
    this.#memory.give(this.#pages);
    this.#memory.giveFacts(this.#facts);
    this.#pages = [];
    this.#facts = new Int32Array(0);
  }

  *all(): Generator<KeptRow> {
    for (let at = 0; at < this.#size * facts; at += facts)
      yield {
        lead: this.#leadAt(at),
        index: this.#facts[at + index] ?? 0,
        isSentAgain: this.#facts[at + state] === sentAgain,
      };
  }

  #leadAt(at: number): Lead {
    const [its, from] = [this.#facts[at + page] ?? 0, this.#facts[at + start] ?? 0];
    const bytes = this.#pages[its]?.subarray(from, from + (this.#facts[at + length] ?? 0));
    const lead = bytes === undefined ? this.#wholes[from] : this.#read?.(bytes);
    if (lead === undefined) throw new Error('a row of a bulk that was dropped');
    return lead;
  }

  #pageFor(bytes: number): Uint8Array {
    const last = this.#pages.at(-1);
    if (last !== undefined && this.#end + bytes <= last.length) return last;
    const fresh = bytes > pageBytes ? new Uint8Array(bytes) : this.#memory.take();
    this.#pages.push(fresh);
    this.#end = 0;
    return fresh;
  }

  #grow(): void {
    const larger = new Int32Array(this.#facts.length * 2);
    larger.set(this.#facts);
    this.#facts = larger;
  }
}
