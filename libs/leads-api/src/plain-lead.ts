/**
 * A plain lead of an answer: the fields that counting needs are ready to read, and everything else stays as bytes. See
 * `lead-scanner.ts`.
 */
import type { Buffer } from 'node:buffer';
import {
  hashCode,
  type Id,
  type Lead,
  type LeadError,
  joinWideHash,
  type LeadOutcome,
  type LeadReader,
  outcomeOf,
  type PartialLead,
  type LeadPerson,
  type Read,
  unread,
  wideHashStart,
} from '@leadbell/domain';
import { type NotedField, notedFields, personFields, quotedFields, slots, wordFields } from './gaps.ts';
import type { Stretch } from './stretch.ts';
import { readJson } from './vocabulary.ts';
import { readText } from './wire.ts';

const [quote, zero, backslash] = [0x22, 0x30, 0x5c];
/** The fields whose positions are kept: the ids, then the person's fields. */
const spots = [
  slots.externalId,
  slots.leadId,
  ...[...personFields, ...quotedFields].map((name) => notedFields.indexOf(name)),
];
const spotsOfPerson = 2;
/** A lead without errors keeps only these positions. */
const fewSpots = spotsOfPerson + personFields.length;
const spotOf = {
  externalId: spotAt('leadExternalId'),
  leadId: spotAt('leadId'),
  phoneCode: spotAt('phoneCode'),
  phoneNumber: spotAt('phoneNumber'),
  email: spotAt('email'),
  firstName: spotAt('firstName'),
  lastName: spotAt('lastName'),
  contactName: spotAt('contactName'),
  middleName: spotAt('middleName'),
  leadName: spotAt('leadName'),
  companyName: spotAt('companyName'),
  address1: spotAt('address1'),
  address2: spotAt('address2'),
} as const;
/** The index of each word in `FoundLead.words`. */
const wordOf = Object.fromEntries(wordFields.map((name, n) => [name, n])) as Readonly<
  Record<(typeof wordFields)[number], number>
>;

function spotAt(name: NotedField): number {
  return spots.indexOf(notedFields.indexOf(name));
}

/** A lead as the scanner recorded it. */
export interface FoundLead {
  readonly readCopy: LeadReader;
  readonly stretch: Stretch;
  /** The start of each field, by slot; -1 if it was not sent. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly words: readonly (string | null)[];
  readonly errors: readonly LeadError[];
  isTrue(slot: number): boolean;
}

export class PlainLead implements PartialLead {
  readonly outcome: LeadOutcome;
  readonly errors: readonly LeadError[];
  readonly source: string | null;
  readonly subSource: string | null;
  readonly brand: string | null;
  readonly branch: string | null;
  readonly priority: string | null;
  readonly leadType: string | null;
  readonly vehicleType: string | null;
  readonly testDriveRequired: boolean | null;
  readonly #found: FoundLead;
  readonly #stretch: Stretch;
  readonly #turn: number;
  readonly #start: number;
  readonly length: number;
  /**
   * The positions of the ids and the person's fields, relative to the lead's start; 0 if not sent. The array is shared
   * with other leads.
   */
  readonly #spots: Uint32Array;
  readonly #row: number;

