/**
 * The supported languages, with everything about them except sentences. Pure.
 * To add one: its line here. Texts that lack it then fail to compile by name, unless it has a `fallback`.
 */

import { foldWord } from '@leadbell/domain';

export interface LanguageFacts {
  /** In the language itself. */
  readonly name: string;
  /** Its name in commands. */
  readonly typed: string;
  /** Other words for it, in any language; any spelling of one is that word. */
  readonly words: readonly string[];
  readonly direction: 'ltr' | 'rtl';
  /** A person who writes in this script is answered in this language, unless another language shares the script. */
  readonly script: RegExp | null;
  /** Null: it is complete. Otherwise missing texts come from this language. */
  readonly fallback: string | null;
}

export const languages = {
  en: {
    name: 'English',
    typed: 'english',
    words: ['en', 'إنجليزي', 'الإنجليزية', 'بالإنجليزية'],
    direction: 'ltr',
    script: null,
    fallback: null,
  },
  ar: {
    name: 'العربية',
    typed: 'arabic',
    words: ['ar', 'عربي', 'العربية', 'بالعربية'],
    direction: 'rtl',
    script: /\p{Script=Arabic}/u,
    fallback: null,
  },
} as const satisfies Readonly<Record<string, LanguageFacts>>;

export type Language = keyof typeof languages;
/** Languages with all texts: a missing one does not compile. */
export type CompleteLanguage = {
  [Tag in Language]: (typeof languages)[Tag]['fallback'] extends null ? Tag : never;
}[Language];

/** English first, as the default. */
export const languageTags = Object.keys(languages) as [Language, ...Language[]];
/** Languages with all texts. */
export const completeLanguages = languageTags.filter(isComplete);
export const fallbackLanguage = 'en' satisfies Language;

export function isComplete(tag: Language): tag is CompleteLanguage {
  const { fallback }: LanguageFacts = languages[tag];
  return fallback === null;
}

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === 'string' && Object.hasOwn(languages, tag);
}

/** By any word for it; null if the word is not for one of our languages. */
export function languageNamed(word: string): Language | null {
  const plain = foldWord(word);
  return (
    languageTags.find((tag) =>
      [languages[tag].typed, ...languages[tag].words].some((one) => foldWord(one) === plain),
    ) ?? null
  );
}

/** How a reader types a language's name, in the reader's script. */
export function languageTypedBy(tag: Language, reader: Language): string {
  const { typed, words }: LanguageFacts = languages[tag];
  return wordFor(reader, [typed, ...words]);
}

/** The first of several synonyms that a reader of the language would type. */
export function wordFor(reader: Language, words: readonly string[]): string {
  const { script }: LanguageFacts = languages[reader];
  const own = words.find((word) => (script === null ? languageWrittenIn(word) === null : script.test(word)));
  return own ?? words[0] ?? '';
}

/** The language whose own script the text uses; null if that is not clear. */
export function languageWrittenIn(text: string): Language | null {
  return languageTags.find((tag) => (languages[tag] as LanguageFacts).script?.test(text) === true) ?? null;
}

/** By the first letter: signs and digits may precede it. */
export function languageBegunIn(text: string): Language | null {
  const [first = ''] = /\p{L}/u.exec(text) ?? [];
  return languageWrittenIn(first);
}
