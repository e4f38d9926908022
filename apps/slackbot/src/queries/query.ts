/** A question or a wish of a person: typed, in a button's value, or in the inbox. And what reading typed words takes. Pure data. */
import type { Instant, Weekday, Zone } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';

/** What every query has. Each command's own type adds what that command takes; its schema (`Command.query`) checks what comes from outside. */
export interface Query {
  readonly command: string;
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

/** What words mean depends on when, where and in which language they are said. */
export interface ParseContext {
  readonly now: Instant;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly messages: Messages;
}
