/** What an act is: something that a person does in Slack and that changes or sends something. Pure types, and the form in which one waits. */
import type { Language } from '@leadbell/i18n';
import type { Once } from '@leadbell/store';
import type { Turn } from '../turns.ts';
import type { Shell } from '../shell.ts';
import type { Address, Reply } from '../reply.ts';
import type { Messages } from '../../words/index.ts';
import type { Place } from '@leadbell/slack-kit';

export interface Act<T> {
  /** Null for what is none of ours: a row may be of another version. */
  readonly read: (what: unknown) => T | null;
  /** What it is done to. Acts on one object are compared with each other. */
  readonly object: (what: T, place: Place) => string;
  /** Tells it from other acts on the object. */
  readonly verb: (what: T) => string;
  /** It leaves the object as it is, so that presses within 30 s count once, whatever came between; of one person, or of anybody. Null: it changes the object. */
  readonly repeats: (what: T) => 'person' | 'anybody' | null;
  /** When its effect is committed, and the process that had it is gone: what the person is told. */
  readonly afterRestart: (what: T) => 'nothing' | 'done' | 'perhaps';
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
  readonly shell: Shell;
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
