/**
 * The languages there are, and everything about one that is no sentence. Pure.
 * To add one: its line here; what has no words in it yet then does not compile, by its name, unless it has a `fallback`.
 */

import { foldWord } from '@leadbell/domain';

export interface LanguageFacts {
  /** As it calls itself. */
  readonly name: string;
  /** How its name is written in commands. */
  readonly typed: string;
  /** Other words for it, in any language; any spelling of one is that word. */
  readonly words: readonly string[];
  readonly direction: 'ltr' | 'rtl';
  /** Whoever writes in it is answered in it, where no other language shares it. */
  readonly script: RegExp | null;
  /** Null: it is complete. Else it may have only some of the words, and what it has not is said in this one. */
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
/** Has all the words: without one it does not compile. */
export type CompleteLanguage = {
  [Tag in Language]: (typeof languages)[Tag]['fallback'] extends null ? Tag : never;
}[Language];

/** English first: what is not known is said in it. */
export const languageTags = Object.keys(languages) as [Language, ...Language[]];
export const fallbackLanguage = 'en' satisfies Language;

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === 'string' && Object.hasOwn(languages, tag);
}

/** By any word for it; null for a word that names none of ours. */
export function languageNamed(word: string): Language | null {
  const plain = foldWord(word);
  return (
    languageTags.find((tag) =>
      [languages[tag].typed, ...languages[tag].words].some((one) => foldWord(one) === plain),
    ) ?? null
  );
}

/** How a reader types the name of a language: in the script of their own. */
export function languageTypedBy(tag: Language, reader: Language): string {
  const { typed, words }: LanguageFacts = languages[tag];
  return wordFor(reader, [typed, ...words]);
}

/** Of words that mean the same, the first that a reader of the language would type. */
export function wordFor(reader: Language, words: readonly string[]): string {
  const { script }: LanguageFacts = languages[reader];
  const own = words.find((word) => (script === null ? languageWrittenIn(word) === null : script.test(word)));
  return own ?? words[0] ?? '';
}

/** The language whose own script is in the text; null where the text does not say. */
export function languageWrittenIn(text: string): Language | null {
  return languageTags.find((tag) => (languages[tag] as LanguageFacts).script?.test(text) === true) ?? null;
}

/** Its script comes first: signs and digits may stand before it. */
export function languageBegunIn(text: string): Language | null {
  const [first = ''] = /\p{L}/u.exec(text) ?? [];
  return languageWrittenIn(first);
}
