/**
 * Splits a long answer as bytes. Plain leads (see `lead-scanner.ts`) are neither decoded nor parsed; any other lead is
 * parsed on its own for the tolerant reader; and the text between two lists of leads is parsed as a whole, which proves
 * that the split was right. Wherever this fails, the rest goes to the `TextCutter`, which accepts anything, as do short
 * answers and those in encodings other than UTF-8.
 * Pure except for its own state. Throws `CutError`.
 */
import { Buffer, isUtf8 } from 'node:buffer';
import type { Zone } from '@leadbell/domain';
import { continuation, Cutter, endsInLeads, exactly, mayLoseLeads, parseList } from './cut.ts';
import { type BodyCutter, CutError, type Piece } from './cut-types.ts';
import { BodyDecoder } from './decode.ts';
import { skipWhite } from './gaps.ts';
import { endOfValue, LeadScanner } from './lead-scanner.ts';
import { Stretch, Stretches } from './stretch.ts';
import { TextCutter } from './text-cutter.ts';

/** Zeros after the data, so that the scanner needs no bounds checks. */
const padding = 16;
/** The most to buffer for one lead, or for the text between two lists of leads. */
const maxHeldBytes = 256 * 1024;
/** Candidates tried as the start of a list of leads. */
const maxTries = 4;
const leadsKey = Buffer.from('"leads"');
const [comma, colon, openList, closeList, openObject] = [0x2c, 0x3a, 0x5b, 0x5d, 0x7b];

export interface ByteCutterOptions {
  /** Shorter answers are parsed as a whole: a scanner that has not run yet is slower. */
  readonly fromBytes?: number;
  /** Scans once this much has arrived. */
  readonly pieceBytes?: number;
}

/** How the leads were read. */
export interface ScanCounts {
  readonly plain: number;
  /** Parsed on their own. */
  readonly odd: number;
  /** Part of the answer was read as text. */
  readonly isLeft: boolean;
}

type Wire = Record<string, unknown>;

export class ByteCutter implements BodyCutter {
  readonly #decoder: BodyDecoder;
  readonly #scanner: LeadScanner;
  readonly #fromBytes: number;
  readonly #pieceBytes: number;
  #text: TextCutter | null = null;
  #isLeft = false;
  #form: 'object' | 'array' | null = null;
  readonly #stretches: Stretches;
  #stretch = new Stretch(padding);
  #bytes: Buffer = this.#stretch.bytes;
  #end = 0;
  /** Where to continue: before or after a lead. */
  #at = 0;
  #isBehindLead = false;
  /**
   * The remainder is scanned again once it has doubled; otherwise small chunks of a long lead would cost quadratic
   * time.
   */
  #lookAgainAt = 0;
  /** Plain leads refer to these bytes, so they must not be overwritten. */
  #isTaken = false;
  /** Some bytes are not valid UTF-8. */
  #isBroken = false;
  /** Bulks of the current piece. The last is open, and its leads are `#leads`. */
  #bulks: Wire[] = [];
  #leads: unknown[] = [];
  #isLossy = false;
  #counts = { plain: 0, odd: 0 };

  constructor(decoder: BodyDecoder, zone: Zone, options: ByteCutterOptions = {}) {
    const { fromBytes = 1.5 * 1024 * 1024, pieceBytes = 48 * 1024 } = options;
    this.#decoder = decoder;
    this.#scanner = new LeadScanner(zone);
    this.#fromBytes = fromBytes;
    this.#pieceBytes = pieceBytes;
    this.#stretches = new Stretches(pieceBytes * 2 + padding);
  }

  get form(): 'object' | 'array' | null {
    return this.#form ?? this.#text?.form ?? null;
  }

