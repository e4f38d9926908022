/** The replay feature: shows what rules would have sent in the past. */
import type { Feature } from '../../bot/contract.ts';
import { replay } from './commands/replay.ts';
import type { ReplayRules } from './replay.ts';
import { ar } from './words.ar.ts';
import { en, type ReplayCommands, type ReplayWords } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<ReplayWords, 'commands'> {}
  interface CommandWords extends ReplayCommands {}
}

declare module '../../reports/context.ts' {
  interface Services {
    readonly replay: ReplayRules;
  }
}

export const replayFeature: Feature = { name: 'replay', words: { en, ar }, commands: [replay] };
