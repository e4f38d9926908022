/** What a digest is made of. Pure data; the answer holds personal data, of which no section shows any. */
import type { LeadFilter, Period } from '@leadbell/domain';
import type { Answer } from '../answers/answer.ts';
import type { Shown } from '../answers/shown.ts';
import type { CardPart } from '../slack/card.ts';

export interface DigestFacts {
  readonly answer: Answer;
  readonly period: Period;
  readonly filters: LeadFilter;
  /** Leads of the same length of time just before, and a week before; null where that could not be read, or would be the same. */
  readonly before: number | null;
  readonly weekBefore: number | null;
  /** Days that it covers. */
  readonly days: number;
  /** Digests that it stands for: more than one after a stop. */
  readonly merged: number;
  /** Null when it is on time. The minute for which it was meant, as a clock shows it. */
  readonly meantFor: string | null;
}

/** One file each; the order in `index.ts` is the order in the message. Pure. */
export interface Section {
  readonly id: string;
  readonly present: (facts: DigestFacts, shown: Shown) => CardPart | null;
}
