/**
 * What a `/leads` subcommand is: words in, a card out. The only things a command may touch are in its context.
 * `ask` is the whole of what was asked, serialisable: it is what *Refresh*, paging and *Try again* carry in a button's value.
 */
import type { Zone } from '@leadbell/domain';
import type { AnswerContext, Services } from '../reports/context.ts';
import type { Ask, Complaint, Filters, ParseContext } from '../queries/ask.ts';
import type { Messages } from '../words/index.ts';
import type { Card, Form, ModalCard } from '@leadbell/slack-kit';

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
  /** `reads`: it changes nothing and sends nothing. Else how its acts are told apart; they are in the inbox before they are acknowledged. */
  readonly does: 'reads' | CommandAct;
  /** What it opens when it is typed so, instead of an answer; null where it is answered. */
  readonly opens?: (ask: Ask, place: OpenPlace) => Form | null;
  /** Pure. */
  readonly parse: (words: Words, context: ParseContext) => Parsed;
  /** Throws `LeadsApiError` only. */
  readonly answer: (ask: Ask, context: CommandContext) => Promise<Card>;
}

export interface CommandAct {
  /** Commands that can also only be read (the form of `subscribe`, the list of `unsubscribe`) say which of their asks are acts. */
  readonly isAct: (ask: Ask) => boolean;
  /** What it is done to. Acts on one object are compared with each other. */
  readonly object: (ask: Ask, place: ActPlace) => string;
  /** Beside the command, what tells it from others on the object. */
  readonly detail?: (ask: Ask) => string;
  /** It leaves the object as it is, so that presses within 30 s count once; of one person, or of anybody. */
  readonly repeats?: 'person' | 'anybody';
  /** When its effect is committed, and the process that had it is gone: what the person is told. */
  readonly afterRestart: 'nothing' | 'done' | 'perhaps' | 'look';
}

export interface ActPlace {
  readonly channel: string;
  readonly user: string;
}

export interface OpenPlace {
  readonly channel: string;
  readonly services: Services;
  readonly zone: Zone;
  readonly messages: Messages;
}

/** One lead in full, for the one who asked. */
export type LeadView = (
  ask: { readonly ask: Ask; readonly leadRef: string },
  context: AnswerContext,
) => Promise<ModalCard>;
