/**
 * The English texts that several features share, and their type for every language. Pure. The strings are our own
 * words; a person's words in them are quoted and isolated. Cards insert text from leads as `data` spans.
 */
import { type Language, languages } from '@leadbell/i18n';
import { en as access } from './access.en.ts';
import { en as bot } from './bot.en.ts';
import { en as commands } from './commands.en.ts';
import { format } from './grammar.en.ts';
import { en as leads } from './leads.en.ts';
import { en as notices } from './notices.en.ts';
import { en as watch } from './watch.en.ts';

export const en = {
  tag: 'en' as Language,
  direction: languages.en.direction as 'ltr' | 'rtl',
  format,
  listSeparator: ', ',
  ...commands,
  ...access,
  ...bot,
  ...leads,
  ...notices,
  ...watch,
};

export type SharedWords = typeof en;
