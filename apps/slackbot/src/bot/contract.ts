/** Types that features, listeners and the inbox share. Types only, to prevent import cycles. */
import type { Ability, Instant, Scope, Weekday, Zone } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import type { Delivery, Place } from '@leadbell/slack-kit';
import type { Once } from '@leadbell/store';
import type { App } from '@slack/bolt';
import type { ActionId } from '../cards/action-ids.ts';
import type { Command, Parsed } from '../commands/command.ts';
import type { FindPost } from '../delivery/find-post.ts';
import type { Log } from '../log.ts';
import type { ParseContext, PersonKeys, Query } from '../queries/query.ts';
import type { Services } from '../reports/context.ts';
import type { InLanguages, Messages } from '../words/index.ts';
import type { Sections } from '../words/compose.ts';
import type { EachMinute, Jobs } from './job-context.ts';
import type { Gate } from './gate.ts';
import type { SharedPosts } from './taking-back.ts';
import type { PlaceNotes } from './place-notes.ts';
import type { RecordLook } from './record.ts';
import type { Acted } from './acted.ts';
import type { Actor } from './inbox/marking.ts';
import type { ActInbox } from './inbox/inbox.ts';
import type { Address, Reply } from './reply.ts';
import type { Deduplicator } from './deduplicator.ts';
import type { Turn, InFlight } from './in-flight.ts';

/** The dependencies of every listener, assembled once in `workspace-context.ts`. */
export interface BotContextOptions {
  readonly services: Services;
  readonly gate: Gate;
  readonly record: RecordLook;
  readonly placeNotes: PlaceNotes;
  readonly sharedPosts: SharedPosts;
  /**
   * Called when the app was removed from the workspace or its token was revoked; `reason` is the name of Slack's event.
   */
  readonly uninstalled: (reason: string) => Promise<void>;
  /** The services that make changes, for one act: they mark the act as done in the same transaction as their change. */
  readonly acting: (once: Once, actor: Actor) => Partial<Services>;
  readonly registry: Registry;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly personKeys: PersonKeys;
  readonly language: Language;
  readonly now: () => Instant;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Returns a new reference, which is short and easy to read out on the phone. */
  readonly newReference: () => string;
}

export interface BotContext extends BotContextOptions, Services {
  /** Slack's id of the workspace. */
  readonly workspace: string;
  readonly inbox: ActInbox;
  readonly delivery: Delivery;
  readonly findPost: FindPost;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Real time in milliseconds, to know the age of Slack's events. */
  readonly realNow: () => number;
  readonly inFlight: InFlight;
  readonly acted: Acted;
  readonly deduplicator: Deduplicator;
}

/** Everything that a feature adds to the bot. Features register themselves; lower layers do not know their names. */
export interface Feature {
  /** The feature's name, which is also the name of its folder. */
  readonly name: string;
  /** The feature's sections of `Messages` and the spellings of its commands, in every language. */
  readonly words?: InLanguages<Sections>;
  readonly commands?: readonly Command[];
  /** The kind of press for each of the feature's buttons and selects. */
  readonly presses?: Readonly<Partial<Record<ActionId, PressKind>>>;
  /** The act that each of the feature's forms performs, by the form's callback id. */
  readonly forms?: Readonly<Record<string, string>>;
  readonly acts?: Readonly<Record<string, Act<unknown>>>;
  /** The ability that a person needs for each of the feature's shortcuts, by the shortcut's name in the manifest. */
  readonly shortcuts?: Readonly<Record<string, Ability>>;
  /** The feature's services, limited to the leads that a person may see. */
  readonly within?: (services: Services, scope: Scope) => Partial<Services>;
  readonly jobs?: Jobs;
  readonly eachMinute?: EachMinute;
  readonly listen?: readonly Listen[];
}

export type Listen = (app: App, botContext: BotContext) => void;

/**
 * `asks`: the press runs the command in the button's value. `reads`: the ability that the person needs for a press that
 * only reads, such as opening a form. `act`: the name of the act that the button's other presses perform.
 */
export type PressKind = 'asks' | { readonly reads: Ability; readonly act?: string };

