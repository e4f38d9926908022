/**
 * Reads an answer that can't be split at its leads: one value at a time as it arrives, in bounded memory. Pure except
 * for its own state.
 *
 * Slower than the scanner, but accepts any JSON: leads of any length, lists and objects with millions of items, nested
 * to any depth. Keeps the kind of each open bracket, and the text of the current value up to `maxValueChars`. Keeps
 * only the beginning of a longer list or object, and no part of a longer text. Skips unknown fields. Throws `CutError`
 * if the text is not JSON, or if one text or the depth exceeds the limits.
 */
import { bulkFields, leadFields } from '@leadbell/domain';
import { CutError, type Piece } from './cut-types.ts';
import { parseValue } from './exact-numbers.ts';

/** At most this many characters of a value are kept. */
export const maxValueChars = 400 * 1024;
/** An answer with a longer text or number is refused. */
const maxTokenChars = 16 * 1024 * 1024;
const maxDepth = 4 * 1024 * 1024;
const maxKeyChars = 64;

/** Stands for a value that is too long to keep. */
export const tooLarge: unique symbol = Symbol('too large');

/** The beginning of a long list or object, and the number of its items. */
export class CutList {
  readonly items: unknown;
  readonly total: number;
  constructor(items: unknown, total: number) {
    this.items = items;
    this.total = total;
  }
}

type Expects = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/** Where the value that is being kept was found. */
type Target = 'bulk' | 'bulk field' | 'lead' | 'lead field';

interface Capture {
  readonly target: Target;
  readonly name: string;
  /** How many brackets are open around the value. */
  readonly depth: number;
  /** The part of the value in earlier chunks. */
  text: string;
  /** The position in the current chunk at which the value continues. */
  from: number;
  commas: number;
  /** The end of the last complete item in `text`; 0 if no item is complete. */
  itemsEnd: number;
  isFull: boolean;
}

