/**
 * The contract of a `/leads` subcommand: words in, a typed query, a card out. A command may only
 * use its context. The query holds everything that was asked: *Refresh*, paging, *Try again* and
 * the inbox carry it.
 */
import type { AnswerContext, Services } from '../reports/context.ts';
import type { Ability, LeadFilter, Zone } from '@leadbell/domain';
import type { LeadsQuery } from '../queries/leads-query.ts';
import type { QuerySchema } from '../queries/fields.ts';
import type { Complaint, ParseContext, Query } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import type { Card, Form, ModalCard } from '@leadbell/slack-kit';

export type Parsed<Q extends Query = Query> =
  | { readonly ok: true; readonly query: Q }
  | { readonly ok: false; readonly complaint: Complaint };

/** The words after the subcommand, without filters and flags. */
export interface Words {
  readonly rest: string;
  readonly filters: LeadFilter;
  readonly share: boolean;
  /** The text of `error:"…"`; only for commands with `takesError`. */
  readonly error?: string;
}

/** The answer context plus the list of commands, which help needs. */
export interface CommandContext extends AnswerContext {
  readonly commands: readonly Command[];
}

/** The jobs for which the short help names the command. */
export const jobs = ['sales', 'manager', 'integration', 'operator'] as const;
export type Job = (typeof jobs)[number];

export interface Command<Q extends Query = Query> {
  /** Lower-case Latin letters; also the file's name. */
  readonly name: string;
  /** Can be asked only by buttons: it has no words and is not in the help. */
  readonly isTyped?: false;
  /** Other words for the command, including Arabic ones. */
  readonly synonyms: readonly string[];
  /** For help: the usage form and a description of the result. */
  readonly usage: (messages: Messages) => { readonly form: string; readonly gives: string };
  /** Named in the short help for people with this job. */
  readonly job?: Job;
  /** The ability that the person needs; see `bot/gate.ts`. Sharing needs `share` as well. */
  readonly needs: Ability | ((query: Q) => Ability);
  /** Whether messages to the channel follow from this query, apart from sharing. */
  readonly fillsChannel?: (query: Q) => boolean;
  /** The query holds personal data: it is not stored, not even while its answer is awaited. */
  readonly isPrivate?: true;
  /** Its words are a period, and may be mixed in any order with filter values: `kia errors yesterday`. */
  readonly takesFreeWords?: true;
  /** Accepts `error:"…"`. */
  readonly takesError?: true;
  /**
   * `reads`: no changes and no messages. Otherwise the rules for telling its acts apart; acts are
   * stored in the inbox before they are acknowledged.
   */
  readonly does: 'reads' | CommandAct<Q>;
  /**
   * Validates queries from button values and inbox rows, including those that earlier releases
   * wrote.
   */
  readonly query: QuerySchema<Q>;
  /** The form to open instead of answering a typed command; null to answer. */
  readonly opens?: (query: Q, place: OpenPlace) => Form | null;
  /** Pure. */
  readonly parse: (words: Words, context: ParseContext) => Parsed<Q>;
  /** Throws `LeadsApiError` only. */
  readonly answer: (query: Q, context: CommandContext) => Promise<Card>;
}

export interface CommandAct<Q extends Query = Query> {
  /**
   * Tells acts from reads, for commands that do both (the form of `subscribe`, the list of
   * `unsubscribe`).
   */
  readonly isAct: (query: Q) => boolean;
  /** The object that the act changes. Acts on one object are compared with each other. */
  readonly object: (query: Q, place: ActPlace) => string;
  /** Distinguishes the act from others of the same command on the same object. */
  readonly detail?: (query: Q) => string;
  /**
   * Repeating the act has no effect, so presses within 30 s count once: per person, or for
   * everybody.
   */
  readonly repeats?: 'person' | 'anybody';
  /** The reply when the process died after the act was committed. */
  readonly afterRestart: 'nothing' | 'done' | 'perhaps' | 'look';
}

/**
 * Erases the query type. The command's functions only receive queries from its own schema or its
 * own `parse`.
 */
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

/** Shows one lead in full to the person who asked. */
export type LeadView = (
  query: { readonly query: LeadsQuery; readonly leadRef: string; readonly isMore: boolean },
  context: AnswerContext,
) => Promise<ModalCard>;
