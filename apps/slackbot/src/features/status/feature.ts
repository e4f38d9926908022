/** How Leadbell itself fares. */
import type { Feature } from '../../bot/contract.ts';
import { status } from './commands/status.ts';
import type { ReadStatus } from './status.ts';

declare module '../../reports/context.ts' {
  interface Services {
    readonly status: ReadStatus;
  }
}

export const statusFeature: Feature = { name: 'status', commands: [status] };
