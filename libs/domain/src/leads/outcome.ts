/** The outcome of a lead, from the DMS's fields. Pure. Source: the API's notes (see docs/api.md). */
import type { Id } from './id.ts';
import type { LeadError, LeadOutcome } from './lead.ts';

/** Errored (`isError` is 1 or it has errors), else created (it has a `leadId`), else pending. */
export function outcomeOf(isError: boolean, errors: readonly LeadError[], leadId: Id | null): LeadOutcome {
  if (isError || errors.length > 0) return 'errored';
  return leadId !== null ? 'created' : 'pending';
}
