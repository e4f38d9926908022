/** What the two ways of cutting an answer share. */

/** A bulk of a piece: as parsed; among its leads may be `PlainLead`s. The first of a later piece continues the last of the piece before. */
export type PieceBulk = unknown;

export interface Piece {
  readonly bulks: readonly PieceBulk[];
  /** Is the first bulk the one that the last piece left open? */
  readonly continues: boolean;
  /** Is the last bulk still open? */
  readonly open: boolean;
  /** May its texts hold anything but plain text? See `Traits`. */
  readonly isOdd: boolean;
  readonly isLossy: boolean;
  /** The bulks once more, with long numbers as texts: parsed when it is asked for. */
  readonly exact: () => readonly PieceBulk[];
}

/** Of a stretch of text, so that the plain majority needs no second look. True may be said too often, never too seldom. */
export interface Traits {
  /** Escapes other than of quotes and slashes, control characters, what may be markup. */
  readonly isOdd: boolean;
  /** Bytes that were none of the declared encoding: they became U+FFFD. */
  readonly isLossy: boolean;
}

/** Cuts the bytes of an answer, as they come, into pieces. Throws `CutError`. */
export interface BodyCutter {
  /** Null while it has not begun. */
  readonly form: 'object' | 'array' | null;
  /** The bytes are not to be used afterwards. */
  push(bytes: Uint8Array): readonly Piece[];
  /** All has come. */
  end(): readonly Piece[];
}

export type CutErrorReason = 'empty' | 'not-json' | 'ended-early' | 'too-large';

export class CutError extends Error {
  readonly reason: CutErrorReason;
  constructor(reason: CutErrorReason) {
    super(reason);
    this.reason = reason;
  }
}
