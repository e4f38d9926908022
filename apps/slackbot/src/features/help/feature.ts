/** The help feature: lists the commands. */
import type { Feature } from '../../bot/contract.ts';
import { help } from './commands/help.ts';
import { ar } from './words.ar.ts';
import { en, type HelpCommands, type HelpWords } from './words.en.ts';

export { jobParts } from './by-job.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<HelpWords, 'commands'> {}
  interface CommandWords extends HelpCommands {}
}

export const helpFeature: Feature = { name: 'help', words: { en, ar }, commands: [help] };
