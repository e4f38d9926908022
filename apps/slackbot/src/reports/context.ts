/** What answering takes: all that a command may touch. */
import type { BusinessCalendar } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { ParseContext } from '../queries/query.ts';
import type { Answers } from './answers.ts';
import type { Audience } from './shown.ts';

/** What commands and presses work with. A feature adds its own service where it is declared, in its `feature.ts`. */
export interface Services {
  readonly leadsApi: LeadsApi;
  readonly answers: Answers;
  readonly catalogue: Catalogue;
  readonly calendar: BusinessCalendar;
}

export interface AnswerContext extends ParseContext, Services {
  /** Where it was asked, and by whom. */
  readonly place: { readonly channel: string; readonly user: string };
  readonly signal: AbortSignal;
  /** Ask the DMS again even if an answer is at hand. */
  readonly fresh: boolean;
  /** An answer at hand may be no older. Absent: as long as it is kept. */
  readonly maxAgeMs?: number;
  readonly audience: Audience;
}

/** Names of sources and sub-sources (as the DMS answers them) to the integer codes it is asked with. From `leadbell.config.json`. */
export interface Catalogue {
  readonly sources: Readonly<Record<string, number>>;
  readonly subSources: Readonly<Record<string, number>>;
}
