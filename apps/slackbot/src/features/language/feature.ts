/** The language feature: people choose the language of their answers. */
import type { Feature } from '../../bot/contract.ts';
import { language } from './commands/language.ts';
import { ar } from './words.ar.ts';
import { en, type LanguageCommands, type LanguageWords } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<LanguageWords, 'commands'> {}
  interface CommandWords extends LanguageCommands {}
}

export const languageFeature: Feature = { name: 'language', words: { en, ar }, commands: [language] };
