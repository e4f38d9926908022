/** What rules would have said of the past. */
import type { Feature } from '../../bot/contract.ts';
import { replay } from './commands/replay.ts';
import type { ReplayRules } from './replay.ts';

declare module '../../reports/context.ts' {
  interface Services {
    readonly replay: ReplayRules;
  }
}

export const replayFeature: Feature = { name: 'replay', commands: [replay] };
