/**
 * Caches values by their bytes: a value that was seen before is neither decoded nor parsed again. The cache's size is
 * bounded: values that are too long, or that come when the cache is full, are parsed each time. Pure except for its own
 * state.
 */
import { Buffer } from 'node:buffer';
import { type Read, unread } from '@leadbell/domain';

const slots = 8_192;
const mostWords = 4_000;
const mostBytes = 96 * 1024;
/** Longer values are not cached, because they are not words. */
export const mostWordBytes = 200;

export class Vocabulary {
  readonly #read: (value: unknown) => Read<string>;
  readonly #table = new Int32Array(slots);
  readonly #starts = new Int32Array(mostWords + 1);
  readonly #lengths = new Int32Array(mostWords + 1);
  readonly #words: Read<string>[] = [null];
  readonly #bytes = Buffer.alloc(mostBytes + 8);
  readonly #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
  #end = 0;

  /** `read` takes a parsed JSON value. */
  constructor(read: (value: unknown) => Read<string>) {
    this.#read = read;
  }

  /**
   * Returns the value of the JSON text at these bytes: a string or a number of at most `mostWordBytes`. Eight more
   * bytes must be readable after the text.
   */
  at(bytes: Buffer, view: DataView, start: number, end: number): Read<string> {
    const length = end - start;
    const hash = hashOf(view, start, length);
    for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const word = this.#table[slot] ?? 0;
      if (word === 0) return this.#learn(bytes, start, length, slot);
      if (this.#lengths[word] === length && this.#isSame(word, view, start)) return this.#words[word] ?? null;
    }
  }

  #isSame(word: number, view: DataView, start: number): boolean {
    let own = this.#starts[word] ?? 0;
    let at = start;
    const end = start + (this.#lengths[word] ?? 0);
    for (; at + 4 <= end; at += 4, own += 4)
      if (view.getInt32(at, true) !== this.#view.getInt32(own, true)) return false;
    return at === end || (view.getInt32(at, true) ^ this.#view.getInt32(own, true)) << (8 * (4 - end + at)) === 0;
  }

  #learn(bytes: Buffer, start: number, length: number, slot: number): Read<string> {
    const read = readJson(bytes, start, start + length, this.#read);
    const word = this.#words.length;
    if (word > mostWords || this.#end + length > mostBytes) return read;
    bytes.copy(this.#bytes, this.#end, start, start + length);
    this.#starts[word] = this.#end;
    this.#lengths[word] = length;
    this.#end += length;
    this.#words.push(read);
    this.#table[slot] = word;
    return read;
  }
}

/** Returns `unread` also for a text that is not JSON. */
export function readJson<T>(bytes: Buffer, start: number, end: number, read: (value: unknown) => Read<T>): Read<T> {
  try {
    return read(JSON.parse(bytes.toString('utf8', start, end)));
  } catch {
    return unread;
  }
}

function hashOf(view: DataView, start: number, length: number): number {
  const first = view.getInt32(start, true);
  const head = length >= 4 ? first : first << (8 * (4 - length));
  const tail = length > 4 ? view.getInt32(start + length - 4, true) : 0;
  const middle = length > 12 ? view.getInt32(start + (length >> 1) - 2, true) : 0;
  let hash = Math.imul(head, 0x9e3779b1) ^ Math.imul(tail, 0x85ebca6b) ^ Math.imul(middle, 0x27d4eb2f) ^ length;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
