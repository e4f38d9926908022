/** What a digest is made of. Pure data; the answer holds personal data, of which no section shows any. */
import type { Counted, LeadFilter, Period, Summary } from '@leadbell/domain';
import type { Answer } from '../../reports/answer.ts';
import type { Shown } from '../../reports/shown.ts';
import type { SectionId } from '../../subscriptions/sections.ts';
import type { LongList } from '../../cards/breakdowns.ts';
import type { CardPart } from '@leadbell/slack-kit';

export interface DigestFacts {
  readonly answer: Answer;
  readonly period: Period;
  readonly filters: LeadFilter;
  /** Leads of the same length of time just before, and a week before; null where that could not be read, or would be the same. */
  readonly before: number | null;
  readonly weekBefore: number | null;
  /** How those stood. */
  readonly outcomesBefore: Summary['outcomes'] | null;
  readonly outcomesWeekBefore: Summary['outcomes'] | null;
  /** Of the time just before, when it covers a week or more. */
  readonly branchesBefore: readonly Counted[] | null;
  /** Leads that came while the business was closed. */
  readonly afterHours: number;
  /** Days that it covers. */
  readonly days: number;
  /** Digests that it stands for: more than one after a stop. */
  readonly merged: number;
  /** Null when it is on time. The minute for which it was meant, as a clock shows it. */
  readonly meantFor: string | null;
  /** The Umm al-Qura date too. */
  readonly hijri: boolean;
  /** Sections that were switched off. */
  readonly without: readonly string[];
}

/** One file each. The headline is in every digest; a subscription can do without the others. Pure. */
export interface Section<Id extends 'headline' | SectionId = 'headline' | SectionId> {
  readonly id: Id;
  readonly present: (facts: DigestFacts, shown: Shown) => CardPart | null;
  /** What its part had no room for, whole: for the thread. */
  readonly rest?: (facts: DigestFacts, shown: Shown) => readonly LongList[];
}
