/**
 * Finds the outcome of a lead from the fields that the DMS sends. Pure. Source: the notes in the API's specification
 * (see docs/api.md).
 */
import type { Id } from './id.ts';
import type { LeadError, LeadOutcome } from './lead.ts';

/** A lead is errored if `isError` is 1 or it has errors; otherwise created if it has a `leadId`; otherwise pending. */
export function outcomeOf(isError: boolean, errors: readonly LeadError[], leadId: Id | null): LeadOutcome {
  if (isError || errors.length > 0) return 'errored';
  return leadId !== null ? 'created' : 'pending';
}
