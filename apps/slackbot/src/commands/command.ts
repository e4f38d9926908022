/**
 * What a `/leads` subcommand is: words in, a card out. The only things a command may touch are in its context.
 * `ask` is the whole of what was asked, serialisable: it is what *Refresh*, paging and *Try again* carry in a button's value.
 */
import type { Instant, LeadFilter, PeriodSpec, Weekday, Zone } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { Answers } from '../answers/answers.ts';
import type { Messages } from '../locales/en.ts';
import type { Card, ModalCard } from '../slack/card.ts';

export type Filters = LeadFilter;

/** What was asked, parsed; JSON of it is at most 1,500 characters (longer words are refused at parsing). */
export interface Ask {
  readonly command: string;
  readonly period?: PeriodSpec;
  /** Bulk id or leadId. */
  readonly id?: number;
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

export type Parsed = { readonly ok: true; readonly ask: Ask } | { readonly ok: false; readonly complaint: Complaint };

/** The words after the subcommand, filters and flags taken out. */
export interface Words {
  readonly rest: string;
  readonly filters: Filters;
  readonly share: boolean;
}

export interface ParseContext {
  readonly now: Instant;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly messages: Messages;
}

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

/** What a command answers with: the context, and the commands there are (help lists them). */
export interface CommandContext extends AnswerContext {
  readonly commands: readonly Command[];
}

export interface Command {
  /** Lower-case Latin letters; also the file's name. */
  readonly name: string;
  /** Other words that mean it, Arabic ones included. */
  readonly synonyms: readonly string[];
  /** For help: how it is written and what it gives. */
  readonly usage: (messages: Messages) => { readonly form: string; readonly gives: string };
  /** Pure. */
  readonly parse: (words: Words, context: ParseContext) => Parsed;
  /** Throws `LeadsApiError` only. */
  readonly answer: (ask: Ask, context: CommandContext) => Promise<Card>;
}

/** One lead in full, for the one who asked. */
export type LeadView = (
  ask: { readonly ask: Ask; readonly leadRef: string },
  context: AnswerContext,
) => Promise<ModalCard>;
