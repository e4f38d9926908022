/** For tests: a language that is only half done. */
import { app, type Plant, settings } from './recipes-fixtures.ts';

const french = "{ en: 'in English', ar: 'in Arabic'";
const arabic = "{ en: 'بالإنجليزية', ar: 'بالعربية'";

/**
 * French, which falls back to English. It has words for two features: one has a text that is still in English, and the
 * other does not register its words. All of this is planted in a third copy of the tree.
 */
export const partialLanguage: readonly Plant[] = [
  {
    file: 'libs/i18n/src/languages.ts',
    after: '    fallback: null,',
    text: [
      `  },\n  fr: {\n    name: 'Français',\n    typed: 'french',\n    words: ['fr', 'français'],`,
      `    direction: 'ltr',\n    script: null,\n    fallback: 'en',`,
    ].join('\n'),
  },
  {
    file: `${app}/words/fr.ts`,
    text: [
      `import { createFormat, languages } from '@leadbell/i18n';`,
      `export const fr = { tag: 'fr' as const, direction: languages.fr.direction, format: createFormat('fr'), listSeparator: ', ' };\n`,
    ].join('\n'),
  },
  {
    file: `${app}/words/index.ts`,
    after: `import { ar } from './ar.ts';`,
    text: `import { fr } from './fr.ts';`,
  },
  {
    file: `${app}/words/index.ts`,
    instead: 'const shared: InLanguages<SharedWords> = { en, ar };',
    text: 'const shared: InLanguages<SharedWords> = { en, ar, fr };',
  },
  {
    file: `${app}/features/subscriptions/words.en.ts`,
    instead: `    language: ${french} } satisfies Readonly<Record<Language, string>>,`,
    text: `    language: ${french}, fr: 'in French' } satisfies Readonly<Record<Language, string>>,`,
  },
  {
    file: `${app}/features/subscriptions/words.ar.ts`,
    instead: `    language: ${arabic} },`,
    text: `    language: ${arabic}, fr: 'بالفرنسية' },`,
  },
  {
    file: `${app}/features/language/words.fr.ts`,
    text: [
      `import type { LanguageWords } from './words.en.ts';`,
      `export const fr: LanguageWords = {`,
      `  commands: { language: { form: 'language french', gives: 'answers you in this language from now on' } },`,
      '  people: { whichLanguage: (all) => `Quelle langue : ${all.map((name) => `\\`/leads language ${name}\\``).join()} ?`,',
      `    languageSet: 'Je vous réponds désormais en français.' },\n};\n`,
    ].join('\n'),
  },
  {
    file: `${app}/features/language/feature.ts`,
    after: `import { ar } from './words.ar.ts';`,
    text: `import { fr } from './words.fr.ts';`,
  },
  {
    file: `${app}/features/language/feature.ts`,
    instead: `export const languageFeature: Feature = { name: 'language', words: { en, ar }, commands: [language] };`,
    text: `export const languageFeature: Feature = { name: 'language', words: { en, ar, fr }, commands: [language] };`,
  },
  {
    file: `${app}/features/help/words.fr.ts`,
    text: `export const fr = { help: { title: 'Comment demander' } };\n`,
  },
];

/**
 * Only these tests may fail because of the language: some report the missing parts, others test texts that list the
 * languages.
 */
export const partialLanguageFails: readonly string[] = [
  ...['ar', 'en'].flatMap((tag) =>
    [
      'a list of subscriptions shows the result of the last message and the overdue digest',
      'command-preview',
      'command-subscriptions',
    ].map((name) => `${app}/features/cards.test.ts > cards in ${tag} > ${name}`),
  ),
  `${app}/features/docs.test.ts > the subscriptions page names everything that can be typed`,
  `${app}/words/locales.test.ts > the languages > all words of features/help/words.fr.ts are in use`,
  `${app}/words/locales.test.ts > the languages > fr has no English text`,
  `${settings}/settings.test.ts > the settings page describes every setting in the words of settingNames`,
];
export const partialLanguageSays: readonly RegExp[] = [
  /help\/words\.fr\.ts is not joined: see its feature\.ts/,
  /"commands\.language\.gives"/,
  /LANGUAGE/,
];
