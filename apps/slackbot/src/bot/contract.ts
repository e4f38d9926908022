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
  /** The app was removed from the workspace; `reason` is Slack's event. */
  readonly uninstalled: (reason: string) => Promise<void>;
  /**
   * Services that make changes, bound to one act, so that the act's mark is committed with the
   * change.
   */
  readonly acting: (once: Once, actor: Actor) => Partial<Services>;
  /** All commands, buttons and forms. */
  readonly registry: Registry;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly personKeys: PersonKeys;
  readonly language: Language;
  readonly now: () => Instant;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Short, and easy to read out on the phone. */
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
  /** Real time, in milliseconds: for the age of Slack's events. */
  readonly realNow: () => number;
  readonly inFlight: InFlight;
  readonly acted: Acted;
  readonly deduplicator: Deduplicator;
}

/**
 * A feature's contributions to the bot. Features register themselves; lower layers do not know
 * their names.
 */
export interface Feature {
  /** Also the name of its folder. */
  readonly name: string;
  /** Its sections of `Messages` and the spellings of its commands, in every language. */
  readonly words?: InLanguages<Sections>;
  readonly commands?: readonly Command[];
  /** Classifies the presses of its buttons and selects. */
  readonly presses?: Readonly<Partial<Record<ActionId, PressKind>>>;
  /** Its forms: the act for each callback id. */
  readonly forms?: Readonly<Record<string, string>>;
  readonly acts?: Readonly<Record<string, Act<unknown>>>;
  /** The ability that each of its shortcuts needs, by the shortcut's name in the manifest. */
  readonly shortcuts?: Readonly<Record<string, Ability>>;
  /** Its services, limited to a person who may see only some leads. */
  readonly within?: (services: Services, scope: Scope) => Partial<Services>;
  readonly jobs?: Jobs;
  readonly eachMinute?: EachMinute;
  readonly listen?: readonly Listen[];
}

export type Listen = (app: App, botContext: BotContext) => void;

/**
 * `asks`: like the command in the button's value. `reads`: the ability that the person needs for a
 * press without changes and messages, such as one that opens a form. `act`: the name of the
 * act of all other presses.
 */
export type PressKind = 'asks' | { readonly reads: Ability; readonly act?: string };

/** All commands, buttons and forms of the features. */
export interface Registry {
  /** In the order that help shows. */
  readonly commands: readonly Command[];
  readonly listeners: readonly Listen[];
  /** By the shortcut's name in the manifest. */
  readonly shortcuts: Readonly<Record<string, Ability>>;
  /** By callback id. */
  readonly forms: Readonly<Record<string, string>>;
  /** By act name; a command's act has the command's name. */
  readonly acts: Readonly<Record<string, Act<unknown>>>;
  /** Parses the text after `/leads`. */
  readonly parse: (text: string, context: ParseContext) => Parsed;
  /** Validates untrusted input; null if no command accepts it. */
  readonly readQuery: (raw: unknown) => Query | null;
  /** The same for a button's value. */
  readonly decodeQuery: (value: string) => Query | null;
  /** Null for an act unknown to this version: another version may have stored it. */
  readonly findAct: (name: string) => Act<unknown> | null;
  /** The abilities that the person needs; see `Gate`. */
  readonly needsOfQuery: (query: Query) => readonly Ability[];
  /** The services, limited to a person with this scope. */
  readonly within: (services: Services, scope: Scope) => Services;
  /** Whether this query causes messages to the channel: a share, a subscription. */
  readonly fillsChannel: (query: Query) => boolean;
  /** Whether the query holds personal data, so that it must not be stored. */
  readonly isPrivate: (query: Query) => boolean;
  /** The ability needed for a press that only reads. Null: none, or it depends on the query in its value. */
  readonly needsOfPress: (actionId: string) => Ability | null;
  /** Null when the query only reads. */
  readonly actOfQuery: (query: Query) => Given | null;
  /** Null when the press only reads (such as a choice that opens a form), or is not understood. */
  readonly actOfPress: (actionId: string, value: string) => Given | null;
}

/** An action of a person in Slack that changes or sends something. */
export interface Act<T> {
  /** Validates stored input; null for anything else, such as a row of another version. */
  readonly read: (what: unknown) => T | null;
  /** The abilities that the person needs, checked when it is performed. */
  readonly needs: (what: T) => readonly Ability[];
  /** The object that the act changes. Acts on one object are compared with each other. */
  readonly object: (what: T, place: Place) => string;
  /** Distinguishes the act from others on the same object. */
  readonly verb: (what: T) => string;
  /**
   * Set if repeating the act has no effect: presses within 30 s then count once, whatever happened
   * in between, per person or for everybody. Null: each press changes the object.
   */
  readonly repeats: (what: T) => 'person' | 'anybody' | null;
  /**
   * The reply when the act was marked and its process died. `look`: the effect is a post; search
   * for it, and make it now if it is missing.
   */
  readonly afterRestart: (what: T) => 'nothing' | 'done' | 'perhaps' | 'look';
  /**
   * Performs the act, with `once` in the transaction of its effect, and replies with the result.
   * Errors are reported to the person.
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

/** An act as a listener passes it on. */
export interface Given {
  readonly name: string;
  readonly what: unknown;
}

/** An act as stored in the inbox, with everything that is needed to finish it. */
export interface StoredAct extends Given {
  readonly place: Place;
  readonly address: Address;
  readonly language: Language;
  /** Whether to answer in the person's chosen language, if there is one. */
  readonly asChosen: boolean;
}
