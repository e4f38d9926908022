/**
 * The supported languages, with everything about them except sentences. Pure. To add a language, add its line here.
 * Each text that lacks this language then fails to compile, unless the language has a `fallback`.
 */

import { foldWord } from '@leadbell/domain';

export interface LanguageFacts {
  /** The language's name in the language itself. */
  readonly name: string;
  /** The language's name in commands. */
  readonly typed: string;
  /** Other words for the language, in any language; they are found in other spellings too, see `foldWord`. */
  readonly words: readonly string[];
  readonly direction: 'ltr' | 'rtl';
  /** A person who writes in this script is answered in this language. Null if several languages have this script. */
  readonly script: RegExp | null;
  /** The language from which missing texts are taken; null if the language has all texts. */
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
/** Languages that have all texts. If one of their texts is missing, the code does not compile. */
export type CompleteLanguage = {
  [Tag in Language]: (typeof languages)[Tag]['fallback'] extends null ? Tag : never;
}[Language];

/** English comes first, because it is the default. */
export const languageTags = Object.keys(languages) as [Language, ...Language[]];
export const completeLanguages = languageTags.filter(isComplete);
export const fallbackLanguage = 'en' satisfies Language;

export function isComplete(tag: Language): tag is CompleteLanguage {
  const { fallback }: LanguageFacts = languages[tag];
  return fallback === null;
}

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === 'string' && Object.hasOwn(languages, tag);
}

/** Finds a language by any word for it; returns null if the word names none of our languages. */
export function languageNamed(word: string): Language | null {
  const plain = foldWord(word);
  return (
    languageTags.find((tag) =>
      [languages[tag].typed, ...languages[tag].words].some((one) => foldWord(one) === plain),
    ) ?? null
  );
}

/** Returns how a reader types a language's name, in the reader's script. */
export function languageTypedBy(tag: Language, reader: Language): string {
  const { typed, words }: LanguageFacts = languages[tag];
  return wordFor(reader, [typed, ...words]);
}

/** Returns the first of several synonyms that a reader of the language would type. */
export function wordFor(reader: Language, words: readonly string[]): string {
  const { script }: LanguageFacts = languages[reader];
  const own = words.find((word) => (script === null ? languageWrittenIn(word) === null : script.test(word)));
  return own ?? words[0] ?? '';
}

/** Returns the language whose `script` the text contains; null if there is no such language. */
export function languageWrittenIn(text: string): Language | null {
  return languageTags.find((tag) => (languages[tag] as LanguageFacts).script?.test(text) === true) ?? null;
}

/** Finds the language by the first letter; signs and digits may come before it. */
export function languageBegunIn(text: string): Language | null {
  const [first = ''] = /\p{L}/u.exec(text) ?? [];
  return languageWrittenIn(first);
}
