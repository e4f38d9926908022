/**
 * Recognises gaps: the bytes between two values of an object, such as `,"brand":` with any white space. Leads of one
 * sender have the same gaps in the same order. So each gap is predicted from the gap before it and compared four
 * bytes at a time; if the prediction is wrong, the gap is looked up. Bounded. Pure except for its own state.
 */
import { Buffer } from 'node:buffer';
import { leadFields, vehicleFields } from '@leadbell/domain';

/** At the start of a lead or a vehicle there is no previous gap, so `find` gets one of these instead. */
export const leadStart = 0;
export const vehicleStart = 1;
/** Returned instead of a gap: `objectEnd` when the object ends, `oddGap` when something unusual follows. */
export const objectEnd = -1;
const oddGap = -2;

/**
 * The kinds of values that a scanner tells apart. The kind of a field also decides how many digits a plain number in it
 * may have.
 */
export const kinds = {
  text: 0,
  id: 1,
  count: 2,
  year: 3,
  flag: 4,
  day: 5,
  errors: 6,
  vehicles: 7,
  unknown: 8,
} as const;

type FieldOf<Form> = {
  [Name in keyof typeof leadFields]: (typeof leadFields)[Name] extends Form ? Name : never;
}[keyof typeof leadFields];

/** Numbers that are copied without quotes; the external id comes first, because it is hashed. */
const idFields = ['leadExternalId', 'leadId'] as const satisfies FieldOf<'name' | 'number'>[];
const flagFields = ['isError', 'testDriveRequired'] as const satisfies FieldOf<'flag' | 'error-flag'>[];
/**
 * Texts with few different values: they are read while scanning, and each value is stored once for all leads. None of
 * them may be personal data.
 */
export const wordFields = [
  'source',
  'subSource',
  'brand',
  'branch',
  'priority',
  'leadType',
  'vehicleType',
] as const satisfies FieldOf<'text'>[];
/** The texts about a person; they stay bytes until someone reads them. `copyPerson` writes them in this order. */
export const personFields = [
  'phoneCode',
  'phoneNumber',
  'email',
  'firstName',
  'lastName',
  'contactName',
] as const satisfies FieldOf<'text'>[];

/** More texts that an error may quote; they are read only for leads with errors. */
export const quotedFields = [
  'middleName',
  'leadName',
  'companyName',
  'address1',
  'address2',
] as const satisfies FieldOf<'text'>[];
const errorFields = ['errorList'] as const satisfies FieldOf<'errors'>[];

/**
 * The fields whose positions are recorded; the index is the slot. The six kinds of fields must stay in this order,
 * because each kind is read as one range of slots. A field in the wrong range would be read as another kind of value.
 */
export const notedFields = [
  ...idFields,
  ...flagFields,
  ...wordFields,
  ...personFields,
  ...quotedFields,
  ...errorFields,
] as const;

export type NotedField = (typeof notedFields)[number];

const words = idFields.length + flagFields.length;

export const slots = {
  externalId: notedFields.indexOf('leadExternalId'),
  leadId: notedFields.indexOf('leadId'),
  isError: notedFields.indexOf('isError'),
  testDrive: notedFields.indexOf('testDriveRequired'),
  words,
  person: words + wordFields.length,
  errors: notedFields.indexOf('errorList'),
} as const;

const slotOf: ReadonlyMap<string, number> = new Map(notedFields.map((name, slot) => [name, slot]));
const kindOfForm = {
  text: kinds.text,
  note: kinds.text,
  name: kinds.id,
  number: kinds.id,
  count: kinds.count,
  year: kinds.year,
  flag: kinds.flag,
  'error-flag': kinds.flag,
  day: kinds.day,
  errors: kinds.errors,
  vehicles: kinds.vehicles,
} as const;

const mostGaps = 2_000;
const mostGapBytes = 256;
const tableSize = 8_192;
const mostWords = 32_768;

const [quote, comma, colon, open, close, backslash] = [0x22, 0x2c, 0x3a, 0x7b, 0x7d, 0x5c];

export class Gaps {
  /** For each gap, the gap that followed it the last time; 0: unknown. */
  readonly #next = new Int32Array(mostGaps);
  readonly #lengths = new Int32Array(mostGaps);
  readonly #starts = new Int32Array(mostGaps);
  readonly #words = new Int32Array(mostWords);
  /** `leadStart` or `vehicleStart`. */
  readonly #roots = new Uint8Array(mostGaps);
  /**
   * The kind of the value that follows each gap, by the gap's number. `slots` has the value's slot, or -1 if the
   * value's position is not recorded.
   */
  readonly kinds = new Uint8Array(mostGaps);
  readonly slots = new Int8Array(mostGaps);
  readonly #table = new Int16Array(tableSize);
  #count = 2;
  #wordsEnd = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** The end of the gap that was found last. */
  end = 0;

