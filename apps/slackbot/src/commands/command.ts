/**
 * What a `/leads` subcommand is: words in, a query of its own type, a card out. The only things a command may touch are in its context.
 * The query is the whole of what was asked: it is what *Refresh*, paging, *Try again* and the inbox carry.
 */
import type { AnswerContext, Services } from '../reports/context.ts';
import type { LeadFilter, Zone } from '@leadbell/domain';
import type { LeadsQuery } from '../queries/leads-query.ts';
import type { QuerySchema } from '../queries/fields.ts';
import type { Complaint, ParseContext, Query } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import type { Card, Form, ModalCard } from '@leadbell/slack-kit';

export type Parsed<Q extends Query = Query> =
  | { readonly ok: true; readonly query: Q }
  | { readonly ok: false; readonly complaint: Complaint };

/** The words after the subcommand, filters and flags taken out. */
export interface Words {
  readonly rest: string;
  readonly filters: LeadFilter;
  readonly share: boolean;
  /** Words of an error; only where the command takes them. */
  readonly error?: string;
}

/** What a command answers with: the context, and the commands there are (help lists them). */
export interface CommandContext extends AnswerContext {
  readonly commands: readonly Command[];
}

export interface Command<Q extends Query = Query> {
  /** Lower-case Latin letters; also the file's name. */
  readonly name: string;
  /** Other words that mean it, Arabic ones included. */
  readonly synonyms: readonly string[];
  /** For help: how it is written and what it gives. */
  readonly usage: (messages: Messages) => { readonly form: string; readonly gives: string };
  /** `error:"…"` is one of its words. */
  readonly takesError?: true;
  /** `reads`: it changes nothing and sends nothing. Else how its acts are told apart; they are in the inbox before they are acknowledged. */
  readonly does: 'reads' | CommandAct<Q>;
  /** What its queries must be to be believed: buttons' values and rows of the inbox come from outside. Also takes what earlier releases wrote into the inbox. */
  readonly query: QuerySchema<Q>;
  /** What it opens when it is typed so, instead of an answer; null where it is answered. */
  readonly opens?: (query: Q, place: OpenPlace) => Form | null;
  /** Pure. */
  readonly parse: (words: Words, context: ParseContext) => Parsed<Q>;
  /** Throws `LeadsApiError` only. */
  readonly answer: (query: Q, context: CommandContext) => Promise<Card>;
}

export interface CommandAct<Q extends Query = Query> {
  /** Commands that can also only be read (the form of `subscribe`, the list of `unsubscribe`) say which of their queries are acts. */
  readonly isAct: (query: Q) => boolean;
  /** What it is done to. Acts on one object are compared with each other. */
  readonly object: (query: Q, place: ActPlace) => string;
  /** Beside the command, what tells it from others on the object. */
  readonly detail?: (query: Q) => string;
  /** It leaves the object as it is, so that presses within 30 s count once; of one person, or of anybody. */
  readonly repeats?: 'person' | 'anybody';
  /** When its effect is committed, and the process that had it is gone: what the person is told. */
  readonly afterRestart: 'nothing' | 'done' | 'perhaps' | 'look';
}

/** A command among others. Its functions are only given queries that its own schema, or its own `parse`, has made. */
export function defineCommand<Q extends Query>(command: Command<Q>): Command {
  return command as unknown as Command;
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
  query: { readonly query: LeadsQuery; readonly leadRef: string },
  context: AnswerContext,
) => Promise<ModalCard>;
