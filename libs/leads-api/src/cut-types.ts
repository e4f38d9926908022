/** Types for the pieces of an answer. */

/**
 * A bulk within a piece, as parsed; its leads may be `PlainLead`s. The first bulk of a piece may continue the last bulk
 * of the previous piece.
 */
export type PieceBulk = unknown;

export interface Piece {
  readonly bulks: readonly PieceBulk[];
  /** Whether the first bulk continues the last bulk of the previous piece. */
  readonly continues: boolean;
  /** Whether more of the last bulk may follow in the next piece. */
  readonly open: boolean;
  /** Whether the texts may need cleaning (see `isPlain` in `wire.ts`). */
  readonly isOdd: boolean;
  /**
   * Whether some bytes were invalid in the answer's encoding and became U+FFFD. `isOdd` and `isLossy` may be true when
   * nothing is wrong, but are never false when something is.
   */
  readonly isLossy: boolean;
  /** Parses the bulks again, with long numbers as texts; only called when needed. */
  readonly exact: () => readonly PieceBulk[];
}

export type CutErrorReason = 'empty' | 'not-json' | 'ended-early' | 'too-large';

export class CutError extends Error {
  readonly reason: CutErrorReason;
  constructor(reason: CutErrorReason) {
    super(reason);
    this.reason = reason;
  }
}
