/**
 * Jobs that survive the process. They are sent in the transaction that causes them, and any replica runs them. They run
 * again after a crash, and are dead after too many failures. Knows nothing of leads or Slack. Throws the driver's
 * errors; errors of job handlers are never thrown.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseConnection, SqlExecutor } from '@leadbell/store';
import type { PgBoss } from 'pg-boss';
import { deadQueue, queueOptions, seconds, startBoss } from './boss.ts';
import type { DeadJob, JobData, JobDefinition, SendOptions, TableOwner } from './job.ts';

const quietMs = 60_000;
/** How often the first worker of a job looks for new work that another process may have sent. */
const lookEveryMs = 1_000;
/**
 * How often a job's other workers look for new work, and how often each worker of a cron job does. This is seldom,
 * because the first worker also wakes the others, and cron jobs can wait.
 */
const othersEveryMs = 5_000;
const mostCounted = 1_000;
/** The wait before the tables are recreated, because other processes may be recreating them too. */
const reviveAfterMs = 1_000;

export interface JobsOptions {
  readonly connection: DatabaseConnection;
  /** The account that creates the engine's tables; null: the account of `connection`. */
  readonly owner?: TableOwner | null;
  readonly jobs: readonly JobDefinition[];
  /** The fields contain only names and codes. */
  readonly log: (event: 'job failed' | 'job engine', fields: Readonly<Record<string, string>>) => void;
}

export interface Jobs {
  /**
   * `executor`: the transaction to send the job in; the job exists after this transaction has committed. Returns false
   * if a job with this key is already waiting.
   */
  send(name: string, data: JobData, options?: SendOptions, executor?: SqlExecutor): Promise<boolean>;
  /** Sends many jobs in one statement of the executor's transaction. */
  sendAll(
    name: string,
    jobs: readonly { readonly data: JobData; readonly key: string }[],
    executor: SqlExecutor,
  ): Promise<void>;
  /** Call after jobs were sent, so that this process looks for them at once instead of within a second. */
  wake(name: string): void;
  /** How many jobs failed too often; counts up to 1,000. */
  deadCount(): Promise<number>;
  /** Starts no new calls, and waits up to `patienceMs` for running ones. */
  stop(patienceMs: number): Promise<void>;
}

export interface DeadJobs {
  list(limit: number): Promise<readonly DeadJob[]>;
  /** Counts up to 1,000. */
  count(): Promise<number>;
  /** Puts the jobs back into their queues. Returns how many. */
  requeue(ids: readonly string[] | 'all'): Promise<number>;
  close(): Promise<void>;
}

export async function startJobs({ connection, owner = null, jobs, log }: JobsOptions): Promise<Jobs> {
  const stopping = new AbortController();
  // When the database is down, looking for jobs fails several times a second, so errors are logged only once a minute.
  let quietUntil = 0;
  let reviving: Promise<void> | null = null;
  const onError = (error: unknown): void => {
    reviveIfLost(error);
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    log('job engine', { reason: reasonOf(error) });
  };
  let running = await start();

  async function start(): Promise<Running> {
    const boss = await startBoss({ connection, owner, isWorker: true, onError });
    const workers = new Map<string, readonly string[]>();
    try {
      for (const job of jobs) workers.set(job.name, await begin(boss, job, stopping.signal, log));
    } catch (error) {
      await boss.stop({ graceful: false, close: true });
      throw error;
    }
    return { boss, workers };
  }

  /**
   * If the engine's tables or queues are missing, recreates them without their jobs. The code that sent these jobs
   * sends them again.
   */
  function reviveIfLost(error: unknown): void {
    if (!isLost(error) || stopping.signal.aborted) return;
    reviving ??= revive();
  }

  async function revive(): Promise<void> {
    try {
      await delay(reviveAfterMs, undefined, { signal: stopping.signal });
      await running.boss.stop({ graceful: false, close: true }).catch(() => {});
      running = await start();
    } catch (error) {
      log('job engine', { reason: reasonOf(error) });
    } finally {
      reviving = null;
    }
  }

  async function noticing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      reviveIfLost(error);
      throw error;
    }
  }

  return {
    send: (name, data, { afterMs, key } = {}, executor) =>
      noticing(async () => {
        const id = await running.boss.send(name, data, {
          ...(afterMs === undefined ? {} : { startAfter: seconds(afterMs) }),
          ...(key === undefined ? {} : { singletonKey: key }),
          ...(executor === undefined ? {} : { db: bossDatabase(executor) }),
        });
        return id !== null;
      }),
    sendAll: (name, all, executor) =>
      noticing(async () => {
        if (all.length === 0) return;
        // Without this check, a missing queue would show only when the caller's transaction commits, outside `noticing`.
        if ((await running.boss.getQueue(name)) === null) throw new Error(`queue ${name} does not exist`);
        const inserts = all.map(({ data, key }) => ({ data, singletonKey: key }));
        await running.boss.insert(name, inserts, { db: bossDatabase(executor) });
      }),
    wake(name) {
      for (const worker of running.workers.get(name) ?? []) running.boss.notifyWorker(worker);
    },
    deadCount: () => countDead(running.boss),
    async stop(patienceMs) {
      stopping.abort();
      await reviving;
      await running.boss.stop({ graceful: true, timeout: patienceMs, close: true });
    },
  };
}

interface Running {
  readonly boss: PgBoss;
  /** The ids of workers, by the job's name. */
  readonly workers: ReadonlyMap<string, readonly string[]>;
}

/** PostgreSQL's codes for a missing table, schema or function. */
const lostCodes: ReadonlySet<unknown> = new Set(['42P01', '3F000', '42883']);

function isLost(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return lostCodes.has(code) || (typeof message === 'string' && /^queue\b.* does not exist$/i.test(message));
}

/** Starts the job's workers and returns their ids. */
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
  const firstEveryMs = job.cron === undefined ? lookEveryMs : othersEveryMs;
  for (let n = 0; n < (job.concurrency ?? 1); n += 1) {
    const how = {
      pollingIntervalSeconds: seconds(n === 0 ? firstEveryMs : othersEveryMs),
      perJobResults: true,
      batchSize: 'together' in job ? job.together : 1,
    } as const;
    const worker = await boss.work<JobData>(job.name, how, async (all) => {
      // After one job, more jobs may be waiting, so all workers look again at once.
      for (const id of workers) boss.notifyWorker(id);
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
        // The engine stores this output, so it must not contain the error's message, which may quote anything.
        return { id, status: 'failed' as const, output: new JobFailure(reason) };
      });
    });
    workers.push(worker);
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

/** Lets the command-line tools read dead jobs while Leadbell runs. */
export async function openDeadJobs(connection: DatabaseConnection): Promise<DeadJobs> {
  const boss = await startBoss({ connection, owner: null, isWorker: false, onError: () => {} });
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

/** Counts the rows of the queue, because the engine's own statistics may be a minute old. */
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

/** The name, kind and code of an error, never its message: for example `LeadsApiError unavailable` or `error 57P01`. */
function reasonOf(error: unknown): string {
  // The engine wraps errors in plain objects.
  const { name, kind, code } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const said = [name, kind, code].filter((word) => typeof word === 'string' || typeof word === 'number');
  return said.length === 0 ? 'unknown' : said.join(' ');
}
