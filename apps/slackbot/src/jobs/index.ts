/** The bot's job definitions: those of the features, and its own. */
import { knownPart } from '@leadbell/domain';
import type { JobDefinition } from '@leadbell/jobs';
import type { RetentionDays } from '@leadbell/store';
import type { JobContext } from '../bot/job-context.ts';
import { features } from '../features/index.ts';

export interface OwnJobContext extends JobContext {
  /** Asks Slack whether blocked workspaces accept posts again. */
  readonly unblock: () => Promise<void>;
  readonly retention: RetentionDays;
}

export function jobDefinitions(context: OwnJobContext): readonly JobDefinition[] {
  return [
    ...features.flatMap(({ jobs }) => jobs?.(context) ?? []),
    {
      name: 'minute',
      comesAgain: true,
      cron: '* * * * *',
      attempts: 3,
      firstRetryMs: 1_000,
      // Five minutes, because thousands of digests may be due at once.
      timeoutMs: 300_000,
      async handle() {
        await runEachMinute(context);
        await context.unblock();
      },
    },
    {
      name: 'forget',
      comesAgain: true,
      cron: '17 1 * * *',
      timeoutMs: 3_600_000,
      async handle() {
        context.log.info({ ...(await context.store.forget(context.retention)) }, 'forgotten');
        const hidden = await context.store.words.hideInKinds(knownPart);
        if (hidden > 0) context.log.info({ hidden }, 'errors.hidden');
      },
    },
  ];
}

/**
 * Runs the features' work of each minute and returns the jobs to wake. If one part fails, the
 * others still run, and its error is thrown at the end.
 */
export async function runEachMinute(context: JobContext): Promise<readonly string[]> {
  const all = features.flatMap(({ eachMinute }) => eachMinute ?? []);
  const ran = await Promise.allSettled(all.map(({ run }) => run(context)));
  for (const one of ran) if (one.status === 'rejected') throw one.reason;
  return all.flatMap(({ wakes }, index) => {
    const one = ran[index];
    return wakes !== undefined && one?.status === 'fulfilled' && one.value > 0 ? [wakes] : [];
  });
}
