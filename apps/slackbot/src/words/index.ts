/**
 * Leadbell's texts in each language. This folder has the texts that several features share. The folder of each feature
 * has the feature's own texts: `words.en.ts`, and one file for each other language. `features/index.ts` joins them
 * once.
 */
import { type CompleteLanguage, type Format, type Language, languages } from '@leadbell/i18n';
import { rendering } from '@leadbell/slack-kit';
import { ar } from './ar.ts';
import { composeWords, type Sections, type WordsPart } from './compose.ts';
import { en, type SharedWords } from './en.ts';

/**
 * The usage form of each command, and a description of its result. Each feature adds its commands in its `feature.ts`.
 */
export interface CommandWords {}

/** All texts. Each feature adds its sections in its `feature.ts`; code below the features does not read them. */
export interface Messages extends Omit<SharedWords, 'format'> {
  readonly commands: CommandWords;
  /** The format for each section; a section from the fallback language has that language's format. */
  readonly formats: Readonly<Record<keyof Messages, Format>>;
}

/** A value for every language; a language with a fallback may leave out whole sections. */
export type InLanguages<T> = Readonly<Record<CompleteLanguage, T>> & Readonly<Partial<Record<Language, Partial<T>>>>;

const shared: InLanguages<SharedWords> = { en, ar };

let all: ReadonlyMap<string, Sections> = new Map();

/** Joins the words of all features. Call it before any text is used. */
export function joinWords(features: readonly (Pick<WordsPart, 'name'> & Partial<WordsPart>)[]): void {
  const parts = features.flatMap(({ name, words }) => (words === undefined ? [] : [{ name, words }]));
  all = composeWords(languages, [{ name: 'words', words: shared }, ...parts]);
}

export function messagesFor(tag: Language): Messages {
  rendering.publish(tag);
  const found = all.get(tag);
  if (found === undefined)
    throw new RangeError(`words in ${tag} were asked for before features/index.ts had joined them`);
  return found as unknown as Messages;
}
