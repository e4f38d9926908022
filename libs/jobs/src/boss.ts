/** The job engine, configured for Leadbell. Effects: its own few connections to the database. */
import { PgBoss } from 'pg-boss';
import type { DatabaseConnection } from '@leadbell/store';
import type { JobDefinition } from './job.ts';

/** The queue of jobs that failed too often. */
export const deadQueue = 'dead';
const connections = 3;
const day = 86_400;

export interface BossOptions {
  readonly connection: DatabaseConnection;
  /** `false` for clients that only read: no maintenance, no cron. */
  readonly isWorker: boolean;
  readonly onError: (error: unknown) => void;
}

export async function startBoss({ connection, isWorker, onError }: BossOptions): Promise<PgBoss> {
  const boss = new PgBoss({
    ...connection,
    application_name: 'leadbell jobs',
    max: connections,
    schedule: isWorker,
    supervise: isWorker,
    // Cron jobs start within three seconds of their minute.
    cronMonitorIntervalSeconds: 2,
    cronWorkerIntervalSeconds: 1,
    // A killed process is noticed after its heartbeats stop (see `queueOptions`) plus this time.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  // An emitter without a listener would end the process.
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(deadQueue, { retentionSeconds: 90 * day, deleteAfterSeconds: 90 * day });
  return boss;
}

export function queueOptions(job: JobDefinition) {
  return {
    policy: 'stately',
    ...(job.comesAgain === true ? {} : { deadLetter: deadQueue }),
    retryLimit: (job.attempts ?? 5) - 1,
    retryDelay: seconds(job.firstRetryMs ?? 5_000),
    retryBackoff: true,
    retryDelayMax: seconds(job.longestRetryMs ?? 600_000),
    expireInSeconds: seconds(job.timeoutMs ?? 300_000),
    heartbeatSeconds: 10,
    retentionSeconds: 14 * day,
    deleteAfterSeconds: day,
  };
}

export function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
