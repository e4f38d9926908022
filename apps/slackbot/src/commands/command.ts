/**
 * What a `/leads` subcommand is: words in, a card out. The only things a command may touch are in its context.
 * `ask` is the whole of what was asked, serialisable: it is what *Refresh*, paging and *Try again* carry in a button's value.
 */
import type { AnswerContext } from '../reports/context.ts';
import type { Ask, Complaint, Filters, ParseContext } from '../queries/ask.ts';
import type { Messages } from '../words/en.ts';
import type { Card, ModalCard } from '@leadbell/slack-kit';

export type Parsed = { readonly ok: true; readonly ask: Ask } | { readonly ok: false; readonly complaint: Complaint };

/** The words after the subcommand, filters and flags taken out. */
export interface Words {
  readonly rest: string;
  readonly filters: Filters;
  readonly share: boolean;
  /** Words of an error; only where the command takes them. */
  readonly error?: string;
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
  /** `error:"…"` is one of its words. */
  readonly takesError?: true;
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
