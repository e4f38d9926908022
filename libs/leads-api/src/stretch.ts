/** A stretch of an answer's bytes. Few of them take turns, so leads in it are good for a short while only: whoever looks later is told, not misled. */
import { Buffer } from 'node:buffer';

export class Stretch {
  bytes: Buffer;
  /** Changes when other bytes take the place of these. */
  turn = 0;
  /** Many leads in it are kept: it takes no more turns. */
  isKept = false;
  #leads = 0;
  #kept = 0;
  /** What is noted of the leads in it. */
  spots = new Uint32Array(0);
  #spotsEnd = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Is a lead of it kept where it is? Where few are, each takes its own bytes along: they need less room than all of these. */
  keepsLead(): boolean {
    this.#kept += 1;
    this.isKept ||= this.#kept * 6 > this.#leads;
    return this.isKept;
  }

  /** Where the room for what is noted of it begins. Leads before it keep the room that they have. */
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

/** One after the other. The leads of a part are looked at before the one after the next is asked for. */
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