  get counts(): ScanCounts {
    return { ...this.#counts, isLeft: this.#isLeft };
  }

  push(bytes: Uint8Array): readonly Piece[] {
    if (this.#text !== null) return this.#text.push(bytes);
    this.#fill(bytes);
    const enough = this.#form === null ? this.#fromBytes : Math.max(this.#pieceBytes, this.#lookAgainAt);
    return this.#end - this.#at < enough ? none : this.#cut();
  }

  end(): readonly Piece[] {
    if (this.#text === null) this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#end), Buffer.alloc(padding)]);
    const pieces = this.#text === null ? this.#leave(true) : none;
    return [...pieces, ...(this.#text?.end() ?? none)];
  }

  /** Appends bytes to the unread rest. They are copied, and chunks with a buffer of their own are released. */
  #fill(bytes: Uint8Array): void {
    const left = this.#end - this.#at;
    const isFull = this.#end + bytes.length + padding > this.#bytes.length;
    if (this.#isTaken || isFull) {
      const size = left + Math.max(left, bytes.length, this.#pieceBytes) + padding;
      const stretch = this.#isTaken ? this.#stretches.next(size) : new Stretch(size);
      this.#bytes.copy(stretch.bytes, 0, this.#at, this.#end);
      [this.#stretch, this.#bytes, this.#at, this.#end] = [stretch, stretch.bytes, 0, left];
      this.#isTaken = false;
    }
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
    giveBack(bytes);
  }

  #cut(): readonly Piece[] {
    this.#bytes.fill(0, this.#end, this.#end + padding);
    this.#scanner.look(this.#stretch);
    this.#isBroken = !isUtf8(this.#bytes.subarray(this.#at, endOfWhole(this.#bytes, this.#at, this.#end)));
    const from = this.#at;
    const begins = this.#form === null;
    if (begins && !this.#begin()) return this.#leave(false);
    const isToLeave = this.#run() === 'leave' || this.#end - this.#at > maxHeldBytes;
    const piece = this.#piece(from, begins);
    const rest = isToLeave ? this.#leave(false) : none;
    this.#lookAgainAt = Math.min((this.#end - this.#at) * 2, maxHeldBytes + 1);
    return piece === null ? rest : [piece, ...rest];
  }

  /** Returns everything read since `from`; the current bulk stays open. */
  #piece(from: number, begins: boolean): Piece | null {
    const bulks = this.#bulks;
    if (bulks.length === 1 && this.#leads.length === 0 && !begins) return null;
    const [bytes, to, isLossy] = [this.#bytes, this.#at, this.#isLossy];
    const opening = begins ? (this.#form === 'object' ? '[' : '') : continuation;
    const exact = (): readonly unknown[] =>
      exactly(`${opening}${bytes.toString('utf8', from, to).replace(/^\uFEFF?\s*,?/, '')}]}]`)();
    this.#open([{}]);
    this.#isLossy = false;
    return { bulks, continues: !begins, open: true, isOdd: true, isLossy, exact };
  }

  /** Makes the last of these bulks the current one. */
  #open(bulks: Wire[]): void {
    this.#leads = [];
    this.#bulks = [...bulks.slice(0, -1), { ...bulks.at(-1), leads: this.#leads }];
  }

  /** Finds the first list of leads; false if there is none yet. */
  #begin(): boolean {
    if (this.#decoder.encodingOf(this.#bytes) !== 'utf-8') return false;
    const start = skipWhite(this.#bytes, this.#bytes.indexOf(byteOrderMark) === 0 ? byteOrderMark.length : 0);
    const first = this.#bytes[start];
    if (first !== openObject && first !== openList) return false;
    const form = first === openObject ? 'object' : 'array';
    const found = this.#findLeads(start, form === 'object' ? '[' : '');
    if (found === null) return false;
    this.#form = form;
    this.#at = found.end;
    this.#open(found.bulks);
    return true;
  }

  /** Reads lead after lead. `wait`: the next one is incomplete. `leave`: it can't be read as bytes. */
  #run(): 'wait' | 'leave' {
    for (;;) {
      let at = skipWhite(this.#bytes, this.#at);
      if (this.#isBehindLead && this.#bytes[at] === comma) at = skipWhite(this.#bytes, at + 1);
      else if (this.#isBehindLead && at < this.#end) {
        const next = this.#bytes[at] === closeList ? this.#nextBulk(at) : 'leave';
        if (next !== null) return next;
        continue;
      }
      if (at >= this.#end) return 'wait';
      const next = this.#takeLead(at);
      if (next !== null) return next;
    }
  }

  /** Null if the lead was read. */
  #takeLead(at: number): 'wait' | 'leave' | null {
    const lead = this.#bytes[at] === openObject ? this.#scanner.scan(at) : null;
    if (lead !== null && !this.#isBrokenIn(at, at + lead.length)) {
      this.#isTaken = true;
      this.#counts.plain += 1;
      return this.#taken(lead, at + lead.length);
    }
    const end = endOfValue(this.#bytes, at, this.#end);
    if (end < 0) return 'wait';
    const isBroken = this.#isBrokenIn(at, end);
    const wire = parseOne(this.#bytes.toString('utf8', at, end));
    if (wire === undefined) return 'leave';
    this.#isLossy ||= isBroken;
    this.#counts.odd += 1;
    return this.#taken(wire, end);
  }

  #isBrokenIn(start: number, end: number): boolean {
    return this.#isBroken && !isUtf8(this.#bytes.subarray(start, end));
  }

  #taken(lead: unknown, end: number): null {
    this.#leads.push(lead);
    this.#at = end;
    this.#isBehindLead = true;
    return null;
  }

  /** Reads the text between the leads of two bulks, starting at the bracket at `at`. */
  #nextBulk(at: number): 'wait' | 'leave' | null {
    const found = this.#findLeads(at, continuation);
    if (found === null) return 'wait';
    const [rest, ...others] = found.bulks;
    // A second list of leads in one bulk, or another value under that key.
    if (rest === undefined || others.length === 0 || !isEmptyList(rest['leads'])) return 'leave';
    const before = this.#bulks.slice(0, -1);
    const whole = { ...this.#bulks.at(-1), ...rest, leads: this.#leads };
    this.#open([...before, whole, ...others]);
    this.#at = found.end;
    this.#isBehindLead = false;
    return null;
  }

  /**
   * Finds where the next bulk's first lead may begin, and parses the text from `from` up to there; null if there is no
   * such place, or the text is not JSON.
   */
  #findLeads(from: number, opening: string): { readonly bulks: Wire[]; readonly end: number } | null {
    let key = this.#bytes.indexOf(leadsKey, from);
    for (let tries = 0; tries < maxTries && key >= 0 && key < this.#end; tries += 1) {
      const end = this.#startOfList(key + leadsKey.length);
      if (end >= 0) {
        const text = `${opening}${this.#bytes.toString('utf8', from, end)}]}]`;
        const bulks = parseList(text);
        if (bulks !== null && endsInLeads(bulks.at(-1)) && !mayLoseLeads(text, bulks)) {
          this.#isLossy ||= this.#isBrokenIn(from, end);
          return { bulks: bulks as Wire[], end };
        }
      }
      key = this.#bytes.indexOf(leadsKey, key + 1);
    }
    return null;
  }

  /** The position after the bracket of a list that begins with an object; -1 if there is none. */
  #startOfList(from: number): number {
    const sign = skipWhite(this.#bytes, from);
    const list = skipWhite(this.#bytes, sign + 1);
    const isList = this.#bytes[sign] === colon && this.#bytes[list] === openList;
    return isList && this.#bytes[skipWhite(this.#bytes, list + 1)] === openObject ? list + 1 : -1;
  }

  /** Reads the rest of the answer as text. */
  #leave(isAll: boolean): readonly Piece[] {
    const start = this.#isBehindLead ? this.#behindComma(isAll) : this.#at;
    if (start < 0) return none;
    // The encoding can't be detected in the middle of an answer.
    const decoder = this.#form === null ? this.#decoder : new BodyDecoder('text/json; charset=utf-8');
    this.#text = new TextCutter(decoder, new Cutter({ goesOnIn: this.#form }));
    this.#isLeft = !isAll;
    const rest = this.#bytes.subarray(start, this.#end);
    this.#bytes = Buffer.alloc(0);
    return rest.length === 0 ? none : this.#text.push(rest);
  }

  /** The position where the list continues or ends; -1 if it has not arrived. Throws if neither is possible. */
  #behindComma(isAll: boolean): number {
    const sign = skipWhite(this.#bytes, this.#at);
    const next = skipWhite(this.#bytes, sign + 1);
    const [first, second] = [this.#bytes[sign], this.#bytes[next] ?? 0];
    if (sign < this.#end && first !== comma && first !== closeList) throw new CutError('not-json');
    if (first === closeList && sign < this.#end) return sign;
    if (next < this.#end && !beginsValue.has(second)) throw new CutError('not-json');
    if (sign < this.#end && next < this.#end) return next;
    if (isAll) throw new CutError('ended-early');
    this.#at = Math.min(sign, this.#end);
    return -1;
  }
}

const none: readonly Piece[] = Object.freeze([]);
const byteOrderMark = Buffer.from('\uFEFF');
const beginsValue: ReadonlySet<number> = new Set(Buffer.from('{["-0123456789tfn'));

/** Smaller buffers are not worth releasing. */
const leastGivenBack = 32 * 1024;

/**
 * Frees the memory of a copied chunk at once: until garbage collection, a hundred megabytes of chunks would pile up.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (byteLength >= leastGivenBack && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** `undefined` if it is not JSON. */
function parseOne(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Excludes an incomplete character at the end. */
function endOfWhole(bytes: Buffer, start: number, end: number): number {
  for (let at = end - 1; at >= Math.max(start, end - 3); at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return end - at < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? at : end;
  }
  return end;
}
