/** The forget feature: admins erase what is held about a person. */
import type { Feature } from '../../bot/contract.ts';
import { forget } from './commands/forget.ts';
import type { Forgetting } from './forgetting.ts';
import { ar } from './words.ar.ts';
import { en, type ForgetCommands, type ForgetWords } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<ForgetWords, 'commands'> {}
  interface CommandWords extends ForgetCommands {}
}

declare module '../../reports/context.ts' {
  interface Services {
    readonly forgetting: Forgetting;
  }
}

export const forgetFeature: Feature = { name: 'forget', words: { en, ar }, commands: [forget] };
