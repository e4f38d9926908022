/** An answer in pieces. */

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
  /** Whether its texts may hold more than plain text. */
  readonly isOdd: boolean;
  /** Whether bytes invalid in the answer's encoding became U+FFFD. Both may be true by mistake, but never false by mistake. */
  readonly isLossy: boolean;
  /** The bulks again with long numbers as texts; parsed on demand. */
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