/** All commands, buttons and forms of the features. */
export interface Registry {
  /** The commands in the order in which help shows them. */
  readonly commands: readonly Command[];
  readonly listeners: readonly Listen[];
  /** The ability that a person needs for each shortcut, by the shortcut's name in the manifest. */
  readonly shortcuts: Readonly<Record<string, Ability>>;
  /** The act that each form performs, by the form's callback id. */
  readonly forms: Readonly<Record<string, string>>;
  /** The acts by name; a command's act has the command's name. */
  readonly acts: Readonly<Record<string, Act<unknown>>>;
  /** Parses the text after `/leads`. */
  readonly parse: (text: string, context: ParseContext) => Parsed;
  /** Validates an untrusted query; null if no command accepts it. */
  readonly readQuery: (raw: unknown) => Query | null;
  /** Reads and validates the query in a button's value; null if no command accepts it. */
  readonly decodeQuery: (value: string) => Query | null;
  /** Null for an act that this version does not have; another version may have stored it. */
  readonly findAct: (name: string) => Act<unknown> | null;
  /** The abilities that the person needs for this query; see `Gate`. */
  readonly needsOfQuery: (query: Query) => readonly Ability[];
  /** The services, limited to the leads in this scope. */
  readonly within: (services: Services, scope: Scope) => Services;
  /** Whether this query makes Leadbell post in the channel, as a share or a subscription does. */
  readonly fillsChannel: (query: Query) => boolean;
  /** Whether the query contains personal data; such a query must not be stored. */
  readonly isPrivate: (query: Query) => boolean;
  /** The ability that a press needs if it only reads; null if it needs none, or if the query in its value decides. */
  readonly needsOfPress: (actionId: string) => Ability | null;
  /** The act that the query performs; null when the query only reads. */
  readonly actOfQuery: (query: Query) => Given | null;
  /**
   * The act that the press performs; null when the press only reads (for example, opens a form), or can't be read.
   */
  readonly actOfPress: (actionId: string, value: string) => Given | null;
}

/** An action of a person in Slack that changes or sends something. */
export interface Act<T> {
  /** Validates stored input; null for anything else, such as a row of another version. */
  readonly read: (what: unknown) => T | null;
  /** The abilities that the person needs; the gate checks them when the act is performed. */
  readonly needs: (what: T) => readonly Ability[];
  /** Identifies the object that the act changes. Two acts can be duplicates only if their objects are equal. */
  readonly object: (what: T, place: Place) => string;
  /** Distinguishes the act from other acts on the same object. */
  readonly verb: (what: T) => string;
  /**
   * Null if each press changes the object. Otherwise repeating the act has no effect, and presses within 30 s count as
   * one, even if another act came between them. `person`: only presses of the same person count as one. `anybody`:
   * presses of different people also count as one.
   */
  readonly repeats: (what: T) => 'person' | 'anybody' | null;
  /**
   * The reply when a process marked the act and died before it replied. `look`: the act posts a message, so search for
   * the message, and post it if it is missing.
   */
  readonly afterRestart: (what: T) => 'nothing' | 'done' | 'perhaps' | 'look';
  /**
   * Performs the act, marks it as done (`once`) in the same transaction, and replies with the result. Errors are
   * reported to the person.
   */
  readonly handle: (what: T, doing: Doing) => Promise<void>;
}

export interface ActReply extends Reply {
  /** Replies to the same person in another channel. */
  in(channel: string): Reply;
}

export interface Doing {
  /** The leads that the person may reach with this act. */
  readonly scope: Scope;
  readonly actor: Actor;
  readonly place: Place & { readonly once: Once };
  readonly reply: ActReply;
  readonly language: Language;
  readonly messages: Messages;
  readonly turn: Turn;
  readonly botContext: BotContext;
}

/** An act's name and its input, which is not validated yet. */
export interface Given {
  readonly name: string;
  readonly what: unknown;
}

/** An act as stored in the inbox, with everything that another process needs to finish it. */
export interface StoredAct extends Given {
  readonly place: Place;
  readonly address: Address;
  readonly language: Language;
  /** Whether to answer in the person's chosen language, if there is one. */
  readonly asChosen: boolean;
}