const array = 0;
const object = 1;
const white = /[ \t\n\r]*/y;
// oxlint-disable-next-line no-control-regex -- JSON allows none of them within a string
const plainChars = /[^"\\\0-\u001F]*/y;
const scalarChars = /[^\s,:"[\]{}]*/y;
const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const escapes = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

export class Walker {
  readonly #form: 'object' | 'array';
  #text = '';
  #at = 0;
  #kinds = new Uint8Array(1024);
  #depth = 0;
  #expects: Expects = 'value or end';
  /** The kind of the text or number that is being read. */
  #token: 'string' | 'key' | 'scalar' | null = null;
  #tokenChars = 0;
  #kept = '';
  #key = '';
  #capture: Capture | null = null;
  /** The values of `#depth` directly inside the list of leads, and directly inside the current lead; 0: outside. */
  #leadsDepth = 0;
  #leadDepth = 0;
  #lead: Record<string, unknown> = {};
  #bulks: Record<string, unknown>[] = [];
  #isOpen: boolean;
  #continues: boolean;

  /** `isInLeads`: the text begins where a lead may begin. Adds the outer bracket that the object form lacks. */
  constructor(form: 'object' | 'array', isInLeads: boolean) {
    this.#form = form;
    this.#isOpen = isInLeads;
    this.#continues = isInLeads;
    if (form === 'object' || isInLeads) this.#open(array);
    if (!isInLeads) {
      this.#expects = 'value';
      return;
    }
    this.#open(object);
    this.#open(array);
    this.#leadsDepth = this.#depth;
    this.#bulks = [{ leads: [] }];
    this.#expects = 'value or end';
  }

  push(text: string, isLossy: boolean): Piece | null {
    this.#text = this.#at >= this.#text.length ? text : this.#text.slice(this.#at) + text;
    this.#at = 0;
    while (this.#at < this.#text.length && this.#step());
    this.#keepRest();
    return this.#piece(isLossy);
  }

  /** Call when all text has arrived. */
  end(): void {
    const isWhole = this.#depth === (this.#form === 'object' ? 1 : 0) && this.#expects !== 'value';
    if (!isWhole || this.#token !== null || this.#at < this.#text.length) throw new CutError('ended-early');
  }

  #piece(isLossy: boolean): Piece | null {
    const bulks = this.#bulks;
    if (bulks.length === 0) return null;
    // Values were parsed with all their digits, so `exact` returns the same bulks.
    const piece = { bulks, continues: this.#continues, open: this.#isOpen, isOdd: true, isLossy, exact: () => bulks };
    this.#bulks = this.#isOpen ? [{}] : [];
    this.#continues = this.#isOpen;
    return piece;
  }

  /** Reads one step; returns false if it needs more text. */
  #step(): boolean {
    if (this.#token !== null) return this.#token === 'scalar' ? this.#inScalar() : this.#inString();
    white.lastIndex = this.#at;
    white.test(this.#text);
    this.#at = white.lastIndex;
    const char = this.#text[this.#at];
    if (char === undefined) return false;
    switch (this.#expects) {
      case 'value':
      case 'value or end':
        if (char === ']' && this.#expects === 'value or end') this.#close(array);
        else this.#beginValue(char);
        return true;
      case 'key':
      case 'key or end':
        if (char === '}' && this.#expects === 'key or end') this.#close(object);
        else if (char === '"') this.#beginToken('key');
        else throw new CutError('not-json');
        return true;
      case 'colon':
        if (char !== ':') throw new CutError('not-json');
        this.#at += 1;
        this.#expects = 'value';
        return true;
      case 'comma or end':
        this.#afterValue(char);
        return true;
      default:
        throw new CutError('not-json');
    }
  }

  #afterValue(char: string): void {
    const kind = this.#kinds[this.#depth];
    if (char === ']') this.#close(array);
    else if (char === '}') this.#close(object);
    else if (char === ',' && !(this.#depth === 1 && this.#form === 'object')) {
      const capture = this.#capture;
      if (capture !== null && capture.depth === this.#depth - 1) {
        capture.commas += 1;
        if (!capture.isFull) capture.itemsEnd = capture.text.length + this.#at - capture.from;
      }
      this.#at += 1;
      this.#expects = kind === object ? 'key' : 'value';
    } else throw new CutError('not-json');
  }

  #beginValue(char: string): void {
    if (this.#capture === null) this.#beginCapture(char);
    if (char === '{' || char === '[') {
      this.#at += 1;
      this.#open(char === '{' ? object : array);
      this.#expects = char === '{' ? 'key or end' : 'value or end';
    } else if (char === '"') this.#beginToken('string');
    else this.#beginToken('scalar');
  }

  /** Decides what to do with the value that begins here. */
  #beginCapture(char: string): void {
    const depth = this.#depth;
    if (depth === 0) return;
    if (depth === 1) this.#beginBulk(char);
    else if (depth === this.#leadDepth) {
      if (Object.hasOwn(leadFields, this.#key)) this.#capture = this.#captureOf('lead field', this.#key);
    } else if (depth === this.#leadsDepth) this.#beginLead(char, depth + 1);
    else if (depth === 2 && this.#key === 'leads') this.#beginLeads(char);
    else if (depth === 2 && Object.hasOwn(bulkFields, this.#key))
      this.#capture = this.#captureOf('bulk field', this.#key);
  }

  #beginBulk(char: string): void {
    if (char === '{') {
      this.#bulks.push({});
      this.#isOpen = true;
    } else this.#capture = this.#captureOf('bulk', '');
  }

  #beginLeads(char: string): void {
    if (char === '[') {
      this.#leadsDepth = 3;
      this.#leads();
    } else if (char === '{') this.#beginLead(char, 3);
    else this.#capture = this.#captureOf('bulk field', 'leads');
  }

  #beginLead(char: string, depth: number): void {
    if (char === '{') {
      this.#leadDepth = depth;
      this.#lead = {};
    } else this.#capture = this.#captureOf('lead', '');
  }

  #captureOf(target: Target, name: string): Capture {
    return { target, name, depth: this.#depth, text: '', from: this.#at, commas: 0, itemsEnd: 0, isFull: false };
  }

  #open(kind: number): void {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new CutError('too-large');
    if (this.#depth >= this.#kinds.length) {
      const wider = new Uint8Array(this.#kinds.length * 2);
      wider.set(this.#kinds);
      this.#kinds = wider;
    }
    this.#kinds[this.#depth] = kind;
  }

  #close(kind: number): void {
    const isWrapper = this.#depth === 1 && this.#form === 'object';
    if (this.#kinds[this.#depth] !== kind || isWrapper) throw new CutError('not-json');
    this.#at += 1;
    if (this.#depth === this.#leadDepth) {
      this.#leads().push(this.#lead);
      this.#leadDepth = 0;
    }
    if (this.#depth === this.#leadsDepth) this.#leadsDepth = 0;
    if (this.#depth === 2 && this.#capture === null) this.#isOpen = false;
    this.#depth -= 1;
    this.#endValue();
  }

  #endValue(): void {
    this.#expects = this.#depth === 0 ? 'nothing' : 'comma or end';
    const capture = this.#capture;
    if (capture === null || capture.depth !== this.#depth) return;
    this.#capture = null;
    this.#place(capture, this.#valueOf(capture));
  }

  #place({ target, name }: Capture, value: unknown): void {
    if (target === 'lead field') this.#lead[name] = value;
    else if (target === 'lead') this.#leads().push(value);
    else if (target === 'bulk') this.#bulks.push(value as Record<string, unknown>);
    else if (name !== 'leads' || !this.#hasLeads()) this.#bulk()[name] = value;
  }

  #valueOf(capture: Capture): unknown {
    this.#gather(capture);
    if (!capture.isFull) return parseValue(capture.text);
    if (capture.itemsEnd === 0) return tooLarge;
    const close = capture.text.startsWith('{') ? '}' : ']';
    return new CutList(parseValue(`${capture.text.slice(0, capture.itemsEnd)}${close}`), capture.commas + 1);
  }

  /** Collects the text of the value so far; if it is too long, keeps only its complete items. */
  #gather(capture: Capture): void {
    if (!capture.isFull) capture.text += this.#text.slice(capture.from, this.#at);
    capture.from = this.#at;
    if (capture.isFull || capture.text.length <= maxValueChars) return;
    capture.isFull = true;
    capture.text = capture.text.slice(0, Math.max(1, capture.itemsEnd));
  }

  #keepRest(): void {
    if (this.#capture === null) return;
    this.#gather(this.#capture);
    this.#capture.from = 0;
  }

  #bulk(): Record<string, unknown> {
    const last = this.#bulks.at(-1);
    if (last !== undefined) return last;
    const bulk = {};
    this.#bulks.push(bulk);
    return bulk;
  }

  /** Records an empty list too, so that another value under the same key does not replace it. */
  #hasLeads(): boolean {
    const { leads } = this.#bulk();
    return leads === null || Array.isArray(leads);
  }

  #leads(): unknown[] {
    const bulk = this.#bulk();
    const { leads } = bulk;
    if (Array.isArray(leads)) return leads as unknown[];
    const fresh: unknown[] = [];
    bulk['leads'] = fresh;
    return fresh;
  }

  #beginToken(token: 'string' | 'key' | 'scalar'): void {
    this.#token = token;
    this.#tokenChars = 0;
    this.#kept = '';
    if (token !== 'scalar') this.#at += 1;
  }

  #inString(): boolean {
    plainChars.lastIndex = this.#at;
    plainChars.test(this.#text);
    const end = plainChars.lastIndex;
    this.#take(end);
    const char = this.#text[end];
    if (char === undefined) return false;
    if (char === '\\') return this.#inEscape();
    if (char !== '"') throw new CutError('not-json');
    this.#at = end + 1;
    const isKey = this.#token === 'key';
    this.#token = null;
    if (!isKey) this.#endValue();
    else {
      this.#key = this.#kept.includes('\\') ? (JSON.parse(`"${this.#kept}"`) as string) : this.#kept;
      this.#expects = 'colon';
    }
    return true;
  }

  #inEscape(): boolean {
    escapes.lastIndex = this.#at;
    if (escapes.test(this.#text)) {
      this.#take(escapes.lastIndex);
      return true;
    }
    if (this.#text.length - this.#at >= 6) throw new CutError('not-json');
    return false;
  }

  #inScalar(): boolean {
    scalarChars.lastIndex = this.#at;
    scalarChars.test(this.#text);
    this.#take(scalarChars.lastIndex);
    if (this.#at >= this.#text.length) return false;
    this.#endScalar();
    return true;
  }

  #endScalar(): void {
    if (!scalar.test(this.#kept)) throw new CutError('not-json');
    this.#token = null;
    this.#endValue();
  }

  /** Continues reading a token. Keeps a key as long as it may be a known key, and keeps all of a number or word. */
  #take(end: number): void {
    const length = end - this.#at;
    this.#tokenChars += length;
    const most = this.#token === 'scalar' ? maxValueChars : maxTokenChars;
    if (this.#tokenChars > most) throw new CutError('too-large');
    if (this.#token === 'scalar') this.#kept += this.#text.slice(this.#at, end);
    else if (this.#token === 'key')
      this.#kept = this.#tokenChars > maxKeyChars ? '' : this.#kept + this.#text.slice(this.#at, end);
    this.#at = end;
  }
}
