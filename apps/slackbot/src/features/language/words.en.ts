/** English. Pure. */

export const en = {
  commands: {
    language: { form: 'language arabic', gives: 'the language in which I answer you' },
  },

  people: {
    /** Of how each is typed. */
    whichLanguage: (all: readonly string[]) => `In which language shall I answer you: ${all.join(' or ')}?`,
    languageSet: 'Done: I answer you in English from now on.',
  },
};

export type LanguageWords = typeof en;
export type LanguageCommands = LanguageWords['commands'];
