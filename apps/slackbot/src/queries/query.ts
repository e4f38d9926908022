/**
 * A person's query, whether typed, pressed or read from the inbox, and the context for parsing
 * typed words. Pure data.
 */
import type { Instant, KeysOfPerson, PersonFields, Vocabulary, Weekday, Zone } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';

/**
 * Fields common to all queries. Each command's type adds its own; the command's schema
 * (`Command.query`) validates input.
 */
export interface Query {
  readonly command: string;
  /** Whether the answer is posted to the channel instead of shown only to the asker. */
  readonly share: boolean;
  /** Set if the person was warned that people from other companies read the channel; the bot does not ask again. */
  readonly knowingly?: true;
  /** Set by *Share* on a later page: the page's `markOfRows`. If its leads have changed, nothing is posted. */
  readonly seen?: string;
  /** Set by *Refresh* and *Try again*, to fetch from the DMS even if the answer is cached. */
  readonly fresh?: true;
}

/**
 * The reply to input that was not understood: one sentence in the person's language. Nothing is
 * fetched.
 */
export interface Complaint {
  readonly sentence: string;
  /** The nearest valid command, offered as a button: the text to run, without `/leads`. */
  readonly suggestion?: string;
  /** More valid commands, if the words have several meanings. */
  readonly others?: readonly string[];
  /** Words that may name a person, for whom a search is offered. The words are personal data. */
  readonly search?: string;
  /** Set if nothing was understood; the reply then gives examples of questions. */
  readonly isStrange?: true;
}

/** The meaning of words depends on the time, the zone and the language. */
export interface ParseContext {
  readonly now: Instant;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly workingDays?: readonly Weekday[];
  /** The values that the asker may see; absent if none is known. */
  readonly vocabulary?: Vocabulary;
  readonly messages: Messages;
  /**
   * Makes the keys for a query about a person whose details were typed. The query contains only these keys, never the
   * details.
   */
  readonly personKeys: PersonKeys;
}

export type PersonKeys = (fields: Partial<PersonFields>) => KeysOfPerson;
