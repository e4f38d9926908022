/** Finds the kind of a failure, which is either a failure of the DMS or an internal failure. Pure. */
import type { PollFailure } from '@leadbell/store';
import { LeadsApiError } from '@leadbell/leads-api';

/** `database` and `fault` are internal; the others are failures of the DMS. */
export function failureOf(error: unknown): PollFailure {
  if (error instanceof LeadsApiError) return error.kind;
  return isOfDatabase(error) ? 'database' : 'fault';
}

/**
 * Whether the error is the database driver's. The driver's errors have a server code (five letters and digits) or a
 * system code (ECONNREFUSED …).
 */
function isOfDatabase(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return (
    (typeof code === 'string' && /^(?:[0-9A-Z]{5}|E[A-Z]+)$/.test(code)) || /connection|timeout/i.test(String(error))
  );
}
