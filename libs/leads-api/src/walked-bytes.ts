/** Reads the rest of an answer from its bytes with a `Walker`. Throws `CutError`. */
import { Buffer } from 'node:buffer';
import type { Piece } from './cut-types.ts';
import { endOfWhole, type Utf8Body } from './utf8-body.ts';
import { Walker } from './walker.ts';

export class WalkedBytes {
  readonly #body: Utf8Body;
  readonly #walker: Walker;
  /** The bytes of an incomplete last character. */
  #held: Buffer = Buffer.alloc(0);
  #isBroken = false;

  /** `isInLeads`: the bytes begin where a lead may begin. */
  constructor(body: Utf8Body, form: 'object' | 'array', isInLeads: boolean) {
    this.#body = body;
    this.#walker = new Walker(form, isInLeads);
  }

  /** `bytes`: UTF-8. */
  push(bytes: Uint8Array): readonly Piece[] {
    const all = Buffer.concat([this.#held, bytes]);
    const end = endOfWhole(all, 0, all.length);
    this.#held = all.subarray(end);
    return this.#take(all.subarray(0, end));
  }

  end(): readonly Piece[] {
    const pieces = this.#take(this.#held);
    this.#walker.end();
    return pieces;
  }

  #take(bytes: Buffer): readonly Piece[] {
    // Broken bytes count for all later bytes too, because a value may have begun in the broken ones.
    this.#isBroken ||= this.#body.isBroken(bytes);
    const piece = this.#walker.push(bytes.toString('utf8'), this.#isBroken);
    return piece === null ? [] : [piece];
  }
}
