/**
 * Cuts the text of an answer, as it comes, into pieces that `JSON.parse` can take, without a tokenizer. Pure but for its own buffer.
 *
 * The opening of the first lead, `{"leadExternalId":` say, is learned from the text. A quote that follows `{` unescaped can't stand inside a string, so wherever that
 * opening occurs an object begins. The text is cut before its last occurrence and repaired: what came before is closed by `]}]`, what follows is opened by `[{"leads":[`.
 * A cut that was wrong (a nested object that begins like a lead) leaves brackets unbalanced, or leaves a bulk that does not end in its leads; then
 * a few places before it are tried. When none will do, or the text at hand grows beyond `maxHeldChars`, a `Walker` takes over: it needs no cuts.
 * So it does where a bulk may name its leads twice: `JSON.parse` would keep the last list alone.
 */

import { CutError, type Piece, type Traits } from './cut-types.ts';
import { quoteLongNumbers } from './exact-numbers.ts';
import { Walker } from './walker.ts';

const opening = /"leads"\s*:\s*\[\s*(\{\s*"[^"\\]*"\s*:)/;
/** Places tried before cutting ends. */
const maxTries = 16;
/** `null` and white space after it. */
const maxNullChars = 1_000;
/** Without what makes text odd, see `Traits`, for JSON that begins outside of a string. */
const plainJson = /^(?:[^\\&<\u007F-\u009F\u2028\u2029]|\\["\\/])*$/;
export const continuation = '[{"leads":[';
const plain: Traits = { isOdd: false, isLossy: false };

export interface CutterOptions {
  /** Text is cut when this much has come. */
  readonly pieceChars?: number;
  /** No more is parsed in one go, but for what came last. */
  readonly maxHeldChars?: number;
  /** The text goes on where a lead may begin, in an answer of this form. */
  readonly goesOnIn?: 'object' | 'array' | null;
}

export class Cutter {
  readonly #pieceChars: number;
  readonly #maxHeldChars: number;
  #text = '';
  /** Of `#text`. */
  #traits = plain;
  #form: 'object' | 'array' | null = null;
  #marker: string | null = null;
  #isOpen = false;
  #walker: Walker | null = null;
  /** The text at hand can't be parsed without losing leads. */
  #isToWalk = false;
  /** Looking for a cut again is worth it when this much has come: else a lead without end costs its square. */
  #lookAgainAt = 0;

  constructor({ pieceChars = 48 * 1024, maxHeldChars = 256 * 1024, goesOnIn = null }: CutterOptions = {}) {
    this.#pieceChars = pieceChars;
    this.#maxHeldChars = maxHeldChars;
    this.#form = goesOnIn;
    this.#isOpen = goesOnIn !== null;
  }

  get form(): 'object' | 'array' | null {
    return this.#form;
  }

  /** Takes more text; gives a piece when one is full, else null. Throws `CutError`. */
  push(text: string, traits: Traits = odd): Piece | null {
    if (this.#walker !== null) return this.#walker.push(text, traits);
    const swift = this.#cutArriving(text, traits);
    if (swift !== null) return swift;
    this.#text += text;
    this.#traits = joined(this.#traits, traits);
    if (this.#isToWalk) return this.#walk();
    if (this.#text.length < this.#pieceChars || this.#text.length < this.#lookAgainAt || !this.#begin()) return null;
    this.#marker ??= opening.exec(this.#text)?.[1] ?? null;
    const piece = this.#marker === null ? null : this.#cut(this.#marker);
    if (piece !== null) return piece;
    if (this.#isToWalk || this.#text.length > this.#maxHeldChars) return this.#walk();
    this.#lookAgainAt = Math.min(this.#text.length * 2, this.#maxHeldChars + 1);
    return null;
  }

  /** Nearly always the last lead begins in what has just come: looked for there alone, the text is copied once, for its parsing. */
  #cutArriving(text: string, traits: Traits): Piece | null {
    if (this.#marker === null || this.#text.length + text.length < this.#pieceChars) return null;
    const at = text.lastIndexOf(this.#marker);
    const head = at <= 0 ? '' : text.slice(0, at).trimEnd();
    const closed = head.endsWith(',') ? head.slice(0, -1) : head;
    if (closed === '') return null;
    const piece = this.#take(`${this.#text}${closed}`, joined(this.#traits, traits), () => text.slice(at));
    // What stays is a lead or two: seldom the odd ones, where there are any.
    if (piece !== null)
      this.#traits = traits.isOdd && plainJson.test(this.#text) ? { ...traits, isOdd: false } : traits;
    return piece;
  }

  /** From here on without cuts: value by value. */
  #walk(): Piece | null {
    this.#walker = new Walker(this.#form ?? 'array', this.#isOpen);
    const text = this.#text;
    this.#text = '';
    return this.#walker.push(text, this.#traits);
  }

  /** Cuts before the last lead; goes back a little where what looks like a lead is a part of one. */
  #cut(marker: string): Piece | null {
    let at = this.#text.lastIndexOf(marker);
    for (let tries = 0; tries < maxTries; tries += 1) {
      // Nothing of the open bulk has come yet: wait for more.
      if (at <= 0) return null;
      const head = this.#text.slice(0, at).trimEnd();
      const closed = head.endsWith(',') ? head.slice(0, -1) : head;
      if (closed === '') return null;
      const place = at;
      const piece = this.#take(closed, this.#traits, () => this.#text.slice(place));
      if (piece !== null || this.#isToWalk) return piece;
      at = this.#text.lastIndexOf(marker, at - 1);
    }
    return null;
  }

  /** A piece of text that ends before a lead, if it is one; `rest` is what stays. */
  #take(closed: string, traits: Traits, rest: () => string): Piece | null {
    const text = `${this.#opened()}${closed}]}]`;
    const bulks = parseList(text);
    if (bulks === null || !endsInLeads(bulks.at(-1))) return null;
    this.#isToWalk = mayLoseLeads(text, bulks);
    if (this.#isToWalk) return null;
    const piece = { bulks, continues: this.#isOpen, open: true, ...traits, exact: exactly(text) };
    this.#text = rest();
    this.#isOpen = true;
    this.#lookAgainAt = 0;
    return piece;
  }

  /** The rest, when all text has come; null when it was `null`. Throws `CutError`: also when there was nothing at all. */
  end(): Piece | null {
    if (this.#walker !== null) {
      this.#walker.end();
      return null;
    }
    if (!this.#begin()) throw new CutError('empty');
    if (this.#form === null) {
      if (this.#text.trimEnd() !== 'null')
        throw new CutError('null'.startsWith(this.#text) ? 'ended-early' : 'not-json');
      return null;
    }
    const rest = this.#text.trimEnd();
    const text = `${this.#opened()}${rest}${this.#form === 'object' ? ']' : ''}`;
    const bulks = parseList(text);
    if (bulks === null)
      throw new CutError(isUnfinished(`${this.#opened()}${rest}`, this.#form) ? 'ended-early' : 'not-json');
    if (mayLoseLeads(text, bulks)) {
      const piece = this.#walk();
      this.end();
      return piece;
    }
    return { bulks, continues: this.#isOpen, open: false, ...this.#traits, exact: exactly(text) };
  }

  /** Looks at the first character that is not white; false while there is none. */
  #begin(): boolean {
    if (this.#form !== null) return true;
    this.#text = this.#text.replace(/^\uFEFF/, '').trimStart();
    if (this.#text === '') return false;
    const first = this.#text[0];
    if (first === '{' || first === '[') this.#form = first === '{' ? 'object' : 'array';
    else if (first !== 'n' || this.#text.length > maxNullChars) throw new CutError('not-json');
    return true;
  }

  #opened(): string {
    if (this.#isOpen) return continuation;
    return this.#form === 'object' ? '[' : '';
  }
}

/** Nothing is known of the text: it may hold anything. */
const odd: Traits = { isOdd: true, isLossy: true };

function joined(one: Traits, other: Traits): Traits {
  if (one === other) return one;
  return {
    isOdd: one.isOdd || other.isOdd,
    isLossy: one.isLossy || other.isLossy,
  };
}

/** Parsed at most once more. */
export function exactly(text: string): () => readonly unknown[] {
  let bulks: readonly unknown[] | null = null;
  return () => (bulks ??= parseList(quoteLongNumbers(text)) ?? []);
}

export function parseList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const leadsKey = /"leads"\s*:/g;
/** With its letters escaped too. */
const anyLeadsKey = /"(?:l|\\u006c)(?:e|\\u0065)(?:a|\\u0061)(?:d|\\u0064)(?:s|\\u0073)"\s*:/gi;

/** Does the text name leads more often than its bulks have them? Then a bulk may do so twice; or something in a lead has that name. */
export function mayLoseLeads(text: string, bulks: readonly unknown[]): boolean {
  const key = text.includes('\\u00') ? anyLeadsKey : leadsKey;
  let left = 0;
  for (const bulk of bulks) if (typeof bulk === 'object' && bulk !== null && Object.hasOwn(bulk, 'leads')) left += 1;
  for (const _ of text.matchAll(key)) if (--left < 0) return true;
  return false;
}

/** Is a string or a bracket still open at its end? Then what broke it is that it ended. */
function isUnfinished(text: string, form: 'object' | 'array' | null): boolean {
  // The bracket that was put around an object is never closed.
  let depth = form === 'object' ? -1 : 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isInString) {
      if (char === '\\') at += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
  }
  return isInString || depth > 0;
}

/** Is `leads` the last thing the bulk had to say? Then that is the list that was cut. A key like a number would come first wherever it stood. */
export function endsInLeads(bulk: unknown): boolean {
  if (typeof bulk !== 'object' || bulk === null) return false;
  const entries: [string, unknown][] = Object.entries(bulk);
  const [last, value] = entries.at(-1) ?? [];
  return last === 'leads' && Array.isArray(value) && !/^\d/.test(entries[0]?.[0] ?? '');
}
