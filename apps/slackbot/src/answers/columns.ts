/**
 * Leads of an answer as numbers, about sixty bytes each: how each is counted, and what tells whether another is the same lead sent again. No effects; holds nothing
 * that could be shown of a person.
 */
import type { LeadOutcome, LeadPlaces, LeadQuality } from '@leadbell/domain';
import type { PlacedLead } from './tally.ts';

const chunkBits = 14;
const chunkSize = 1 << chunkBits;
const outcomes: readonly LeadOutcome[] = ['errored', 'created', 'pending'];
const bit = { outcome: 3, testDrive: 4, ofStatus: 8, ofSource: 16, placed: 32, noPhone: 64, unreachable: 128 } as const;

/** In pieces: columns that double would be there twice while they grow. */
class Chunk {
  readonly bulk = new Int32Array(chunkSize);
  readonly flags = new Uint8Array(chunkSize);
  readonly number = new Float64Array(chunkSize);
  readonly phone = new Float64Array(chunkSize);
  readonly email = new Float64Array(chunkSize);
  readonly name = new Float64Array(chunkSize);
  readonly choice = new Int16Array(chunkSize);
  readonly source = new Int16Array(chunkSize);
  readonly subSource = new Int16Array(chunkSize);
  readonly brand = new Int16Array(chunkSize);
  readonly branch = new Int16Array(chunkSize);
  readonly priority = new Int16Array(chunkSize);
  /** Where its errors begin, or -1. */
  readonly errors = new Int32Array(chunkSize);
}

/** Hashes; null where there is none. */
export interface LeadHashes {
  /** Of the sender's number. */
  readonly number: number | null;
  readonly phone: number | null;
  readonly email: number | null;
  readonly name: number | null;
  /** Null when it is not asked for. Its first number and address are the two above. */
  readonly quality: LeadQuality | null;
}

export class LeadColumns {
  readonly #chunks: Chunk[] = [];
  /** For each lead with errors: how many, then their places. */
  #errors = new Int16Array(256);
  #errorsEnd = 0;
  /** Of the few leads with several numbers or addresses. */
  readonly #moreHashes = new Map<number, Pick<LeadQuality, 'phones' | 'emails'>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Returns the lead's place. */
  add(bulk: number, placed: PlacedLead, hashes: LeadHashes): number {
    const place = this.#size;
    this.#size += 1;
    const [chunk, at] = this.#find(place);
    chunk.bulk[at] = bulk;
    chunk.number[at] = hashes.number ?? Number.NaN;
    chunk.phone[at] = hashes.phone ?? Number.NaN;
    chunk.email[at] = hashes.email ?? Number.NaN;
    chunk.name[at] = hashes.name ?? Number.NaN;
    this.#write(chunk, at, placed);
    const { quality } = hashes;
    if (quality !== null) {
      chunk.flags[at] =
        (chunk.flags[at] ?? 0) | (quality.noPhone ? bit.noPhone : 0) | (quality.unreachable ? bit.unreachable : 0);
      if (quality.phones.length > 1 || quality.emails.length > 1) this.#moreHashes.set(place, quality);
    }
    return place;
  }

  bulkOf(place: number): number {
    const [chunk, at] = this.#find(place);
    return chunk.bulk[at] ?? 0;
  }

  /** NaN where there is none. */
  numberOf(place: number): number {
    const [chunk, at] = this.#find(place);
    return chunk.number[at] ?? Number.NaN;
  }

  hashesOf(place: number): Omit<LeadHashes, 'quality'> {
    const [chunk, at] = this.#find(place);
    return {
      number: orNull(chunk.number[at]),
      phone: orNull(chunk.phone[at]),
      email: orNull(chunk.email[at]),
      name: orNull(chunk.name[at]),
    };
  }

  qualityOf(place: number): LeadQuality {
    const [chunk, at] = this.#find(place);
    const flags = chunk.flags[at] ?? 0;
    const { phone, email } = this.hashesOf(place);
    const { phones, emails } = this.#moreHashes.get(place) ?? {
      phones: phone === null ? none : [phone],
      emails: email === null ? none : [email],
    };
    return {
      noPhone: (flags & bit.noPhone) !== 0,
      unreachable: (flags & bit.unreachable) !== 0,
      phones,
      emails,
    };
  }

  placedOf(place: number): PlacedLead {
    const [chunk, at] = this.#find(place);
    const flags = chunk.flags[at] ?? 0;
    const outcome = outcomes[flags & bit.outcome] ?? 'pending';
    return {
      outcome,
      isOfStatus: (flags & bit.ofStatus) !== 0,
      isOfSource: (flags & bit.ofSource) !== 0,
      choice: chunk.choice[at] ?? 0,
      places: (flags & bit.placed) === 0 ? null : this.#placesOf(chunk, at, outcome, (flags & bit.testDrive) !== 0),
    };
  }

  #write(chunk: Chunk, at: number, { outcome, isOfStatus, isOfSource, choice, places }: PlacedLead): void {
    chunk.choice[at] = choice;
    chunk.flags[at] =
      outcomes.indexOf(outcome) |
      (isOfStatus ? bit.ofStatus : 0) |
      (isOfSource ? bit.ofSource : 0) |
      (places === null ? 0 : bit.placed) |
      (places?.testDrive === true ? bit.testDrive : 0);
    chunk.errors[at] = -1;
    if (places === null) return;
    chunk.source[at] = places.source;
    chunk.subSource[at] = places.subSource;
    chunk.brand[at] = places.brand;
    chunk.branch[at] = places.branch;
    chunk.priority[at] = places.priority;
    if (places.errors.length > 0) chunk.errors[at] = this.#addErrors(places.errors);
  }

  #placesOf(chunk: Chunk, at: number, outcome: LeadOutcome, testDrive: boolean): LeadPlaces {
    const from = chunk.errors[at] ?? -1;
    return {
      outcome,
      testDrive,
      source: chunk.source[at] ?? -1,
      subSource: chunk.subSource[at] ?? -1,
      brand: chunk.brand[at] ?? -1,
      branch: chunk.branch[at] ?? -1,
      priority: chunk.priority[at] ?? -1,
      errors: from < 0 ? none : [...this.#errors.subarray(from + 1, from + 1 + (this.#errors[from] ?? 0))],
    };
  }

  #addErrors(places: readonly number[]): number {
    const from = this.#errorsEnd;
    this.#errorsEnd += places.length + 1;
    if (this.#errorsEnd > this.#errors.length) {
      const larger = new Int16Array(Math.max(this.#errorsEnd, this.#errors.length * 2));
      larger.set(this.#errors);
      this.#errors = larger;
    }
    this.#errors[from] = places.length;
    this.#errors.set(places, from + 1);
    return from;
  }

  #find(place: number): readonly [Chunk, number] {
    const index = place >> chunkBits;
    const chunk = (this.#chunks[index] ??= new Chunk());
    return [chunk, place & (chunkSize - 1)];
  }
}

const none: readonly number[] = Object.freeze([]);

function orNull(value = Number.NaN): number | null {
  return Number.isNaN(value) ? null : value;
}
