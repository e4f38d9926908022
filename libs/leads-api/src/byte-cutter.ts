/**
 * Splits an answer's bytes into pieces as they arrive. Plain leads (see `lead-scanner.ts`) are neither decoded nor
 * parsed. Any other lead is parsed alone, for the tolerant reader. The text between two lists of leads is parsed as a
 * whole, which proves that the split was right. If any of this fails, a `Walker` reads the rest of the answer; it
 * accepts any JSON. A short answer is parsed as a whole. Pure except for its own state. Throws `CutError`.
 */
import { Buffer } from 'node:buffer';
import type { Zone } from '@leadbell/domain';
import { continuation, endsInLeads, exactly, mayLoseLeads, parseList } from './bulk-text.ts';
import type { ScanCounts } from './config.ts';
import { CutError, type Piece } from './cut-types.ts';
import { isWhite, skipWhite } from './gaps.ts';
import { endOfValue, LeadScanner } from './lead-scanner.ts';
import { piecesOf } from './short-pieces.ts';
import { Stretch, Stretches } from './stretch.ts';
import { endOfWhole, isOdd, Utf8Body } from './utf8-body.ts';
import { WalkedBytes } from './walked-bytes.ts';

/** Zeros after the data, so that the scanner needs no bounds checks. */
const padding = 16;
/** At most this many bytes are buffered for one lead, or for the text between two lists of leads. */
const maxHeldBytes = 256 * 1024;
/** How many bytes at the start are needed to find out the encoding. */
const enoughToTell = 4;
/** The first pieces are shorter by this factor, because reading a lead's errors takes milliseconds at first. */
const shorter = 4;
/** How many positions to try as the start of a list of leads. */
const maxTries = 4;
const leadsKey = Buffer.from('"leads"');
const [comma, colon, openList, closeList, openObject] = [0x2c, 0x3a, 0x5b, 0x5d, 0x7b];

export interface ByteCutterOptions {
  /** Shorter answers are parsed as a whole, because `JSON.parse` is faster than a scanner that has not run before. */
  readonly fromBytes?: number;
  /** The scanner runs each time this many bytes have arrived. */
  readonly pieceBytes?: number;
}

type Wire = Record<string, unknown>;

export class ByteCutter {
  readonly #body: Utf8Body;
  readonly #zone: Zone;
  /** Made when it is first needed, because its tables are large and most answers are short. */
  #ownScanner: LeadScanner | null = null;
  readonly #fromBytes: number;
  readonly #pieceBytes: number;
  #walked: WalkedBytes | null = null;
  #form: 'object' | 'array' | null = null;
  #isUtf8 = false;
  /** Whether reading has reached a list of leads. */
  #isInLeads = false;
  readonly #stretches: Stretches;
  #stretch = new Stretch(padding);
  #bytes: Buffer = this.#stretch.bytes;
  #end = 0;
  /** The position from which to continue reading: before or after a lead. */
  #at = 0;
  #isBehindLead = false;
  /**
   * The unread rest is scanned again only when it has doubled; otherwise a long lead in small chunks would take
   * quadratic time.
   */
  #lookAgainAt = 0;
  /** Plain leads refer to these bytes, so they must not be overwritten. */
  #isTaken = false;
  /** Whether some bytes are not valid UTF-8. */
  #isBroken = false;
  /** The bulks of the current piece. The last one is not complete; its leads are in `#leads`. */
  #bulks: Wire[] = [];
  #leads: unknown[] = [];
  #isLossy = false;
  #counts = { plain: 0, odd: 0, short: 0 };

  constructor(contentType: string | null, zone: Zone, options: ByteCutterOptions = {}) {
    const { fromBytes = 1.5 * 1024 * 1024, pieceBytes = 48 * 1024 } = options;
    this.#body = new Utf8Body(contentType);
    this.#zone = zone;
    this.#fromBytes = fromBytes;
    this.#pieceBytes = pieceBytes;
    this.#stretches = new Stretches(pieceBytes * 2 + padding);
  }

