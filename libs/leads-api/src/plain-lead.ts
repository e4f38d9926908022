/**
 * A plain lead of an answer: reads the fields that counting needs, and keeps the rest as bytes. See `lead-scanner.ts`.
 */
import type { Buffer } from 'node:buffer';
import {
  type Id,
  type Lead,
  type LeadError,
  joinWideHash,
  type LeadOutcome,
  type LeadReader,
  outcomeOf,
  type PartialLead,
  unread,
  wideHashStart,
} from '@leadbell/domain';
import { type NotedField, notedFields, personFields, slots, wordFields } from './gaps.ts';
import type { Stretch } from './stretch.ts';
import { readJson } from './vocabulary.ts';
import { readText } from './wire.ts';

const noErrors: readonly LeadError[] = Object.freeze([]);
const [quote, zero] = [0x22, 0x30];
/** The ids, then the person's fields. */
const spots = [slots.externalId, slots.leadId, ...notedFields.keys().drop(slots.person)];
const spotOf = {
  externalId: spotAt('leadExternalId'),
  leadId: spotAt('leadId'),
  phoneCode: spotAt('phoneCode'),
  phoneNumber: spotAt('phoneNumber'),
  email: spotAt('email'),
  firstName: spotAt('firstName'),
  lastName: spotAt('lastName'),
  contactName: spotAt('contactName'),
} as const;
/** The index of each word among the words of a found lead. */
const wordOf = Object.fromEntries(wordFields.map((name, n) => [name, n])) as Readonly<
  Record<(typeof wordFields)[number], number>
>;
const spotsSize = spots.length * 2;

function spotAt(name: NotedField): number {
  return spots.indexOf(notedFields.indexOf(name));
}

/** A lead as the scanner recorded it. */
export interface FoundLead {
  readonly readCopy: LeadReader;
  readonly stretch: Stretch;
  /** By slot; -1 if not sent. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly words: readonly (string | null)[];
  isTrue(slot: number): boolean;
}

export class PlainLead implements PartialLead {
  readonly outcome: LeadOutcome;
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
  /** Positions of the ids and the person, relative to the lead's start; 0: not sent. Shared with other leads. */
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
    this.#row = found.stretch.addLead(spotsSize);
    this.#spots = found.stretch.spots;
    for (let spot = 0; spot < spots.length; spot += 1) {
      const slot = spots[spot] ?? 0;
      const at = starts[slot] ?? -1;
      // An id is copied without quotes, a text as JSON.
      const quotes = spot <= spotOf.leadId && found.stretch.bytes[at] === quote ? 1 : 0;
      this.#spots[this.#row + spot * 2] = at < 0 ? 0 : at + quotes - start;
      this.#spots[this.#row + spot * 2 + 1] = at < 0 ? 0 : (ends[slot] ?? 0) - quotes - start;
    }
    this.outcome = outcomeOf(found.isTrue(slots.isError), noErrors, this.#isNamed(spotOf.leadId) ? '1' : null);
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
    for (let spot = spots.length - personFields.length; spot < spots.length; spot += 1) {
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
    let [one, other] = wideHashStart;
    for (let at = this.#start + this.#spotAt(0); at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      one = Math.imul(one ^ byte, 0x01000193);
      other = Math.imul(other ^ byte, 0x01000193);
    }
    return joinWideHash(one, other);
  }

  /** Same as `hashText` of the sender's number. */
  hashNumber(seed: number): number {
    const bytes = this.#bytes();
    const end = this.#start + this.#spotAt(1);
    let hash = seed;
    for (let at = this.#start + this.#spotAt(0); at < end; at += 1)
      hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    return hash >>> 0;
  }

  get errors(): readonly LeadError[] {
    return noErrors;
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

  /** 0 names nothing. */
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
    const read = readJson(bytes, ...this.#placeOf(spot), readText);
    return read === unread ? null : read;
  }

  #spotAt(at: number): number {
    return this.#spots[this.#row + at] ?? 0;
  }

  #placeOf(spot: number): [number, number] {
    return [this.#start + this.#spotAt(spot * 2), this.#start + this.#spotAt(spot * 2 + 1)];
  }
}
