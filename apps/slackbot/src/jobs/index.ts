/** The jobs of the bot, in code. To add one: its file, and a line here. */
import type { DigestOptions } from '../features/digest/options.ts';
import type { JobDefinition } from '@leadbell/jobs';
import { defaultRetention, type Store } from '@leadbell/store';
import type { Log } from '../log.ts';
import { makeDigests, startDueDigests } from '../features/digest/digest.ts';
import { type OwnersOptions, notifyOwners } from '../features/subscriptions/owners.ts';

export interface JobContext extends DigestOptions, OwnersOptions {
  readonly store: Store;
  /** Looks at the alerts of a connection. */
  readonly look: (connection: string) => Promise<void>;
  /** Can a workspace that was blocked be posted to again? */
  readonly unblock: () => Promise<void>;
  readonly log: Log;
}

export function jobDefinitions(context: JobContext): readonly JobDefinition[] {
  return [
    {
      name: 'minute',
      comesAgain: true,
      cron: '* * * * *',
      attempts: 3,
      firstRetryMs: 1_000,
      // Thousands may be due at once.
      timeoutMs: 300_000,
      async handle() {
        await startDueDigests(context);
        await notifyOwners(context);
        await context.unblock();
      },
    },
    {
      name: 'alerts',
      comesAgain: true,
      attempts: 3,
      firstRetryMs: 1_000,
      timeoutMs: 60_000,
      handle: ({ connection }) => context.look(String(connection)),
    },
    {
      name: 'digest',
      // Only Send now needs them: more than it takes until its wish is given up. What is owed by the clock is kept elsewhere.
      attempts: 250,
      // Of a DMS that takes its time for each of many filters.
      timeoutMs: 1_800_000,
      concurrency: 4,
      together: 25,
      handleAll: (all, signal) => makeDigests(all, context, signal),
    },
    {
      name: 'forget',
      comesAgain: true,
      cron: '17 1 * * *',
      timeoutMs: 3_600_000,
      async handle() {
        context.log.info({ ...(await context.store.forget(defaultRetention)) }, 'forgotten');
      },
    },
  ];
}
