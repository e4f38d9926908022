/**
 * Splits the bytes of an answer by decoding them to text, which works for any encoding and any JSON. Throws `CutError`.
 */
import { Cutter } from './cut.ts';
import type { BodyCutter, Piece } from './cut-types.ts';
import type { BodyDecoder } from './decode.ts';

export class TextCutter implements BodyCutter {
  readonly #decoder: BodyDecoder;
  readonly #cutter: Cutter;

  constructor(decoder: BodyDecoder, cutter: Cutter = new Cutter()) {
    this.#decoder = decoder;
    this.#cutter = cutter;
  }

  get form(): 'object' | 'array' | null {
    return this.#cutter.form;
  }

  push(bytes: Uint8Array): readonly Piece[] {
    const { text, traits } = this.#decoder.decode(bytes);
    return listOf(this.#cutter.push(text, traits));
  }

  end(): readonly Piece[] {
    const { text, traits } = this.#decoder.end();
    const rest = text === '' ? null : this.#cutter.push(text, traits);
    return [...listOf(rest), ...listOf(this.#cutter.end())];
  }
}

const none: readonly Piece[] = Object.freeze([]);

function listOf(piece: Piece | null): readonly Piece[] {
  return piece === null ? none : [piece];
}
