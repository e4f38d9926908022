/** Starts the job engine with Leadbell's settings. Effects: opens a few database connections of its own. */
import { PgBoss } from 'pg-boss';
import type { DatabaseConnection } from '@leadbell/store';
import type { JobDefinition, TableOwner } from './job.ts';

/** The queue for jobs that failed too often. */
export const deadQueue = 'dead';
const connections = 3;
const day = 86_400;

export interface BossOptions {
  readonly connection: DatabaseConnection;
  readonly owner: TableOwner | null;
  /** `false` for clients that only read: they do no maintenance and run no cron jobs. */
  readonly isWorker: boolean;
  readonly onError: (error: unknown) => void;
}

export async function startBoss({ connection, owner, isWorker, onError }: BossOptions): Promise<PgBoss> {
  if (owner !== null) await install(owner, onError);
  const boss = new PgBoss({
    ...connection,
    application_name: 'leadbell jobs',
    migrate: owner === null,
    max: connections,
    schedule: isWorker,
    supervise: isWorker,
    // With these intervals, a cron job starts within half a minute of its time. With shorter ones, each idle process
    // would make a query every second.
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
    // How often the engine looks for jobs whose process was killed: their heartbeats have timed out (see
    // `queueOptions`).
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  // An error event without a listener would end the process.
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(deadQueue, { retentionSeconds: 90 * day, deleteAfterSeconds: 90 * day });
  return boss;
}

/** Creates or migrates the engine's tables as the owner, and grants the service's account rights on these tables. */
async function install({ connection, serviceRole }: TableOwner, onError: BossOptions['onError']): Promise<void> {
  const boss = new PgBoss({
    ...connection,
    application_name: 'leadbell jobs owner',
    max: 1,
    schedule: false,
    supervise: false,
  });
  boss.on('error', onError);
  await boss.start();
  try {
    await boss.getDb().executeSql(grantsTo(serviceRole));
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
}

/**
 * Takes a lock, so that only one process grants rights at a time. The right MAINTAIN (PostgreSQL 17 and later) lets the
 * engine rebuild its indexes.
 */
function grantsTo(role: string): string {
  const to = `"${role.replaceAll('"', '""')}"`;
  return `do $grants$ begin
    perform pg_advisory_xact_lock(4870002);
    grant usage on schema pgboss to ${to};
    grant select, insert, update, delete on all tables in schema pgboss to ${to};
    grant usage, select, update on all sequences in schema pgboss to ${to};
    grant execute on all functions in schema pgboss to ${to};
    if current_setting('server_version_num')::int >= 170000 then
      execute 'grant maintain on all tables in schema pgboss to ${to.replaceAll("'", "''")}';
    end if;
  end $grants$`;
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
