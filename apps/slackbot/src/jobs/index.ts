/** The jobs of the bot, in code. To add one: its file, and a line here. */
import { evaluateAlerts } from '../alerts/evaluate.ts';
import type { JobData, JobDefinition, SendOptions } from '@leadbell/jobs';
import { defaultRetention } from '@leadbell/store';
import { type DigestOptions, makeDigests, startDueDigests } from './digest.ts';
import { type PollOptions, pollOnce } from './poll.ts';

export interface JobContext extends Omit<PollOptions, 'lookAgain'>, DigestOptions {
  readonly connections: readonly string[];
  readonly send: (name: string, data: JobData, options: SendOptions) => Promise<boolean>;
  /** Can a workspace that was blocked be posted to again? */
  readonly unblock: () => Promise<void>;
}

export function jobDefinitions(context: JobContext): readonly JobDefinition[] {
  return [
    {
      name: 'poll',
      comesAgain: true,
      // A poll that fails has told so itself; only the database's troubles come here.
      attempts: 3,
      firstRetryMs: 2_000,
      timeoutMs: 3_600_000,
      concurrency: 2,
      async handle({ connection }, signal) {
        // One that is no longer watched.
        if (!context.connections.includes(String(connection))) return;
        const afterMs = await pollOnce(String(connection), { ...context, lookAgain: lookAgainWith(context) }, signal);
        await context.send('poll', { connection: String(connection) }, { key: String(connection), afterMs });
      },
    },
    {
      name: 'minute',
      comesAgain: true,
      cron: '* * * * *',
      attempts: 3,
      firstRetryMs: 1_000,
      // Thousands may be due at once.
      timeoutMs: 300_000,
      async handle() {
        // In case a poll's own next one was lost.
        for (const connection of context.connections) await context.send('poll', { connection }, { key: connection });
        for (const connection of context.connections) await context.send('alerts', { connection }, { key: connection });
        await startDueDigests(context);
        await context.unblock();
      },
    },
    {
      name: 'alerts',
      comesAgain: true,
      attempts: 3,
      firstRetryMs: 1_000,
      timeoutMs: 60_000,
      handle: ({ connection }) => lookAtAlerts(String(connection), context),
    },
    {
      name: 'digest',
      // About half a day of a DMS that is down.
      attempts: 75,
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

/** What is wrong now, by rules that wait for a time to pass. */
export async function lookAtAlerts(connection: string, context: JobContext): Promise<void> {
  const { store } = context;
  const now = await store.now();
  const waitMs = await store.transaction((tx) => evaluateAlerts(tx, connection, [], now, context));
  if (waitMs !== null) await lookAgainWith(context)(connection, waitMs);
}

function lookAgainWith({ send }: JobContext): PollOptions['lookAgain'] {
  return async (connection, afterMs) => {
    await send('alerts', { connection }, { key: connection, afterMs });
  };
}
