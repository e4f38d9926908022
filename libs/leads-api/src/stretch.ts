/**
 * A stretch of an answer's bytes. A few stretches are reused in turn, so the leads in one are only valid for a short
 * while; later access throws instead of reading other bytes.
 */
import { Buffer } from 'node:buffer';

export class Stretch {
  bytes: Buffer;
  /** Changes when the bytes are replaced. */
  turn = 0;
  /** Many of its leads are kept, so it is not reused. */
  isKept = false;
  #leads = 0;
  #kept = 0;
  /** Recorded positions of its leads. */
  spots = new Uint32Array(0);
  #spotsEnd = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /**
   * Whether a kept lead stays in place. If few leads are kept, each copies its own bytes, which need less room than the
   * whole stretch.
   */
  keepsLead(): boolean {
    this.#kept += 1;
    this.isKept ||= this.#kept * 6 > this.#leads;
    return this.isKept;
  }

  /** Where the space for its recorded positions begins. Earlier leads keep theirs. */
  addLead(count: number): number {
    this.#leads += 1;
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
    [this.#spotsEnd, this.#leads, this.#kept] = [0, 0, 0];
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
    if (stretch === undefined || stretch.isKept) return (this.#all[this.#at] = new Stretch(size));
    stretch.clear(size);
    return stretch;
  }
}
