/** The data of a digest. Pure data; the answer contains personal data, which no section shows. */
import type { Counted, LeadFilter, Period, Scope, Summary } from '@leadbell/domain';
import type { Answer } from '../../reports/answer.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import type { Shown } from '../../reports/shown.ts';
import type { SectionId } from '../../subscriptions/sections.ts';
import type { LongList } from '../../cards/breakdowns.ts';
import type { CardPart } from '@leadbell/slack-kit';

export interface DigestFacts {
  readonly answer: Answer;
  readonly period: Period;
  readonly filters: LeadFilter;
  /** The leads that the owner of the subscription may see; only these are counted. */
  readonly scope: Scope;
  /** The subscription that stores the filters; absent in a preview. */
  readonly subscription?: number;
  /** The number of leads in the period before; null if it could not be read. */
  readonly before: number | null;
  /** The number of leads in the same period a week earlier; null for a digest of a week or more. */
  readonly weekBefore: number | null;
  /** The outcomes of the leads that `before` counts. */
  readonly outcomesBefore: Summary['outcomes'] | null;
  readonly outcomesWeekBefore: Summary['outcomes'] | null;
  /** The branches of the period before, when it covers a week or more. */
  readonly branchesBefore: readonly Counted[] | null;
  /** Leads that arrived while the business was closed. */
  readonly afterHours: number;
  /** The number of days that the digest covers. */
  readonly days: number;
  /** The number of scheduled digests that this one covers: more than one if earlier digests were missed. */
  readonly merged: number;
  /** The local time for which the digest was scheduled; null when the digest is on time. */
  readonly meantFor: string | null;
  /** Whether to show the Umm al-Qura date too. */
  readonly hijri: boolean;
  /** The sections that are switched off. */
  readonly without: readonly string[];
}

/**
 * A section of a digest, in a file of its own. The headline is in every digest; the other sections
 * are optional. Pure.
 */
export interface Section<Id extends 'headline' | SectionId = 'headline' | SectionId> {
  readonly id: Id;
  readonly present: (facts: DigestFacts, shown: Shown<PeriodQuery>) => CardPart | null;
  /** Returns the full lists that do not fit into the digest; they go into its thread. */
  readonly rest?: (facts: DigestFacts, shown: Shown<PeriodQuery>) => readonly LongList[];
}
