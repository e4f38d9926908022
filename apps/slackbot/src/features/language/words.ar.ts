/** Arabic. Pure. */
import type { LanguageWords } from './words.en.ts';

export const ar: LanguageWords = {
  commands: {
    language: { form: 'لغة عربي', gives: 'اللغة التي أجيبك بها' },
  },

  people: {
    whichLanguage: (all) => `بأي لغة أجيبك: ${all.join(' أم ')}؟`,
    languageSet: 'تم: سأجيبك بالعربية من الآن.',
  },
};
