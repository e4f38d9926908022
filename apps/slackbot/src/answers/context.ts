/** What answering takes: all that a command may touch. */
import type { LeadsApi } from '@leadbell/leads-api';
import type { ParseContext } from '../asks/ask.ts';
import type { Answers } from './answers.ts';

export interface AnswerContext extends ParseContext {
  readonly leadsApi: LeadsApi;
  readonly answers: Answers;
  readonly catalogue: Catalogue;
  readonly signal: AbortSignal;
  /** Ask the DMS again even if an answer is at hand. */
  readonly fresh: boolean;
  /** An answer at hand may be no older. Absent: as long as it is kept. */
  readonly maxAgeMs?: number;
  /** A channel (many readers): personal data is masked in every case. An ephemeral answer or a modal has one reader. */
  readonly audience: 'channel' | 'asker';
}

/** Names of sources and sub-sources (as the DMS answers them) to the integer codes it is asked with. From `leadbell.config.json`. */
export interface Catalogue {
  readonly sources: Readonly<Record<string, number>>;
  readonly subSources: Readonly<Record<string, number>>;
}
