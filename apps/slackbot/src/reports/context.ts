/** The context of an answer: everything that a command may use. */
import type { Ability, BusinessCalendar, KnownValues, Lead, Scope, Sought } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { Catalogue } from '@leadbell/settings';
import type { ParseContext } from '../queries/query.ts';
import type { Row } from './answer.ts';
import type { Answers } from './answers.ts';
import type { ForgottenPeople } from './forgotten.ts';
import type { Audience } from './shown.ts';

/**
 * Services that commands and button handlers use. Each feature adds its own services in its `feature.ts`.
 */
export interface Services {
  readonly leadsApi: LeadsApi;
  readonly answers: Answers;
  readonly forgotten: Pick<ForgottenPeople, 'lead'>;
  readonly catalogue: Catalogue;
  readonly calendar: BusinessCalendar;
  /** The filter values of all leads; `ParseContext.vocabulary` has those that the asker may see. */
  readonly values: KnownValues;
}

/** A record that a person saw leads, or tried to see them. */
export interface Look {
  readonly action: string;
  readonly subject?: string;
  /** The text of a search. The search is recorded as a keyed hash, never as text. */
  readonly sought?: Sought;
  readonly leads: readonly Lead[];
  /** The names of the fields that the person saw. */
  readonly fields: readonly string[];
  readonly outcome?: 'refused';
  /** The number of equal attempts; absent for a single one. */
  readonly times?: number;
}

export interface AnswerContext extends ParseContext, Services {
  /** The channel and the user who asked. */
  readonly place: { readonly channel: string; readonly user: string };
  /** The leads that the asker may see; all others are neither shown nor counted. */
  readonly scope: Scope;
  /** Whether the asker may do more, such as opening a lead. */
  readonly may: (ability: Ability) => Promise<boolean>;
  /** Call before a person's details are shown. Rejects if this can't be recorded. */
  readonly record: (look: Look) => Promise<void>;
  /** Called for each lead that a list shows. */
  readonly onRow?: (row: Row) => void;
  readonly signal: AbortSignal;
  /** Whether to ask the DMS even if an answer is cached. */
  readonly fresh: boolean;
  /** Maximum age of a cached answer. If absent, the cache's own limit applies. */
  readonly maxAgeMs?: number;
  readonly audience: Audience;
  /** Whether people from other companies can read the channel in which *Share* would post the answer. Never rejects. */
  readonly isSharedOutside?: Promise<boolean>;
}
