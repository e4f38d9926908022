/** The status feature: shows Leadbell's own condition. */
import type { Feature } from '../../bot/contract.ts';
import { status } from './commands/status.ts';
import type { ReadStatus } from './status.ts';
import { ar } from './words.ar.ts';
import { en, type StatusCommands, type StatusWords } from './words.en.ts';

export { accessFact } from './status-access.ts';
export { headline } from './status-card.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<StatusWords, 'commands'> {}
  interface CommandWords extends StatusCommands {}
}

declare module '../../reports/context.ts' {
  interface Services {
    readonly status: ReadStatus;
  }
}

export const statusFeature: Feature = { name: 'status', words: { en, ar }, commands: [status] };
