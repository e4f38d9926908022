/** Of what kind a failure is: what the DMS did, or trouble of our own. Pure. */
import type { PollFailure } from '@leadbell/store';
import { LeadsApiError } from '@leadbell/leads-api';

/** `database` and `fault` are our own; the others say what the DMS did. */
export function failureOf(error: unknown): PollFailure {
  if (error instanceof LeadsApiError) return error.kind;
  return isOfDatabase(error) ? 'database' : 'fault';
}

/** The driver's errors have a code of the server's (five letters and digits) or of the system's (ECONNREFUSED …). */
function isOfDatabase(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return (
    (typeof code === 'string' && /^(?:[0-9A-Z]{5}|E[A-Z]+)$/.test(code)) || /connection|timeout/i.test(String(error))
  );
}
