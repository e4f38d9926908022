/**
 * The contract of a `/leads` subcommand: it turns words into a query, and a query into a card. A command uses nothing
 * but its context. The query contains everything that was asked, so that *Refresh*, paging, *Try again* and the inbox
 * can repeat it.
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
  /** The word that named the command, as it was typed; absent if no word did. */
  readonly name?: string;
  /** The text of `error:"…"`; only for commands with `takesError`. */
  readonly error?: string;
}

/** The answer context plus the list of commands, which the help needs. */
export interface CommandContext extends AnswerContext {
  readonly commands: readonly Command[];
}

/** The kinds of work by which the short help groups commands. */
export const jobs = ['sales', 'manager', 'integration', 'operator'] as const;
export type Job = (typeof jobs)[number];

export interface Command<Q extends Query = Query> {
  /** The name in lower-case Latin letters, which is also the file's name. */
  readonly name: string;
  /** False if only buttons use the command. Such a command can't be typed, and is not in the help. */
  readonly isTyped?: false;
  /** Other words for the command, including Arabic ones. */
  readonly synonyms: readonly string[];
  /** For the help: the usage form and a description of the result. */
  readonly usage: (messages: Messages) => { readonly form: string; readonly gives: string };
  /** The kind of work under which the short help names the command. */
  readonly job?: Job;
  /** The ability that the person needs; see `bot/gate.ts`. Sharing needs `share` as well. */
  readonly needs: Ability | ((query: Q) => Ability);
  /** Whether this query causes messages in the channel, apart from sharing. */
  readonly fillsChannel?: (query: Q) => boolean;
  /** Set if the query contains personal data. Such a query is never stored, not even until it is answered. */
  readonly isPrivate?: true;
  /**
   * Set if the command's words are a period, and may be mixed in any order with filter values: `kia errors yesterday`.
   */
  readonly takesFreeWords?: true;
  /** Set if the command accepts `error:"…"`. */
  readonly takesError?: true;
  /**
   * `reads`: the command changes and sends nothing. Any other command has rules that tell its acts apart. Acts are
   * stored in the inbox before they are acknowledged.
   */
  readonly does: 'reads' | CommandAct<Q>;
  /**
   * Validates queries from button values and inbox rows, including those that earlier releases
   * wrote.
   */
  readonly query: QuerySchema<Q>;
  /** The form to open instead of answering a typed command; null if the command is answered. */
  readonly opens?: (query: Q, place: OpenPlace) => Form | null;
  /** Pure. */
  readonly parse: (words: Words, context: ParseContext) => Parsed<Q>;
  /** Throws `LeadsApiError` only. */
  readonly answer: (query: Q, context: CommandContext) => Promise<Card>;
}

export interface CommandAct<Q extends Query = Query> {
  /** Whether the query is an act. Some queries of an acting command only read: `unsubscribe` alone shows a list. */
  readonly isAct: (query: Q) => boolean;
  /** Names the object that the act changes. Two acts can be duplicates only if their objects are equal. */
  readonly object: (query: Q, place: ActPlace) => string;
  /** Distinguishes the act from others of the same command on the same object. */
  readonly detail?: (query: Q) => string;
  /**
   * Set if repeating the act has no effect. Presses within 30 s then count once. `person`: the presses of each
   * person count as one. `anybody`: the presses of all people count as one.
   */
  readonly repeats?: 'person' | 'anybody';
  /** The reply when the process died after the act was committed. */
  readonly afterRestart: 'nothing' | 'done' | 'perhaps' | 'look';
}

/**
 * Returns the command without the type of its query. This is safe, because the command's functions receive only queries
 * from its own schema or its own `parse`.
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
