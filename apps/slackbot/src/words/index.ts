/**
 * Leadbell's texts in each language. This folder has the texts that several features share; each
 * feature's folder has its own: `words.en.ts`, and one file for each other language.
 * `features/index.ts` joins them, once.
 */
import { type CompleteLanguage, type Format, type Language, languages } from '@leadbell/i18n';
import { rendering } from '@leadbell/slack-kit';
import { ar } from './ar.ts';
import { composeWords, type Sections, type WordsPart } from './compose.ts';
import { en, type SharedWords } from './en.ts';

/** The usage form of each command, and what it gives. Each feature adds its own in its `feature.ts`. */
export interface CommandWords {}

/** All texts. Each feature adds its sections in its `feature.ts`; code below the features does not read them. */
export interface Messages extends Omit<SharedWords, 'format'> {
  readonly commands: CommandWords;
  /** The formats for each section: a section from the fallback language has that language's formats. */
  readonly formats: Readonly<Record<keyof Messages, Format>>;
}

/** For every language; one with a fallback may leave out whole sections. */
export type InLanguages<T> = Readonly<Record<CompleteLanguage, T>> & Readonly<Partial<Record<Language, Partial<T>>>>;

const shared: InLanguages<SharedWords> = { en, ar };

let all: ReadonlyMap<string, Sections> = new Map();

/** Called before any text is used. */
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