  constructor(found: FoundLead, start: number, end: number) {
    const { words, starts, ends } = found;
    this.source = words[wordOf.source] ?? null;
    this.subSource = words[wordOf.subSource] ?? null;
    this.brand = words[wordOf.brand] ?? null;
    this.branch = words[wordOf.branch] ?? null;
    this.priority = words[wordOf.priority] ?? null;
    this.leadType = words[wordOf.leadType] ?? null;
    this.vehicleType = words[wordOf.vehicleType] ?? null;
    this.testDriveRequired = (starts[slots.testDrive] ?? -1) < 0 ? null : found.isTrue(slots.testDrive);
    this.#found = found;
    this.#stretch = found.stretch;
    this.#turn = found.stretch.turn;
    this.#start = start;
    this.length = end - start;
    this.errors = found.errors;
    const size = found.errors.length === 0 ? fewSpots : spots.length;
    this.#row = found.stretch.addLead(size * 2);
    this.#spots = found.stretch.spots;
    for (let spot = 0; spot < size; spot += 1) {
      const slot = spots[spot] ?? 0;
      const at = starts[slot] ?? -1;
      // An id is copied without its quotes, and a text as JSON, with its quotes.
      const quotes = spot <= spotOf.leadId && found.stretch.bytes[at] === quote ? 1 : 0;
      this.#spots[this.#row + spot * 2] = at < 0 ? 0 : at + quotes - start;
      this.#spots[this.#row + spot * 2 + 1] = at < 0 ? 0 : (ends[slot] ?? 0) - quotes - start;
    }
    this.outcome = outcomeOf(found.isTrue(slots.isError), found.errors, this.#isNamed(spotOf.leadId) ? '1' : null);
  }

  whole(): Lead {
    return this.readCopy(this.#bytes().subarray(this.#start, this.#start + this.length));
  }

  copyTo(to: Uint8Array, at: number): void {
    this.#bytes().copy(to, at, this.#start, this.#start + this.length);
  }

  get readCopy(): LeadReader {
    return this.#found.readCopy;
  }

  copyPerson(to: Uint8Array, start: number, most: number): number {
    const bytes = this.#bytes();
    let at = start;
    for (let spot = spotsOfPerson; spot < fewSpots; spot += 1) {
      const [from, end] = [this.#spotAt(spot * 2), this.#spotAt(spot * 2 + 1)];
      const length = end - from;
      if (length > 255 || at + length >= most) return -1;
      to[at] = length;
      for (let n = 0; n < length; n += 1) to[at + 1 + n] = bytes[this.#start + from + n] ?? 0;
      at += 1 + length;
    }
    return at;
  }

  numberHash(): number {
    const bytes = this.#bytes();
    const end = this.#start + this.#spotAt(1);
    let { one, other } = wideHashStart;
    for (let at = this.#start + this.#spotAt(0); at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      one = Math.imul(one ^ byte, 0x01000193);
      other = Math.imul(other ^ byte, 0x01000193);
    }
    return joinWideHash(one, other);
  }

  /** Hashes the digits of the external id one by one with `hashCode`, beginning with `seed`. */
  hashNumber(seed: number): number {
    const bytes = this.#bytes();
    const end = this.#start + this.#spotAt(1);
    let hash = seed;
    for (let at = this.#start + this.#spotAt(0); at < end; at += 1) hash = hashCode(bytes[at] ?? 0, hash);
    return hash;
  }

  person(): LeadPerson {
    // Some of these positions are recorded only for a lead with errors.
    if (this.errors.length === 0) return this.whole();
    const { firstName, lastName, contactName, phoneNumber } = this;
    return {
      firstName,
      middleName: this.#textAt(spotOf.middleName),
      lastName,
      contactName,
      leadName: this.#textAt(spotOf.leadName),
      companyName: this.#textAt(spotOf.companyName),
      address1: this.#textAt(spotOf.address1),
      address2: this.#textAt(spotOf.address2),
      phoneNumber,
    };
  }

  get externalId(): Id {
    return this.#digitsAt(spotOf.externalId) ?? '';
  }

  get leadId(): Id | null {
    return this.#digitsAt(spotOf.leadId);
  }

  get phoneCode(): string | null {
    return this.#textAt(spotOf.phoneCode);
  }

  get phoneNumber(): string | null {
    return this.#textAt(spotOf.phoneNumber);
  }

  get email(): string | null {
    return this.#textAt(spotOf.email);
  }

  get firstName(): string | null {
    return this.#textAt(spotOf.firstName);
  }

  get lastName(): string | null {
    return this.#textAt(spotOf.lastName);
  }

  get contactName(): string | null {
    return this.#textAt(spotOf.contactName);
  }

  #bytes(): Buffer {
    if (this.#stretch.turn !== this.#turn)
      throw new Error('a lead was read after its part was replaced; copy its bytes to keep it');
    return this.#stretch.bytes;
  }

  /** Whether the lead has an id in this field. The number 0 does not count as an id. */
  #isNamed(spot: number): boolean {
    const bytes = this.#bytes();
    const at = this.#spotAt(spot * 2);
    return at > 0 && bytes[this.#start + at] !== zero;
  }

  #digitsAt(spot: number): Id | null {
    return this.#isNamed(spot) ? this.#bytes().toString('latin1', ...this.#placeOf(spot)) : null;
  }

  #textAt(spot: number): string | null {
    const bytes = this.#bytes();
    if (this.#spotAt(spot * 2) === 0) return null;
    const read = readJsonText(bytes, this.#start + this.#spotAt(spot * 2), this.#start + this.#spotAt(spot * 2 + 1));
    return read === unread ? null : read;
  }

  #spotAt(at: number): number {
    return this.#spots[this.#row + at] ?? 0;
  }

  #placeOf(spot: number): [number, number] {
    return [this.#start + this.#spotAt(spot * 2), this.#start + this.#spotAt(spot * 2 + 1)];
  }
}

/** Most texts have no escapes, so they need no `JSON.parse`. */
function readJsonText(bytes: Buffer, start: number, end: number): Read<string> {
  if (bytes[start] !== quote) return readJson(bytes, start, end, readText);
  let all = 0;
  for (let at = start + 1; at < end - 1; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === backslash) return readJson(bytes, start, end, readText);
    all |= byte;
  }
  return readText(bytes.toString(all < 0x80 ? 'latin1' : 'utf8', start + 1, end - 1));
}
