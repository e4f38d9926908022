/** The languages there are. Pure. To add one: its file, and a line here. */
import { ar } from './ar.ts';
import { en } from './en.ts';
import type { Messages } from './en.ts';

export type { Messages } from './en.ts';

export const locales = { en, ar } satisfies Record<string, Messages>;

export type Language = keyof typeof locales;

export function messagesFor(tag: Language): Messages {
  return locales[tag];
}
