/** Arabic (Modern Standard, as business writes it). Pure. Gregorian dates and Latin digits, see `libs/i18n/src/format.ts`. */
import { languages } from '@leadbell/i18n';
import { ar as access } from './access.ar.ts';
import { ar as bot } from './bot.ar.ts';
import { ar as commands } from './commands.ar.ts';
import type { SharedWords } from './en.ts';
import { format } from './grammar.ar.ts';
import { ar as leads } from './leads.ar.ts';
import { ar as notices } from './notices.ar.ts';
import { ar as watch } from './watch.ar.ts';

export const ar: SharedWords = {
  tag: 'ar',
  direction: languages.ar.direction,
  format,
  listSeparator: '، ',
  ...commands,
  ...access,
  ...bot,
  ...leads,
  ...notices,
  ...watch,
};
