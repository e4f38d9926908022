/**
 * Decodes the bytes of an answer: in the declared encoding, or else the one that the first bytes show. Reports for each
 * stretch whether it may be odd; see `Traits`.
 */
import { Buffer } from 'node:buffer';
import type { Traits } from './cut-types.ts';

const replacement = '\uFFFD';
/** U+FFFD in UTF-8: sent by the server, not made by decoding. */
const sentReplacement = Buffer.from(replacement);

export interface Decoded {
  readonly text: string;
  readonly traits: Traits;
}

export class BodyDecoder {
  readonly #declared: string | null;
  #decoder: TextDecoder | null = null;
  /** The last bytes, for characters across two stretches. */
  #tail: Buffer = Buffer.alloc(0);

  /** Takes the answer's `content-type`. An unknown encoding counts as not declared. */
  constructor(contentType: string | null) {
    this.#declared = encodingOf(contentType);
  }

  /** `bytes`: the first ones. */
  encodingOf(bytes: Uint8Array): string {
    return this.#declared ?? encodingShown(bytes);
  }

  decode(bytes: Uint8Array): Decoded {
    this.#decoder ??= new TextDecoder(this.encodingOf(bytes));
    const text = this.#decoder.decode(bytes, { stream: true });
    if (this.#decoder.encoding !== 'utf-8')
      return { text, traits: { isOdd: true, isLossy: text.includes(replacement) } };
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const traits = {
      isOdd: isOdd(buffer) || this.#isSplit(),
      isLossy: text.includes(replacement) && this.#hasLost(buffer, text),
    };
    this.#tail = buffer.length > 1 ? buffer.subarray(-2) : Buffer.concat([this.#tail, buffer]).subarray(-2);
    return { text, traits };
  }

  /** Returns the rest once all bytes have arrived: an incomplete character. */
  end(): Decoded {
    const text = this.#decoder?.decode() ?? '';
    return { text, traits: { isOdd: text !== '', isLossy: text !== '' } };
  }

  /** Whether the previous stretch ended within a possibly odd character, which this stretch then completes. */
  #isSplit(): boolean {
    const [before, last] = this.#tail.length > 1 ? this.#tail : [0, this.#tail[0]];
    return last === 0xc2 || last === 0xe2 || (before === 0xe2 && last === 0x80);
  }

  /** Whether decoding added replacement characters beyond those sent. */
  #hasLost(buffer: Buffer, text: string): boolean {
    const sent = Buffer.concat([this.#tail, buffer]);
    return countOf(text, replacement) > countOf(sent, sentReplacement);
  }
}

function countOf<T>(whole: { indexOf(part: T, from: number): number }, part: T): number {
  let count = 0;
  for (let at = whole.indexOf(part, 0); at >= 0; at = whole.indexOf(part, at + 1)) count += 1;
  return count;
}

function encodingOf(contentType: string | null): string | null {
  const label = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** JSON begins with an ASCII character, so a zero beside it, or a byte order mark, shows UTF-16. */
function encodingShown([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== undefined && first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

const [backslash, quote, slash, less, ampersand, bang, hash, del] = [0x5c, 0x22, 0x2f, 0x3c, 0x26, 0x21, 0x23, 0x7f];

/**
 * Escapes other than of quotes and slashes; the possible start of a tag, an entity, a control character beyond ASCII,
 * or an unusual line end.
 */
function isOdd(bytes: Buffer): boolean {
  return (
    hasAfter(bytes, backslash, (next) => next !== quote && next !== backslash && next !== slash, 2) ||
    hasAfter(bytes, ampersand, (next) => next === undefined || next === hash || isLetter(next)) ||
    hasAfter(bytes, less, (next) => next === undefined || next === bang || next === slash || isLetter(next)) ||
    hasAfter(bytes, 0xc2, (next) => next === undefined || next < 0xa0) ||
    hasAfter(bytes, 0xe2, (next) => next === undefined || next === 0x80, 1, isLineEnd) ||
    bytes.includes(del)
  );
}

function hasAfter(
  bytes: Buffer,
  byte: number,
  isSuch: (next: number | undefined) => boolean,
  step = 1,
  isReally: (third: number | undefined) => boolean = always,
): boolean {
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + step))
    if (isSuch(bytes[at + 1]) && isReally(bytes[at + 2])) return true;
  return false;
}

function always(): boolean {
  return true;
}

/** The last byte of U+2028 and U+2029. */
function isLineEnd(third: number | undefined): boolean {
  return third === undefined || third === 0xa8 || third === 0xa9;
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}
