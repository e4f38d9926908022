/**
 * Splits the text of an answer, as it arrives, into pieces that `JSON.parse` can read, without a tokenizer. Pure except
 * for its own buffer.
 * It learns the opening of the first lead from the text, for example `{"leadExternalId":`. A quote that follows `{`
 * unescaped can't be inside a string, so an object begins wherever that opening occurs. The text is split before its
 * last occurrence and repaired: the part before is closed by `]}]`, the part after is opened by `[{"leads":[`. A wrong
 * split (a nested object that begins like a lead) leaves brackets unbalanced, or a bulk that does not end with its
 * leads; then a few places before it are tried. If none works, or the buffer exceeds `maxHeldChars`, a `Walker` takes
 * over, which needs no splits. So it does if a bulk may have the key `leads` twice: `JSON.parse` would keep only the
 * last list.
 */

import { CutError, type Piece, type Traits } from './cut-types.ts';
import { quoteLongNumbers } from './exact-numbers.ts';
import { Walker } from './walker.ts';

const opening = /"leads"\s*:\s*\[\s*(\{\s*"[^"\\]*"\s*:)/;
/** Places tried before giving up on splitting. */
const maxTries = 16;
/** `null` and white space after it. */
const maxNullChars = 1_000;
/** Text that is not odd (see `Traits`), for JSON that begins outside a string. */
const plainJson = /^(?:[^\\&<\u007F-\u009F\u2028\u2029]|\\["\\/])*$/;
export const continuation = '[{"leads":[';
const plain: Traits = { isOdd: false, isLossy: false };

export interface CutterOptions {
  /** Splits once this much has arrived. */
  readonly pieceChars?: number;
  /** The most that is parsed at once, apart from the latest chunk. */
  readonly maxHeldChars?: number;
  /** The text starts where a lead may begin, in an answer of this form. */
  readonly goesOnIn?: 'object' | 'array' | null;
}

export class Cutter {
  readonly #pieceChars: number;
  readonly #maxHeldChars: number;
  #text = '';
  /** The traits of `#text`. */
  #traits = plain;
  #form: 'object' | 'array' | null = null;
  #marker: string | null = null;
  #isOpen = false;
  #walker: Walker | null = null;
  /** The buffered text can't be parsed without losing leads. */
  #isToWalk = false;
  /** Searches for a split again only after this much: otherwise an endless lead would cost quadratic time. */
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

  /** Appends text; returns a piece once one is full, else null. Throws `CutError`. */
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

  /**
   * The last lead nearly always begins in the new text: searching only there means copying the text just once, for
   * parsing.
   */
  #cutArriving(text: string, traits: Traits): Piece | null {
    if (this.#marker === null || this.#text.length + text.length < this.#pieceChars) return null;
    const at = text.lastIndexOf(this.#marker);
    const head = at <= 0 ? '' : trimmedEnd(text.slice(0, at));
    const closed = head.endsWith(',') ? head.slice(0, -1) : head;
    if (closed === '') return null;
    const piece = this.#take(`${this.#text}${closed}`, joined(this.#traits, traits), () => text.slice(at));
    // The remainder is a lead or two, which are rarely the odd ones.
    if (piece !== null)
      this.#traits = traits.isOdd && plainJson.test(this.#text) ? { ...traits, isOdd: false } : traits;
    return piece;
  }

  /** From here on without splits, value by value. */
  #walk(): Piece | null {
    this.#walker = new Walker(this.#form ?? 'array', this.#isOpen);
    const text = this.#text;
    this.#text = '';
    return this.#walker.push(text, this.#traits);
  }

  /** Splits before the last lead; goes back a little if that is only part of a lead. */
  #cut(marker: string): Piece | null {
    let at = this.#text.lastIndexOf(marker);
    for (let tries = 0; tries < maxTries; tries += 1) {
      // Nothing of the open bulk has arrived yet, so wait.
      if (at <= 0) return null;
      const head = trimmedEnd(this.#text.slice(0, at));
      const closed = head.endsWith(',') ? head.slice(0, -1) : head;
      if (closed === '') return null;
      const place = at;
      const piece = this.#take(closed, this.#traits, () => this.#text.slice(place));
      if (piece !== null || this.#isToWalk) return piece;
      at = this.#text.lastIndexOf(marker, at - 1);
    }
    return null;
  }

  /** A piece from text that ends before a lead, if it parses; `rest` is the remaining text. */
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

  /**
   * The rest, once all text has arrived; null if it was `null`. Throws `CutError`, also if there was no text at all.
   */
  end(): Piece | null {
    if (this.#walker !== null) {
      this.#walker.end();
      return null;
    }
    if (!this.#begin()) throw new CutError('empty');
    if (this.#form === null) {
      if (trimmedEnd(this.#text) !== 'null')
        throw new CutError('null'.startsWith(this.#text) ? 'ended-early' : 'not-json');
      return null;
    }
    const rest = trimmedEnd(this.#text);
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

  /** Checks the first character that is not white space; false until there is one. */
  #begin(): boolean {
    if (this.#form !== null) return true;
    this.#text = this.#text.replace(/^\uFEFF?[ \t\r\n]*/, '');
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

/** Assumes that unknown text may hold anything. */
const odd: Traits = { isOdd: true, isLossy: true };

function joined(one: Traits, other: Traits): Traits {
  if (one === other) return one;
  return {
    isOdd: one.isOdd || other.isOdd,
    isLossy: one.isLossy || other.isLossy,
  };
}

/** Parses at most once. */
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
/** Also matches escaped letters. */
const anyLeadsKey = /"(?:l|\\u006c)(?:e|\\u0065)(?:a|\\u0061)(?:d|\\u0064)(?:s|\\u0073)"\s*:/gi;

/**
 * Whether the text has the key `leads` more often than the parsed bulks do: a bulk may have it twice, or a field in a
 * lead has that name.
 */
export function mayLoseLeads(text: string, bulks: readonly unknown[]): boolean {
  const key = text.includes('\\u00') ? anyLeadsKey : leadsKey;
  let left = 0;
  for (const bulk of bulks) if (typeof bulk === 'object' && bulk !== null && Object.hasOwn(bulk, 'leads')) left += 1;
  for (const _ of text.matchAll(key)) if (--left < 0) return true;
  return false;
}

/** Whether a string or bracket is still open at the end, so the truncation is what broke it. */
function isUnfinished(text: string, form: 'object' | 'array' | null): boolean {
  // The bracket added around an object is never closed.
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

/**
 * Whether `leads` is the bulk's last key, so that it is the list that was split. A numeric key would come first
 * wherever it was written.
 */
export function endsInLeads(bulk: unknown): boolean {
  if (typeof bulk !== 'object' || bulk === null) return false;
  const entries: [string, unknown][] = Object.entries(bulk);
  const [last, value] = entries.at(-1) ?? [];
  return last === 'leads' && Array.isArray(value) && !/^\d/.test(entries[0]?.[0] ?? '');
}

/** Without JSON's white space at its end, which `trimEnd` takes for more. */
function trimmedEnd(text: string): string {
  let at = text.length;
  while (at > 0 && ' \t\r\n'.includes(text[at - 1] ?? 'x')) at -= 1;
  return text.slice(0, at);
}
