/** Types shared by both ways of splitting an answer. */

/**
 * A bulk within a piece, as parsed; its leads may be `PlainLead`s. The first bulk of a later piece may continue the
 * last one of the piece before.
 */
export type PieceBulk = unknown;

export interface Piece {
  readonly bulks: readonly PieceBulk[];
  /** Whether the first bulk continues the one that the last piece left open. */
  readonly continues: boolean;
  /** Whether the last bulk is still open. */
  readonly open: boolean;
  /** Whether its texts may hold more than plain text; see `Traits`. */
  readonly isOdd: boolean;
  readonly isLossy: boolean;
  /** The bulks again with long numbers as texts; parsed on demand. */
  readonly exact: () => readonly PieceBulk[];
}

/**
 * Properties of a stretch of text, so that the plain majority needs no second look. May be true by mistake, but never
 * false by mistake.
 */
export interface Traits {
  /** Has escapes other than of quotes and slashes, control characters, or possible markup. */
  readonly isOdd: boolean;
  /** Bytes invalid in the declared encoding became U+FFFD. */
  readonly isLossy: boolean;
}

/** Splits the bytes of an answer into pieces as they arrive. Throws `CutError`. */
export interface BodyCutter {
  /** Null before the first character. */
  readonly form: 'object' | 'array' | null;
  /** The caller must not use the bytes afterwards. */
  push(bytes: Uint8Array): readonly Piece[];
  /** All bytes have arrived. */
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
