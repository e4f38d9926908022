/**
 * Stores an answer's leads in columns, with about 120 bytes for each lead. The columns tell how each lead is counted,
 * and have the marks by which a resend is recognised. No effects. The person's fields are kept as sent, and are parsed
 * only if another lead has the same number.
 */
import {
  emailMark,
  type LeadOutcome,
  type LeadPlaces,
  type LeadQuality,
  nameMark,
  phoneMark,
  wideHash,
} from '@leadbell/domain';
import { PackedPeople, type PersonFields } from './packed-people.ts';
import { emptyPlaced, type PlacedLead } from './tally.ts';

const chunkBits = 14;
const chunkSize = 1 << chunkBits;
const mask = chunkSize - 1;
const outcomes: readonly LeadOutcome[] = ['errored', 'created', 'pending'];
const bit = { outcome: 3, testDrive: 4, ofStatus: 8, ofSource: 16, ofAll: 32, noPhone: 64, unreachable: 128 } as const;

/**
 * A part of the columns. Its size is fixed, because an array that doubles to grow would need memory for two copies at
 * once.
 */
class Chunk {
  readonly bulk = new Int32Array(chunkSize);
  readonly flags = new Uint8Array(chunkSize);
  readonly number = new Float64Array(chunkSize);
  /** The lead's index in the packed people; -1 if the person isn't packed. */
  readonly person = new Int32Array(chunkSize);
  readonly choice = new Int16Array(chunkSize);
  readonly source = new Int16Array(chunkSize);
  readonly subSource = new Int16Array(chunkSize);
  readonly brand = new Int16Array(chunkSize);
  readonly branch = new Int16Array(chunkSize);
  readonly priority = new Int16Array(chunkSize);
  /** The index at which the lead's errors start, or -1. */
  readonly errors = new Int32Array(chunkSize);
}

/** Hashes of each lead's first phone number and email address, which are kept only if quality is counted. */
class QualityChunk {
  readonly phone = new Float64Array(chunkSize);
  readonly email = new Float64Array(chunkSize);
}

/** Hashes of a lead's first phone number, first email address and name; null if it has none. */
export interface LeadMarks {
  readonly phone: number | null;
  readonly email: number | null;
  readonly name: number | null;
}

/** The fields that identify a lead. */
export interface LeadSelf {
  /** A hash of the external id. NaN if there is none; then no other lead counts as the same. */
  readonly number: number;
  /** The person's fields as sent, or their marks if we already have them. */
  readonly person: PersonFields | LeadMarks;
  /** Null if quality is not counted. */
  readonly quality: LeadQuality | null;
}

export class LeadColumns {
  readonly #chunks: Chunk[] = [];
  /** For each lead with errors: the number of its errors, followed by their indexes. */
  #errors = new Int16Array(256);
  #errorsEnd = 0;
  readonly #people = new PackedPeople();
  /** The marks of the few leads whose person is not packed. */
  readonly #marks = new Map<number, LeadMarks>();
  readonly #quality: QualityChunk[] = [];
  /** All hashes of the few leads with several phone numbers or addresses. */
  readonly #moreHashes = new Map<number, Pick<LeadQuality, 'phones' | 'emails'>>();
  readonly #placed = emptyPlaced();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Returns the lead's index. */
  add(bulk: number, placed: Readonly<PlacedLead>, { number, person, quality }: LeadSelf): number {
    const place = this.#size;
    this.#size += 1;
    const chunk = this.#chunkOf(place);
    const at = place & mask;
    chunk.bulk[at] = bulk;
    chunk.number[at] = number;
    chunk.person[at] = Number.isNaN(number) ? -1 : this.#addPerson(place, person);
    this.#write(chunk, at, placed);
    if (quality !== null) this.#addQuality(place, quality);
    return place;
  }

  #addQuality(place: number, quality: LeadQuality): void {
    const { flags } = this.#chunkOf(place);
    const { phone, email } = (this.#quality[place >> chunkBits] ??= new QualityChunk());
    const at = place & mask;
    flags[at] = (flags[at] ?? 0) | (quality.noPhone ? bit.noPhone : 0) | (quality.unreachable ? bit.unreachable : 0);
    phone[at] = quality.phones[0] ?? Number.NaN;
    email[at] = quality.emails[0] ?? Number.NaN;
    if (quality.phones.length > 1 || quality.emails.length > 1) this.#moreHashes.set(place, quality);
  }

