/** What answering takes: all that a command may touch. */
import type { BusinessCalendar, ConnectionHealth, Instant, MessageCounts, OwedCounts } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { AlertDesk } from '../features/alerts/desk.ts';
import type { ReplayRules } from '../features/replay/replay.ts';
import type { People } from '../features/language/people.ts';
import type { Desk, DeskPlace } from '../features/subscriptions/desk.ts';
import type { ParseContext } from '../queries/ask.ts';
import type { Answers } from './answers.ts';
import type { Audience } from './shown.ts';

export interface AnswerContext extends ParseContext {
  readonly leadsApi: LeadsApi;
  readonly answers: Answers;
  readonly catalogue: Catalogue;
  readonly status: ReadStatus;
  /** The channel's subscriptions. */
  readonly desk: Desk;
  readonly people: People;
  readonly alerts: AlertDesk;
  readonly replay: ReplayRules;
  readonly calendar: BusinessCalendar;
  /** Where it was asked, and by whom. */
  readonly place: DeskPlace;
  readonly signal: AbortSignal;
  /** Ask the DMS again even if an answer is at hand. */
  readonly fresh: boolean;
  /** An answer at hand may be no older. Absent: as long as it is kept. */
  readonly maxAgeMs?: number;
  readonly audience: Audience;
}

/** Null when what Leadbell knows can't be read at the moment. */
export type ReadStatus = () => Promise<Status | null>;

/** How Leadbell itself fares. */
export interface Status {
  readonly now: Instant;
  /** Whether the DMS is to be polled at all. */
  readonly isPolled: boolean;
  readonly connections: readonly ConnectionHealth[];
  /** The budget that polls are planned with. */
  readonly requestsPerDay: number;
  /** Of this workspace; sent in the last 24 hours. */
  readonly messages: MessageCounts;
  /** Acts of people here that have waited for longer than a minute. */
  readonly lateActs: number;
  /** Digests that are late. */
  readonly owed: OwedCounts;
  /** Jobs that failed too often. */
  readonly deadJobs: number;
}

/** Names of sources and sub-sources (as the DMS answers them) to the integer codes it is asked with. From `leadbell.config.json`. */
export interface Catalogue {
  readonly sources: Readonly<Record<string, number>>;
  readonly subSources: Readonly<Record<string, number>>;
}
