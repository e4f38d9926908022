/**
 * Work that survives the process: sent in the transaction of what causes it, called by any replica, again after a crash, dead after too many failures.
 * Knows nothing of leads or Slack. Errors: the driver's; what handlers throw stays inside.
 */
import type { DatabaseConnection, SqlExecutor } from '@leadbell/store';
import type { PgBoss } from 'pg-boss';
import { deadQueue, queueOptions, seconds, startBoss } from './boss.ts';
import type { DeadJob, JobData, JobDefinition, SendOptions } from './job.ts';

const quietMs = 60_000;
const mostCounted = 1_000;

export interface JobsOptions {
  readonly connection: DatabaseConnection;
  readonly jobs: readonly JobDefinition[];
  /** Names and codes only. */
  readonly log: (event: 'job failed' | 'job engine', fields: Readonly<Record<string, string>>) => void;
}

export interface Jobs {
  /** `executor`: the transaction that it belongs to; the job is there when that commits. False: the key had one waiting already. */
  send(name: string, data: JobData, options?: SendOptions, executor?: SqlExecutor): Promise<boolean>;
  /** Many at once, in the transaction that they belong to: one statement. */
  sendAll(
    name: string,
    jobs: readonly { readonly data: JobData; readonly key: string }[],
    executor: SqlExecutor,
  ): Promise<void>;
  /** There are some: this process looks at once, not within a second. */
  wake(name: string): void;
  /** Jobs that failed too often; 1,000 at most. */
  deadCount(): Promise<number>;
  /** No new calls; those under way get the time to end. */
  stop(patienceMs: number): Promise<void>;
}

export interface DeadJobs {
  list(limit: number): Promise<readonly DeadJob[]>;
  /** 1,000 at most. */
  count(): Promise<number>;
  /** Back to where they came from. Returns how many. */
  requeue(ids: readonly string[] | 'all'): Promise<number>;
  close(): Promise<void>;
}

export async function startJobs({ connection, jobs, log }: JobsOptions): Promise<Jobs> {
  // A database that is gone fails every look at it, several times a second.
  let quietUntil = 0;
  const onError = (error: unknown): void => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    log('job engine', { reason: reasonOf(error) });
  };
  const boss = await startBoss({ connection, isWorker: true, onError });
  const stopping = new AbortController();
  const workers = new Map<string, readonly string[]>();
  for (const job of jobs) workers.set(job.name, await begin(boss, job, stopping.signal, log));
  return {
    async send(name, data, { afterMs, key } = {}, executor) {
      const id = await boss.send(name, data, {
        ...(afterMs === undefined ? {} : { startAfter: seconds(afterMs) }),
        ...(key === undefined ? {} : { singletonKey: key }),
        ...(executor === undefined ? {} : { db: bossDatabase(executor) }),
      });
      return id !== null;
    },
    async sendAll(name, all, executor) {
      if (all.length === 0) return;
      const inserts = all.map(({ data, key }) => ({ data, singletonKey: key }));
      await boss.insert(name, inserts, { db: bossDatabase(executor) });
    },
    wake(name) {
      for (const worker of workers.get(name) ?? []) boss.notifyWorker(worker);
    },
    deadCount: () => countDead(boss),
    async stop(patienceMs) {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: patienceMs, close: true });
    },
  };
}

/** Returns its workers' ids. */
async function begin(
  boss: PgBoss,
  job: JobDefinition,
  stopping: AbortSignal,
  log: JobsOptions['log'],
): Promise<readonly string[]> {
  const workers: string[] = [];
  const { policy, ...options } = queueOptions(job);
  await boss.createQueue(job.name, { policy, ...options });
  const { deadLetter: _, ...changeable } = options;
  await boss.updateQueue(job.name, changeable);
  const how = {
    pollingIntervalSeconds: 1,
    perJobResults: true,
    batchSize: 'together' in job ? job.together : 1,
  } as const;
  for (let n = 0; n < (job.concurrency ?? 1); n += 1) {
    const worker: { id?: string } = {};
    worker.id = await boss.work<JobData>(job.name, how, async (all) => {
      // Where there was one there may be more: the next look is at once, not in a second.
      if (worker.id !== undefined) boss.notifyWorker(worker.id);
      const failures = await handleAll(
        job,
        all.map(({ data }) => data),
        AbortSignal.any([...all.map(({ signal }) => signal), stopping]),
      );
      return all.map(({ id }, index) => {
        const failure = failures[index] ?? null;
        if (failure === null) return { id, status: 'completed' as const };
        const reason = reasonOf(failure);
        log('job failed', { job: job.name, reason });
        // The engine keeps what it is given: no message, which may quote anything.
        return { id, status: 'failed' as const, output: new JobFailure(reason) };
      });
    });
    workers.push(worker.id);
  }
  if (job.cron !== undefined) await boss.schedule(job.name, job.cron, {}, { singletonKey: 'cron' });
  return workers;
}

async function handleAll(
  job: JobDefinition,
  all: readonly JobData[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  try {
    if ('handleAll' in job) return await job.handleAll(all, signal);
    for (const data of all) await job.handle(data, signal);
    return [];
  } catch (error) {
    return all.map(() => error);
  }
}

class JobFailure extends Error {
  override readonly name = 'JobFailure';
  override readonly stack = '';
}

/** For whoever looks after a Leadbell, beside it. */
export async function openDeadJobs(connection: DatabaseConnection): Promise<DeadJobs> {
  const boss = await startBoss({ connection, isWorker: false, onError: () => {} });
  return {
    async list(limit) {
      const found = await boss.findJobs<JobData>(deadQueue, { queued: true, limit });
      return found.map(({ id, data, sourceName, sourceOutput, createdOn }) => ({
        id,
        name: sourceName ?? 'unknown',
        data,
        reason: messageIn(sourceOutput),
        diedAt: createdOn.getTime(),
      }));
    },
    count: () => countDead(boss),
    requeue: (ids) => boss.redrive(deadQueue, ids === 'all' ? { limit: 100_000 } : { ids: [...ids] }),
    close: () => boss.stop({ graceful: false, close: true }),
  };
}

/** The engine's own statistics may be a minute old. */
async function countDead(boss: PgBoss): Promise<number> {
  return (await boss.findJobs<JobData>(deadQueue, { queued: true, limit: mostCounted })).length;
}

function bossDatabase(executor: SqlExecutor) {
  return {
    executeSql: async (text: string, values?: unknown[]) => ({ rows: [...(await executor.execute(text, values))] }),
  };
}

function messageIn(output: object | null): string {
  return output !== null && 'message' in output && typeof output.message === 'string' ? output.message : 'unknown';
}

/** `LeadsApiError unavailable`, `error 57P01`: what an error is, never what it says. */
function reasonOf(error: unknown): string {
  // The engine wraps what it met in plain objects.
  const { name, kind, code } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const said = [name, kind, code].filter((word) => typeof word === 'string' || typeof word === 'number');
  return said.length === 0 ? 'unknown' : said.join(' ');
}
