/** What Leadbell says, in each language. Pure. To add a language: its line in `libs/i18n/src/languages.ts`, its file, and a line here. */
import type { Language } from '@leadbell/i18n';
import { ar } from './ar.ts';
import { en } from './en.ts';
import type { Messages } from './en.ts';

export type { Messages } from './en.ts';

export const locales = { en, ar } satisfies Readonly<Record<Language, Messages>>;

export function messagesFor(tag: Language): Messages {
  return locales[tag];
}