  constructor() {
    this.#roots[vehicleStart] = vehicleStart;
  }

  /** Sets the bytes to search; sixteen zero bytes must follow the data. */
  look(bytes: Buffer, view: DataView): void {
    this.#bytes = bytes;
    this.#view = view;
  }

  /**
   * Finds the gap that begins at `at` and follows the gap `last`. Sets `end` to where the gap's value begins, or to
   * where the object ends.
   */
  find(at: number, last: number): number {
    const expected = this.#next[last] ?? 0;
    if (expected !== 0 && this.#stands(expected, at)) return expected;
    const found = this.#lookUp(at, last);
    if (found > 0) this.#next[last] = found;
    return found;
  }

  /** Whether this gap is at `at`; if so, sets `end`. */
  #stands(gap: number, at: number): boolean {
    const view = this.#view;
    const words = this.#words;
    const end = at + (this.#lengths[gap] ?? 0);
    let word = this.#starts[gap] ?? 0;
    let here = at;
    for (; here + 4 <= end; here += 4, word += 1) if (view.getInt32(here, true) !== words[word]) return false;
    if (here < end && (view.getInt32(here, true) ^ (words[word] ?? 0)) << (8 * (4 - end + here)) !== 0) return false;
    this.end = end;
    return true;
  }

  #lookUp(at: number, last: number): number {
    const root = this.#roots[last] ?? 0;
    const keyStart = this.#keyStart(at, last === root);
    if (keyStart < 0) return keyStart;
    const keyEnd = endOfKey(this.#bytes, keyStart);
    if (keyEnd < 0) return oddGap;
    const colonAt = skipWhite(this.#bytes, keyEnd + 1);
    if (this.#bytes[colonAt] !== colon) return oddGap;
    this.end = skipWhite(this.#bytes, colonAt + 1);
    const length = this.end - at;
    if (length > mostGapBytes) return oddGap;
    for (let slot = this.#hash(at, length, root) & (tableSize - 1); ; slot = (slot + 1) & (tableSize - 1)) {
      const gap = this.#table[slot] ?? 0;
      if (gap === 0) return this.#learn(at, root, this.#bytes.toString('utf8', keyStart, keyEnd), slot);
      if (this.#lengths[gap] === length && this.#roots[gap] === root && this.#stands(gap, at)) return gap;
    }
  }

  /** The position after the opening quote of the next key, or `objectEnd` or `oddGap`. */
  #keyStart(at: number, isFirst: boolean): number {
    const bytes = this.#bytes;
    const sign = skipWhite(bytes, at);
    if (isFirst ? bytes[sign] !== open : bytes[sign] !== comma) {
      if (isFirst || bytes[sign] !== close) return oddGap;
      this.end = sign + 1;
      return objectEnd;
    }
    const key = skipWhite(bytes, sign + 1);
    if (bytes[key] === quote) return key + 1;
    if (!isFirst || bytes[key] !== close) return oddGap;
    this.end = key + 1;
    return objectEnd;
  }

  #learn(at: number, root: number, name: string, slot: number): number {
    const length = this.end - at;
    const words = (length + 3) >> 2;
    const gap = this.#count;
    if (gap >= mostGaps || this.#wordsEnd + words > mostWords) return oddGap;
    this.#count += 1;
    this.#lengths[gap] = length;
    this.#starts[gap] = this.#wordsEnd;
    for (let word = 0; word < words; word += 1)
      this.#words[this.#wordsEnd + word] = this.#view.getInt32(at + word * 4, true);
    this.#wordsEnd += words;
    this.#roots[gap] = root;
    this.kinds[gap] = kindOfField(root, name);
    this.slots[gap] = root === leadStart ? (slotOf.get(name) ?? -1) : -1;
    this.#table[slot] = gap;
    return gap;
  }

  #hash(at: number, length: number, root: number): number {
    const view = this.#view;
    const tail = Math.imul(view.getInt32(at + length - 4, true), 0x85ebca6b);
    const middle = Math.imul(view.getInt32(at + (length >> 1) - 2, true), 0x9e3779b1);
    const hash = middle ^ tail ^ Math.imul(length, 0xc2b2ae35) ^ root;
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return mixed ^ (mixed >>> 13);
  }
}

function kindOfField(root: number, name: string): number {
  const fields: Readonly<Record<string, string>> = root === leadStart ? leadFields : vehicleFields;
  const form = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return kindOfForm[form as keyof typeof kindOfForm] ?? kinds.unknown;
}

/** The position of the key's closing quote; -1 if the key contains an escape. */
function endOfKey(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) return at;
    if (byte < 0x20 || byte === backslash) return -1;
    at += 1;
  }
}

export function skipWhite(bytes: Buffer, from: number): number {
  let at = from;
  while (isWhite(bytes[at])) at += 1;
  return at;
}

export function isWhite(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
