/**
 * A stretch of an answer's bytes. A few stretches are reused in turn, so the leads in one are only valid for a short
 * while; later access throws instead of reading other bytes.
 */
import { Buffer } from 'node:buffer';

export class Stretch {
  bytes: Buffer;
  /** Changes when the bytes are replaced. */
  turn = 0;
  /** Recorded positions of its leads. */
  spots = new Uint32Array(0);
  #spotsEnd = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Where the space for its recorded positions begins. Earlier leads keep theirs. */
  addLead(count: number): number {
    if (this.#spotsEnd + count > this.spots.length) {
      this.spots = new Uint32Array(Math.max(count, 2_048));
      this.#spotsEnd = 0;
    }
    this.#spotsEnd += count;
    return this.#spotsEnd - count;
  }

  /** Its bytes are no longer needed: makes room for others. */
  clear(size: number): void {
    this.turn += 1;
    this.#spotsEnd = 0;
    if (this.bytes.length < size) this.bytes = Buffer.allocUnsafeSlow(size);
  }
}

/** Stretches used in turn. Leads of a part must be read before the part after the next is requested. */
export class Stretches {
  readonly #all: Stretch[];
  #at = 0;

  constructor(size: number) {
    this.#all = Array.from({ length: 4 }, () => new Stretch(size));
  }

  next(size: number): Stretch {
    this.#at = (this.#at + 1) % this.#all.length;
    const stretch = this.#all[this.#at];
    if (stretch === undefined) throw new Error('no stretches');
    stretch.clear(size);
    return stretch;
  }
}
