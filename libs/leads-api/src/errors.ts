/**
 * The errors that reading from a DMS can throw. `retryable` says whether trying again can help. `message` is for logs:
 * it never contains a token, a part of a body, or a requested value that identifies a person.
 */
export type LeadsApiErrorKind =
  | 'unauthorized'
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'contract'
  | 'bad-request'
  /** The address does not exist, usually because `DMS_BASE_URL` is wrong. */
  | 'not-found'
  | 'aborted';

export interface LeadsApiErrorDetails {
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** For a `contract` error: the position in the answer. */
  readonly path?: string;
  readonly attempts?: number;
}

const retryable: ReadonlySet<LeadsApiErrorKind> = new Set(['rate-limited', 'unavailable', 'timeout']);

export class LeadsApiError extends Error {
  override readonly name = 'LeadsApiError';
  readonly kind: LeadsApiErrorKind;
  readonly retryable: boolean;
  readonly details: LeadsApiErrorDetails;

  constructor(kind: LeadsApiErrorKind, message: string, details: LeadsApiErrorDetails = {}) {
    super(message);
    this.kind = kind;
    this.retryable = retryable.has(kind);
    this.details = details;
  }
}

/** Redirects are not followed, because they could lead the sign-in to another host, or to `http://`. */
export function notFollowed(setting: string): string {
  return `a redirect, which is not followed: set ${setting} to the address that it leads to`;
}
