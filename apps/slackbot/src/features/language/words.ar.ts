/** Arabic. Pure. */
import { command } from '../../words/grammar.ar.ts';
import type { LanguageWords } from './words.en.ts';

export const ar: LanguageWords = {
  commands: {
    language: { form: 'لغة عربي', gives: 'الرد عليك بهذه اللغة من الآن' },
  },

  people: {
    whichLanguage: (all) => `بأي لغة تريد أن أجيبك؟ ${all.map((name) => command(`لغة ${name}`)).join('\n')}`,
    languageSet: 'تم. سأجيبك بالعربية من الآن.',
  },
};
