/** What features, listeners and the inbox hand to each other. Plain types alone, so that nothing here is a circle. */
import type { Instant, Weekday, Zone } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import type { Delivery, Place } from '@leadbell/slack-kit';
import type { Once } from '@leadbell/store';
import type { App } from '@slack/bolt';
import type { ActionId } from '../cards/action-ids.ts';
import type { Command, Parsed } from '../commands/command.ts';
import type { FindPost } from '../delivery/find-post.ts';
import type { Log } from '../log.ts';
import type { Query, ParseContext } from '../queries/query.ts';
import type { Services } from '../reports/context.ts';
import type { InLanguages, Messages } from '../words/index.ts';
import type { Sections } from '../words/compose.ts';
import type { EachMinute, Jobs } from './job-context.ts';
import type { ActInbox } from './inbox/inbox.ts';
import type { Address, Reply } from './reply.ts';
import type { Deduplicator } from './deduplicator.ts';
import type { Turn, InFlight } from './in-flight.ts';

/** What every listener works with: put together once, in `main.ts`. */
export interface BotContextOptions {
  readonly services: Services;
  /** Those that change something, for one act: what they change is its effect. */
  readonly acting: (once: Once) => Partial<Services>;
  /** All that can be typed, pressed or sent. */
  readonly registry: Registry;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly language: Language;
  readonly now: () => Instant;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Short, and easy to read out on the telephone. */
  readonly newReference: () => string;
}

export interface BotContext extends BotContextOptions, Services {
  /** Slack's id of it. */
  readonly workspace: string;
  readonly inbox: ActInbox;
  readonly delivery: Delivery;
  readonly findPost: FindPost;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
  readonly inFlight: InFlight;
  readonly deduplicator: Deduplicator;
}

/** What a feature brings to Slack. It registers; nothing below it knows its name. */
export interface Feature {
  /** Also its folder's. */
  readonly name: string;
  /** Its sections of `Messages`, and how its commands are written, in every language. */
  readonly words?: InLanguages<Sections>;
  readonly commands?: readonly Command[];
  /** What a press of its buttons and selects is. */
  readonly presses?: Readonly<Partial<Record<ActionId, PressKind>>>;
  /** Forms that it takes, by their callback id, and the act that each becomes. */
  readonly forms?: Readonly<Record<string, string>>;
  readonly acts?: Readonly<Record<string, Act<unknown>>>;
  readonly jobs?: Jobs;
  readonly eachMinute?: EachMinute;
  readonly listen?: readonly Listen[];
}

export type Listen = (app: App, botContext: BotContext) => void;

/** `reads`: it changes nothing and sends nothing. `asks`: as the command that the button carries. Else an act, by its name. */
export type PressKind = 'reads' | 'asks' | { readonly act: string };

/** All that can be typed, pressed or sent, from the features. */
export interface Registry {
  /** In the order that help shows them. */
  readonly commands: readonly Command[];
  readonly listeners: readonly Listen[];
  /** By their callback id. */
  readonly forms: Readonly<Record<string, string>>;
  /** By the feature that has them; acts of commands have the command's name. */
  readonly acts: Readonly<Record<string, Act<unknown>>>;
  /** Takes what follows `/leads`. */
  readonly parse: (text: string, context: ParseContext) => Parsed;
  /** Null for what no command would have written: it comes from outside. */
  readonly readQuery: (raw: unknown) => Query | null;
  /** The same, of a button's value. */
  readonly decodeQuery: (value: string) => Query | null;
  /** Null when this version has none of that name: a row may be of another. */
  readonly findAct: (name: string) => Act<unknown> | null;
  /** Null for what is only read. */
  readonly actOfQuery: (query: Query) => Given | null;
  /** Null for what is only read, such as the choices that open a form, and for what is not understood. */
  readonly actOfPress: (actionId: string, value: string) => Given | null;
}

/** Something that a person does in Slack and that changes or sends something. */
export interface Act<T> {
  /** Null for what is none of ours: a row may be of another version. */
  readonly read: (what: unknown) => T | null;
  /** What it is done to. Acts on one object are compared with each other. */
  readonly object: (what: T, place: Place) => string;
  /** Tells it from other acts on the object. */
  readonly verb: (what: T) => string;
  /** It leaves the object as it is, so that presses within 30 s count once, whatever came between; of one person, or of anybody. Null: it changes the object. */
  readonly repeats: (what: T) => 'person' | 'anybody' | null;
  /**
   * It is marked, and the process that had it is gone: what the person is told. `look`: its effect is a post, which is looked for; one that is not there is
   * made now.
   */
  readonly afterRestart: (what: T) => 'nothing' | 'done' | 'perhaps' | 'look';
  /** Does it, with `once` in the transaction of its effect, and says what came of it. What it throws is told to the person. */
  readonly handle: (what: T, doing: Doing) => Promise<void>;
}

export interface ActReply extends Reply {
  /** The same person, in another channel. */
  in(channel: string): Reply;
}

export interface Doing {
  readonly place: Place & { readonly once: Once };
  readonly reply: ActReply;
  readonly language: Language;
  readonly messages: Messages;
  readonly turn: Turn;
  readonly botContext: BotContext;
}

/** What a listener says of an act. */
export interface Given {
  readonly name: string;
  readonly what: unknown;
}

/** As it waits in the inbox: all that finishing it takes. */
export interface StoredAct extends Given {
  readonly place: Place;
  readonly address: Address;
  readonly language: Language;
  /** Answered in the language that the person has chosen, if they have. */
  readonly asChosen: boolean;
}
