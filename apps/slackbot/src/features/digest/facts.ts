/** The input of a digest. Pure data; the answer contains personal data, which no section shows. */
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
  /** The leads that the owner of the subscription may see: only these are counted. */
  readonly scope: Scope;
  /** The subscription that stores this scope; absent in a preview. */
  readonly subscription?: number;
  /**
   * Number of leads in the preceding period of equal length, and a week before; null when it could
   * not be read or would be the same period.
   */
  readonly before: number | null;
  readonly weekBefore: number | null;
  /** The outcomes of those leads. */
  readonly outcomesBefore: Summary['outcomes'] | null;
  readonly outcomesWeekBefore: Summary['outcomes'] | null;
  /** Branches of the preceding period, when it covers a week or more. */
  readonly branchesBefore: readonly Counted[] | null;
  /** Leads that arrived while the business was closed. */
  readonly afterHours: number;
  /** Number of days covered. */
  readonly days: number;
  /** Number of scheduled digests covered: more than one after a stop. */
  readonly merged: number;
  /** The intended local time; null when it is on time. */
  readonly meantFor: string | null;
  /** Show the Umm al-Qura date too. */
  readonly hijri: boolean;
  /** Sections that are switched off. */
  readonly without: readonly string[];
}

/** One file for each section. The headline is in every digest; the others are optional. Pure. */
export interface Section<Id extends 'headline' | SectionId = 'headline' | SectionId> {
  readonly id: Id;
  readonly present: (facts: DigestFacts, shown: Shown<PeriodQuery>) => CardPart | null;
  /** The full lists that its part had no room for; they go into the thread. */
  readonly rest?: (facts: DigestFacts, shown: Shown<PeriodQuery>) => readonly LongList[];
}
