/**
 * Turns the bytes of an answer into UTF-8. If no encoding is declared, the first bytes show it. Pure except for its own
 * state.
 */
import { Buffer, isUtf8 } from 'node:buffer';

const replacement = Buffer.from('\uFFFD');
const byteOrderMark = Buffer.from('\uFEFF');

export class Utf8Body {
  readonly #declared: string | null;
  /** Decodes an encoding other than UTF-8; null until the first bytes are known. */
  #decoder: TextDecoder | null = null;

  /** Takes the value of the header `content-type`. An unknown encoding counts as none. */
  constructor(contentType: string | null) {
    this.#declared = encodingOf(contentType);
  }

  /**
   * Takes the beginning of the answer: at least four bytes, if it has that many. Returns that beginning without its
   * byte order mark.
   */
  begin(bytes: Buffer): Buffer {
    const encoding = this.#declared ?? encodingShown(bytes);
    if (encoding !== 'utf-8') this.#decoder = new TextDecoder(encoding);
    const first = this.next(bytes);
    return first.indexOf(byteOrderMark) === 0 ? first.subarray(byteOrderMark.length) : first;
  }

  next<Bytes extends Uint8Array>(bytes: Bytes): Bytes | Buffer {
    return this.#decoder === null ? bytes : Buffer.from(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Call when all bytes have arrived: returns the bytes of an incomplete last character. */
  end(): Buffer {
    return Buffer.from(this.#decoder?.decode() ?? '');
  }

  /**
   * Whether some of these bytes were invalid in the encoding of the answer. The bytes must consist of whole characters.
   */
  isBroken(bytes: Uint8Array): boolean {
    return this.#decoder === null
      ? !isUtf8(bytes)
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(replacement);
  }
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

/** JSON begins with an ASCII character, so a zero byte next to it, or a byte order mark, shows UTF-16. */
function encodingShown([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== undefined && first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

const [backslash, quote, slash, less, ampersand, bang, hash, del] = [0x5c, 0x22, 0x2f, 0x3c, 0x26, 0x21, 0x23, 0x7f];

/**
 * Whether texts in these bytes may need cleaning. This is so if there is an escape other than for quotes and slashes,
 * the possible start of a tag or an entity, a control character beyond ASCII, or an unusual line end. The result may be
 * true when nothing needs cleaning, but is never false when something does.
 */
export function isOdd(bytes: Buffer): boolean {
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

/** Whether the byte is the third of U+2028 or U+2029, or has not arrived. */
function isLineEnd(third: number | undefined): boolean {
  return third === undefined || third === 0xa8 || third === 0xa9;
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** The end of the last whole character. */
export function endOfWhole(bytes: Buffer, start: number, end: number): number {
  for (let at = end - 1; at >= Math.max(start, end - 3); at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return end - at < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? at : end;
  }
  return end;
}
