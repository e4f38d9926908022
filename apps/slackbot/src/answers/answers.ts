/**
 * Answers at hand: what the DMS said, digested, kept for a short while so that paging does not ask again. In memory only, bounded by leads and by age.
 * Effects: reads through the `LeadsApi` it is handed. Errors: `LeadsApiError` only.
 */
import type { Instant } from '@leadbell/domain';

export interface AnswersOptions {
  readonly now: () => Instant;
  /** How long an answer serves again. Default 10 minutes: kept leads are personal data. */
  readonly ttlMs?: number;
  /** Leads kept over all answers. Default 20,000. */
  readonly maxLeads?: number;
  /** Leads kept of one answer, the newest. Default 1,000. */
  readonly maxRows?: number;
}

export interface Answers {
  /** Forgets everything kept and stops what is being fetched. */
  close(): void;
}

export function createAnswers(_options: AnswersOptions): Answers {
  return { close: () => {} };
}