  get #scanner(): LeadScanner {
    this.#ownScanner ??= new LeadScanner(this.#zone);
    return this.#ownScanner;
  }

  /** Whether the answer is one object or an array; null before its first character. */
  get form(): 'object' | 'array' | null {
    return this.#form;
  }

  get counts(): ScanCounts {
    return this.#counts;
  }

  /**
   * Takes the next bytes; the caller must not use them afterwards. Each piece is read only when it is requested, and
   * all pieces must be requested before the next call.
   */
  *push(bytes: Uint8Array): Generator<Piece> {
    if (this.#walked !== null) yield* this.#oddOnes(this.#walked.push(this.#body.next(bytes)));
    else {
      this.#fill(this.#isUtf8 ? this.#body.next(bytes) : bytes);
      const enough = Math.max(this.#isInLeads ? this.#pieceBytes : this.#fromBytes, this.#lookAgainAt);
      if (this.#end - this.#at >= enough) yield* this.#cut();
    }
  }

  /** Call when all bytes have arrived. */
  *end(): Generator<Piece> {
    if (this.#walked === null && !this.#isInLeads) yield* this.#parseAll();
    else yield* this.push(this.#body.end());
    if (this.#walked === null && this.#isInLeads) yield* this.#cut();
    if (this.#walked === null && this.#isInLeads) yield* this.#leave(true);
    yield* this.#oddOnes(this.#walked?.end() ?? none);
  }

  /** Appends a copy of the bytes to the unread rest. Releases a chunk that has a buffer of its own. */
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

  /**
   * Returns one piece. At the start of an answer returns several short pieces instead, because many bytes are read at
   * once there, and reading is slow at first.
   */
  *#cut(): Generator<Piece> {
    let begins = !this.#isInLeads;
    this.#lookAgainAt = Math.min((this.#end - this.#at) * 2, maxHeldBytes + 1);
    if (begins && !this.#begin()) return;
    this.#bytes.fill(0, this.#end, this.#end + padding);
    this.#scanner.look(this.#stretch, this.#end);
    this.#isBroken = this.#body.isBroken(this.#bytes.subarray(this.#at, endOfWhole(this.#bytes, this.#at, this.#end)));
    let from = this.#at;
    if (begins && !this.#enter()) {
      if (this.#end - this.#at > maxHeldBytes) yield* this.#leave(false);
      return;
    }
    const most = begins ? this.#pieceBytes / shorter : Infinity;
    let next = this.#run(from + most);
    for (; next === 'more'; next = this.#run(from + most)) {
      yield* this.#piece(from, begins);
      [from, begins] = [this.#at, false];
    }
    yield* this.#piece(from, begins);
    if (next === 'leave' || this.#end - this.#at > maxHeldBytes) yield* this.#leave(false);
    this.#lookAgainAt = Math.min((this.#end - this.#at) * 2, maxHeldBytes + 1);
  }

  /** Returns everything read since `from` as one piece, if there is anything. More of the current bulk may follow. */
  #piece(from: number, begins: boolean): readonly Piece[] {
    const bulks = this.#bulks;
    if (bulks.length === 1 && this.#leads.length === 0 && !begins) return none;
    const [bytes, to, isLossy] = [this.#bytes, this.#at, this.#isLossy];
    const opening = begins ? (this.#form === 'object' ? '[' : '') : continuation;
    const exact = (): readonly unknown[] =>
      exactly(`${opening}${bytes.toString('utf8', from, to).replace(/^\s*,?/, '')}]}]`)();
    this.#open([{}]);
    this.#isLossy = false;
    return [{ bulks, continues: !begins, open: true, isOdd: true, isLossy, exact }];
  }

  /** Makes these the bulks of the current piece; the last one becomes the current bulk. */
  #open(bulks: Wire[]): void {
    this.#leads = [];
    this.#bulks = [...bulks.slice(0, -1), { ...bulks.at(-1), leads: this.#leads }];
  }

  /** Finds out the encoding and the `#form`; returns false if the first character has not arrived. */
  #begin(): boolean {
    if (!this.#isUtf8 && this.#end < enoughToTell) return false;
    if (!this.#isUtf8) this.#makeUtf8();
    this.#at = Math.min(skipWhite(this.#bytes, this.#at), this.#end);
    if (this.#at === this.#end) return false;
    const first = this.#bytes[this.#at];
    if (first !== openObject && first !== openList) throw new CutError('not-json');
    this.#form = first === openObject ? 'object' : 'array';
    return true;
  }

  #makeUtf8(): void {
    this.#isUtf8 = true;
    const sent = this.#bytes.subarray(0, this.#end);
    const bytes = this.#body.begin(sent);
    if (bytes.buffer !== sent.buffer) {
      this.#stretch = new Stretch(bytes.length + padding);
      this.#bytes = this.#stretch.bytes;
      bytes.copy(this.#bytes);
    }
    this.#at = bytes.buffer === sent.buffer ? bytes.byteOffset - sent.byteOffset : 0;
    this.#end = this.#at + bytes.length;
  }

  /** Moves to the first list of leads; returns false if none has begun yet. */
  #enter(): boolean {
    const found = this.#findLeads(this.#at, this.#form === 'object' ? '[' : '');
    if (found === null) return false;
    this.#isInLeads = true;
    this.#at = found.end;
    this.#open(found.bulks);
    return true;
  }

  /** Parses a short answer as a whole. */
  #parseAll(): readonly Piece[] {
    if (!this.#isUtf8) this.#makeUtf8();
    this.#fill(this.#body.end());
    const start = Math.min(skipWhite(this.#bytes, this.#at), this.#end);
    const bytes = this.#bytes.subarray(start, endOfText(this.#bytes, start, this.#end));
    const text = bytes.toString('utf8');
    if (text === '') throw new CutError('empty');
    if (text === 'null') return none;
    if ('null'.startsWith(text)) throw new CutError('ended-early');
    this.#begin();
    const list = this.#form === 'object' ? `[${text}]` : text;
    const bulks = parseList(list);
    const isOne = this.#form === 'array' || bulks?.length === 1;
    if (bulks === null || !isOne || mayLoseLeads(list, bulks)) return this.#leave(true);
    this.#counts.short += leadsIn(bulks);
    const isLossy = this.#body.isBroken(bytes);
    return [...piecesOf({ bulks, isOdd: isOdd(bytes), isLossy, exact: exactly(list) })];
  }

  /**
   * Reads one lead after the other, up to about the position `until`. Returns `more` if it reached `until`, `wait` if
   * the next lead is incomplete, or `leave` if the next lead can't be read as bytes.
   */
  #run(until: number): 'more' | 'wait' | 'leave' {
    while (this.#at < until) {
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
    return 'more';
  }

  /** Returns null if the lead was read. */
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
    return this.#isBroken && this.#body.isBroken(this.#bytes.subarray(start, end));
  }

  #taken(lead: unknown, end: number): null {
    this.#leads.push(lead);
    this.#at = end;
    this.#isBehindLead = true;
    return null;
  }

  /** Reads the text between the leads of two bulks; `at` is the bracket that closes the first list. */
  #nextBulk(at: number): 'wait' | 'leave' | null {
    const found = this.#findLeads(at, continuation);
    if (found === null) return 'wait';
    // An answer that is one object has only one bulk.
    if (this.#form === 'object') return 'leave';
    const [rest, ...others] = found.bulks;
    // The bulk has a second list of leads, or another value under that key.
    if (rest === undefined || others.length === 0 || !isEmptyList(rest['leads'])) return 'leave';
    const before = this.#bulks.slice(0, -1);
    const whole = { ...this.#bulks.at(-1), ...rest, leads: this.#leads };
    this.#open([...before, whole, ...others]);
    this.#at = found.end;
    this.#isBehindLead = false;
    return null;
  }

  /**
   * Finds where the next bulk's first lead may begin, and parses the text from `from` up to there; returns null if
   * there is no such position, or if the text is not JSON.
   */
  #findLeads(from: number, opening: string): { readonly bulks: Wire[]; readonly end: number } | null {
    let key = this.#bytes.indexOf(leadsKey, from);
    for (let tries = 0; tries < maxTries && key >= 0 && key < this.#end;) {
      const end = this.#startOfList(key + leadsKey.length);
      if (end >= 0) {
        tries += 1;
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

  /** Returns the position after the opening bracket of the list of objects at `from`; -1 if there is no such list. */
  #startOfList(from: number): number {
    const sign = skipWhite(this.#bytes, from);
    const list = skipWhite(this.#bytes, sign + 1);
    const isList = this.#bytes[sign] === colon && this.#bytes[list] === openList;
    return isList && this.#bytes[skipWhite(this.#bytes, list + 1)] === openObject ? list + 1 : -1;
  }

  /** Lets the walker read the rest of the answer. */
  #leave(isAll: boolean): readonly Piece[] {
    const start = this.#isBehindLead ? this.#behindComma(isAll) : this.#at;
    if (start < 0) return none;
    this.#walked = new WalkedBytes(this.#body, this.#form ?? 'array', this.#isInLeads);
    const rest = this.#bytes.subarray(start, this.#end);
    this.#bytes = Buffer.alloc(0);
    return this.#oddOnes(this.#walked.push(rest));
  }

  #oddOnes(pieces: readonly Piece[]): readonly Piece[] {
    for (const { bulks } of pieces) this.#counts.odd += leadsIn(bulks);
    return pieces;
  }

  /** The position of the next lead or of the list's end; -1 if it has not arrived. Throws if something else follows. */
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
const beginsValue: ReadonlySet<number> = new Set(Buffer.from('{["-0123456789tfn'));

/** Releasing a smaller buffer is not worth the effort. */
const leastGivenBack = 32 * 1024;

/**
 * Frees a copied chunk's memory at once. Otherwise a hundred megabytes of chunks would pile up until garbage
 * collection.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (byteLength >= leastGivenBack && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Returns `undefined` if the text is not JSON. */
function parseOne(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function leadsIn(bulks: readonly unknown[]): number {
  let count = 0;
  for (const bulk of bulks) {
    const leads: unknown = typeof bulk === 'object' && bulk !== null && 'leads' in bulk ? bulk.leads : null;
    if (Array.isArray(leads)) count += leads.length;
  }
  return count;
}

/** The position where the white space at the text's end begins. */
function endOfText(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && isWhite(bytes[at - 1])) at -= 1;
  return at;
}
