/**
 * Cuts the text of an answer, as it comes, into pieces that `JSON.parse` can take, without a tokenizer. Pure but for its own buffer.
 *
 * The opening of the first lead, `{"leadExternalId":` say, is learned from the text. A quote that follows `{` unescaped can't stand inside a string, so wherever that
 * opening occurs an object begins. The text is cut before its last occurrence and repaired: what came before is closed by `]}]`, what follows is opened by `[{"leads":[`.
 * A cut that was wrong (a nested object that begins like a lead) leaves brackets unbalanced, or leaves a bulk that does not end in its leads; then
 * a few places before it are tried, and when none will do the rest is parsed in one go, up to `maxWholeChars`.
 */

/** A bulk of a piece: as parsed. The first of a later piece continues the last of the piece before. */
export type PieceBulk = unknown;

export interface Piece {
  readonly bulks: readonly PieceBulk[];
  /** Is the first bulk the one that the last piece left open? */
  readonly continues: boolean;
  /** Is the last bulk still open? */
  readonly open: boolean;
}

export class CutError extends Error {
  readonly reason: 'not-json' | 'ended-early' | 'too-large';
  constructor(reason: 'not-json' | 'ended-early' | 'too-large') {
    super(reason);
    this.reason = reason;
  }
}

const opening = /"leads"\s*:\s*\[\s*(\{\s*"[^"\\]*"\s*:)/;
const maxSearchChars = 1024 * 1024;
/** Places tried before cutting ends. */
const maxTries = 16;
const continuation = '[{"leads":[';

export interface CutterOptions {
  /** Text is cut when this much has come. */
  readonly pieceChars?: number;
  /** Of a text that can't be cut. */
  readonly maxWholeChars?: number;
}

export class Cutter {
  readonly #pieceChars: number;
  readonly #maxWholeChars: number;
  #text = '';
  #form: 'object' | 'array' | null = null;
  #marker: string | null = null;
  #isOpen = false;
  #cuts = true;
  /** Looking for a cut again is worth it when this much has come: else a lead without end costs its square. */
  #lookAgainAt = 0;

  constructor({ pieceChars = 48 * 1024, maxWholeChars = 64 * 1024 * 1024 }: CutterOptions = {}) {
    this.#pieceChars = pieceChars;
    this.#maxWholeChars = maxWholeChars;
  }

  get form(): 'object' | 'array' | null {
    return this.#form;
  }

  /** Takes more text; gives a piece when one is full, else null. Throws `CutError`. */
  push(text: string): Piece | null {
    const swift = this.#cutArriving(text);
    if (swift !== null) return swift;
    this.#text += text;
    if (this.#text.length < this.#pieceChars) return null;
    if (this.#text.length > this.#maxWholeChars) throw new CutError('too-large');
    if (this.#text.length < this.#lookAgainAt || !this.#cuts || !this.#begin()) return null;
    this.#marker ??= opening.exec(this.#text)?.[1] ?? null;
    if (this.#marker === null) {
      // No lead in all this: looking again from the start each time would cost more than the one parse it saves.
      this.#cuts = this.#text.length < maxSearchChars;
      return null;
    }
    const piece = this.#cut(this.#marker);
    if (piece === null) this.#lookAgainAt = this.#text.length * 2;
    return piece;
  }

  /** Nearly always the last lead begins in what has just come: looked for there alone, the text is copied once, for its parsing. */
  #cutArriving(text: string): Piece | null {
    if (this.#marker === null || !this.#cuts || this.#text.length + text.length < this.#pieceChars) return null;
    const at = text.lastIndexOf(this.#marker);
    const head = at <= 0 ? '' : text.slice(0, at).trimEnd();
    const closed = head.endsWith(',') ? head.slice(0, -1) : head;
    return closed === '' ? null : this.#take(`${this.#text}${closed}`, () => text.slice(at));
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
      const piece = this.#take(closed, () => this.#text.slice(place));
      if (piece !== null) return piece;
      at = this.#text.lastIndexOf(marker, at - 1);
    }
    this.#cuts = false;
    return null;
  }

  /** A piece of text that ends before a lead, if it is one; `rest` is what stays. */
  #take(closed: string, rest: () => string): Piece | null {
    const bulks = parse(`${this.#opened()}${closed}]}]`);
    if (bulks === null || !endsInLeads(bulks.at(-1))) return null;
    const piece = { bulks, continues: this.#isOpen, open: true };
    this.#text = rest();
    this.#isOpen = true;
    this.#lookAgainAt = 0;
    return piece;
  }

  /** The rest, when all text has come; null when there was none at all. Throws `CutError`. */
  end(): Piece | null {
    if (!this.#begin()) return null;
    const rest = this.#text.trimEnd();
    const bulks = parse(`${this.#opened()}${rest}${this.#form === 'object' ? ']' : ''}`);
    if (bulks === null)
      throw new CutError(isUnfinished(`${this.#opened()}${rest}`, this.#form) ? 'ended-early' : 'not-json');
    return { bulks, continues: this.#isOpen, open: false };
  }

  /** Looks at the first character that is not white; false while there is none. */
  #begin(): boolean {
    if (this.#form !== null) return true;
    this.#text = this.#text.replace(/^\uFEFF/, '').trimStart();
    if (this.#text === '') return false;
    const first = this.#text[0];
    if (first !== '{' && first !== '[') throw new CutError('not-json');
    this.#form = first === '{' ? 'object' : 'array';
    return true;
  }

  #opened(): string {
    if (this.#isOpen) return continuation;
    return this.#form === 'object' ? '[' : '';
  }
}

function parse(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
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
function endsInLeads(bulk: unknown): boolean {
  if (typeof bulk !== 'object' || bulk === null) return false;
  const entries: [string, unknown][] = Object.entries(bulk);
  const [last, value] = entries.at(-1) ?? [];
  return last === 'leads' && Array.isArray(value) && !/^\d/.test(entries[0]?.[0] ?? '');
}
