/** What became of a lead, and how far a bulk is, from the DMS's numbers. Pure. Source: the API's notes (see docs/api.md). */
import type { ProcessingState } from './bulk.ts';
import type { Id } from './id.ts';
import type { LeadError, LeadOutcome } from './lead.ts';

/** Errored (`isError` is 1 or it has errors), else created (it has a `leadId`), else pending. */
export function outcomeOf(isError: boolean, errors: readonly LeadError[], leadId: Id | null): LeadOutcome {
  if (isError || errors.length > 0) return 'errored';
  return leadId !== null ? 'created' : 'pending';
}

const states: readonly ProcessingState[] = ['created', 'in-progress', 'cancelled', 'completed'];

/** `isProcessed`: 1 to 4; anything else is kept as unknown. */
export function processingState(isProcessed: number | null): ProcessingState {
  return states[(isProcessed ?? 0) - 1] ?? { unknown: isProcessed };
}
