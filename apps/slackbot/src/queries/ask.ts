/** What a person asked of Leadbell: serialisable, it is what *Refresh*, paging and *Try again* carry in a button's value. And what reading it takes. Pure data. */
import type { Id, Instant, LeadFilter, PeriodSpec, Weekday, Zone } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';

export type Filters = LeadFilter;

/** What was asked, parsed; JSON of it is at most 1,500 characters (longer words are refused at parsing). */
export interface Ask {
  readonly command: string;
  readonly period?: PeriodSpec;
  /** Bulk id or leadId. */
  readonly id?: Id;
  /** What a command keeps of its words, in a form of its own. */
  readonly words?: string;
  readonly filters: Filters;
  /** From 0. */
  readonly page: number;
  /** Post to the channel instead of answering the asker alone. */
  readonly share: boolean;
  /** *Refresh* and *Try again*: ask the DMS even if an answer is at hand. */
  readonly fresh?: true;
}

/** Said to the person in one sentence, in their language; nothing is fetched. */
export interface Complaint {
  readonly sentence: string;
  /** The nearest right form, offered as a button: the text to run, without `/leads`. */
  readonly suggestion?: string;
}

/** What words mean depends on when, where and in which language they are said. */
export interface ParseContext {
  readonly now: Instant;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly messages: Messages;
}
