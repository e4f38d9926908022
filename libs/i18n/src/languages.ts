/**
 * The languages there are, and everything about one that is no sentence. Pure.
 * To add one: its line here; what has no words in it yet then does not compile, by its name.
 */

export interface LanguageFacts {
  /** As it calls itself. */
  readonly name: string;
  /** How its name is written in commands. */
  readonly typed: string;
  /** Other words for it, in any language; matched as they are, in small letters. */
  readonly words: readonly string[];
  readonly direction: 'ltr' | 'rtl';
  /** Whoever writes in it is answered in it, where no other language shares it. */
  readonly script: RegExp | null;
}

export const languages = {
  en: {
    name: 'English',
    typed: 'english',
    words: ['en', 'إنجليزي', 'الإنجليزية', 'بالإنجليزية'],
    direction: 'ltr',
    script: null,
  },
  ar: {
    name: 'العربية',
    typed: 'arabic',
    words: ['ar', 'عربي', 'العربية', 'بالعربية'],
    direction: 'rtl',
    script: /\p{Script=Arabic}/u,
  },
} as const satisfies Readonly<Record<string, LanguageFacts>>;

export type Language = keyof typeof languages;

/** English first: what is not known is said in it. */
export const languageTags = Object.keys(languages) as [Language, ...Language[]];
export const fallbackLanguage = 'en' satisfies Language;

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === 'string' && Object.hasOwn(languages, tag);
}

/** By any word for it; null for a word that names none of ours. */
export function languageNamed(word: string): Language | null {
  const plain = word.trim().toLowerCase();
  return (
    languageTags.find((tag) => [languages[tag].typed, ...languages[tag].words].some((one) => one === plain)) ?? null
  );
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