  #addPerson(place: number, person: PersonFields | LeadMarks): number {
    const packed = 'phoneCode' in person ? this.#people.add(person) : -1;
    if (packed < 0) this.#marks.set(place, 'phoneCode' in person ? marksOf(person) : person);
    return packed;
  }

  /** Frees the memory at once. Nothing can be read afterwards. */
  release(): void {
    this.#size = 0;
    this.#people.release();
    for (const chunk of [...this.#chunks.splice(0), ...this.#quality.splice(0)])
      for (const column of Object.values(chunk) as Uint8Array<ArrayBuffer>[]) column.buffer.transfer(0);
  }

  bulkOf(place: number): number {
    return this.#chunkOf(place).bulk[place & mask] ?? 0;
  }

  /** The hash of the lead's number; NaN if it has none. */
  numberOf(place: number): number {
    return this.#chunkOf(place).number[place & mask] ?? Number.NaN;
  }

  /** The marks of a lead, which must have an external id. */
  marksOf(place: number): LeadMarks {
    const packed = this.#chunkOf(place).person[place & mask] ?? -1;
    return packed < 0 ? (this.#marks.get(place) ?? noMarks) : marksOf(this.#people.at(packed));
  }

  /** The lead's fields as they were added, with marks instead of the person's fields. */
  selfOf(place: number): LeadSelf {
    const number = this.numberOf(place);
    const quality = this.#quality.length > 0 ? this.qualityOf(place) : null;
    return { number, person: Number.isNaN(number) ? noMarks : this.marksOf(place), quality };
  }

  /** The quality of a lead. The lead must have been added with its quality. */
  qualityOf(place: number): LeadQuality {
    const flags = this.#chunkOf(place).flags[place & mask] ?? 0;
    return {
      noPhone: (flags & bit.noPhone) !== 0,
      unreachable: (flags & bit.unreachable) !== 0,
      phones: this.#moreHashes.get(place)?.phones ?? listOf(this.#quality[place >> chunkBits]?.phone[place & mask]),
      emails: this.#moreHashes.get(place)?.emails ?? listOf(this.#quality[place >> chunkBits]?.email[place & mask]),
    };
  }

  /** Always returns the same object, so read it before the next call. */
  placedOf(place: number): Readonly<PlacedLead> {
    const chunk = this.#chunkOf(place);
    const at = place & mask;
    const flags = chunk.flags[at] ?? 0;
    const placed = this.#placed;
    placed.outcome = outcomes[flags & bit.outcome] ?? 'pending';
    placed.isOfStatus = (flags & bit.ofStatus) !== 0;
    placed.isOfSource = (flags & bit.ofSource) !== 0;
    placed.isOfAll = (flags & bit.ofAll) !== 0;
    placed.choice = chunk.choice[at] ?? 0;
    if (placed.isOfAll) this.#readPlaces(chunk, at, placed.places);
    return placed;
  }

  #write(chunk: Chunk, at: number, { outcome, isOfStatus, isOfSource, isOfAll, choice, places }: PlacedLead): void {
    chunk.choice[at] = choice;
    chunk.flags[at] =
      (outcome === 'errored' ? 0 : outcome === 'created' ? 1 : 2) |
      (isOfStatus ? bit.ofStatus : 0) |
      (isOfSource ? bit.ofSource : 0) |
      (isOfAll ? bit.ofAll : 0) |
      (isOfAll && places.testDrive ? bit.testDrive : 0);
    chunk.errors[at] = -1;
    if (!isOfAll) return;
    chunk.source[at] = places.source;
    chunk.subSource[at] = places.subSource;
    chunk.brand[at] = places.brand;
    chunk.branch[at] = places.branch;
    chunk.priority[at] = places.priority;
    if (places.errors.length > 0) chunk.errors[at] = this.#addErrors(places.errors);
  }

  #readPlaces(chunk: Chunk, at: number, places: LeadPlaces): void {
    const flags = chunk.flags[at] ?? 0;
    const from = chunk.errors[at] ?? -1;
    places.outcome = outcomes[flags & bit.outcome] ?? 'pending';
    places.testDrive = (flags & bit.testDrive) !== 0;
    places.source = chunk.source[at] ?? -1;
    places.subSource = chunk.subSource[at] ?? -1;
    places.brand = chunk.brand[at] ?? -1;
    places.branch = chunk.branch[at] ?? -1;
    places.priority = chunk.priority[at] ?? -1;
    places.errors = from < 0 ? none : [...this.#errors.subarray(from + 1, from + 1 + (this.#errors[from] ?? 0))];
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

  #chunkOf(place: number): Chunk {
    return (this.#chunks[place >> chunkBits] ??= new Chunk());
  }
}

const none: readonly number[] = Object.freeze([]);
const noMarks: LeadMarks = Object.freeze({ phone: null, email: null, name: null });

/** Hashes the marks of a person; marks of different kinds get different hashes. */
function marksOf(person: PersonFields): LeadMarks {
  return {
    phone: hashOrNull('p', phoneMark(person.phoneCode, person.phoneNumber)),
    email: hashOrNull('e', emailMark(person.email)),
    name: hashOrNull('', nameMark(person)),
  };
}

function hashOrNull(kind: string, mark: string | null): number | null {
  return mark === null ? null : wideHash(`${kind}${mark}`);
}

function listOf(value = Number.NaN): readonly number[] {
  return Number.isNaN(value) ? none : [value];
}
