/**
 * A stretch of an answer's bytes, to which plain leads refer. A few stretches are used in turn, so the leads in a
 * stretch are valid only for a short time. Reading such a lead later throws an error instead of returning other bytes.
 */
import { Buffer } from 'node:buffer';

export class Stretch {
  bytes: Buffer;
  /** Counts how often the bytes were replaced. */
  turn = 0;
  /** The recorded positions of the leads in this stretch. */
  spots = new Uint32Array(0);
  #spotsEnd = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Returns the index in `spots` at which to record a lead's positions. The positions of earlier leads are kept. */
  addLead(count: number): number {
    if (this.#spotsEnd + count > this.spots.length) {
      this.spots = new Uint32Array(Math.max(count, 2_048));
      this.#spotsEnd = 0;
    }
    this.#spotsEnd += count;
    return this.#spotsEnd - count;
  }

  /** Makes room for `size` new bytes; the old ones are no longer needed. */
  clear(size: number): void {
    this.turn += 1;
    this.#spotsEnd = 0;
    if (this.bytes.length < size) this.bytes = Buffer.allocUnsafeSlow(size);
  }
}

/** A few stretches that are used in turn. A caller must read the leads of a part before it requests two more parts. */
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
