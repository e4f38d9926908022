/** English. Pure. */
import { command } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    language: { form: 'language arabic', gives: 'answers you in this language from now on' },
  },

  people: {
    /** `all`: the languages as people type them. */
    whichLanguage: (all: readonly string[]) =>
      `Which language would you like: ${all.map((name) => command(`language ${name}`)).join(' or ')}?`,
    languageSet: 'Done. From now on I’ll answer you in English.',
  },
};

export type LanguageWords = typeof en;
export type LanguageCommands = LanguageWords['commands'];
