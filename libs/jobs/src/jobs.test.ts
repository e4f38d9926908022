import { randomBytes } from 'node:crypto';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobData, JobDefinition } from './job.ts';
import { type Jobs, openDeadJobs, startJobs } from './jobs.ts';

let databases: TestDatabases;
let url: string;
let store: Store;
let running: Jobs[] = [];
let logged: string[] = [];

beforeAll(async () => {
  databases = await startTestDatabases();
});
beforeEach(async () => {
  url = await databases.createReady();
  store = await openStore({ url });
  logged = [];
});
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop(2_000)));
  running = [];
  await store.close();
});
afterAll(() => databases.close());

async function start(...jobs: JobDefinition[]): Promise<Jobs> {
  const one = await startJobs({
    connection: { connectionString: url },
    jobs,
    log: (event, fields) => logged.push(`${event} ${Object.values(fields).join(' ')}`),
  });
  running.push(one);
  return one;
}

/** Runs a statement, and runs it again if it deadlocks with the jobs' own queries. */
async function lost(lose: string, triesLeft = 10): Promise<void> {
  try {
    await databases.query(url, lose);
  } catch (error) {
    if (triesLeft === 0) throw error;
    await lost(lose, triesLeft - 1);
  }
}

/** Records calls, and lets a test wait until a number of calls were made. */
function calls() {
  const seen: JobData[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    seen,
    take: (data: JobData) => {
      seen.push(data);
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
    },
    until: (count: number) =>
      new Promise<void>((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}

describe('a job', () => {
  it('a job exists only after its transaction has committed', async () => {
    const { seen, take, until } = calls();
    const jobs = await start({ name: 'note', handle: async (data) => take(data) });
    const changedMind = store.transaction(async (tx) => {
      await jobs.send('note', { n: 1 }, {}, store.raw(tx));
      throw new Error('changed my mind');
    });
    await expect(changedMind).rejects.toThrow('changed my mind');
    await store.transaction(async (tx) => {
      await jobs.send('note', { n: 2 }, {}, store.raw(tx));
    });
    await until(1);
    expect(seen).toEqual([{ n: 2 }]);
  });

  it('jobs that are sent together are stored when the transaction commits, one job for each key', async () => {
    const { seen, take, until } = calls();
    const jobs = await start({ name: 'many', concurrency: 2, handle: async (data) => take(data) });
    const all = [1, 2, 3].map((n) => ({ data: { n }, key: `k${n}` }));
    const changedMind = store.transaction(async (tx) => {
      await jobs.sendAll('many', all, store.raw(tx));
      throw new Error('changed my mind');
    });
    await expect(changedMind).rejects.toThrow('changed my mind');
    await store.transaction(async (tx) => {
      await jobs.sendAll('many', all, store.raw(tx));
      await jobs.sendAll('many', all, store.raw(tx));
      await jobs.sendAll('many', [], store.raw(tx));
    });
    await until(3);
    expect(seen.toSorted((a, b) => Number(a['n']) - Number(b['n']))).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('each job of a batch fails or succeeds on its own: only failed jobs are called again', async () => {
    const { seen, take, until } = calls();
    const sizes: number[] = [];
    let isWell = false;
    const jobs = await start({
      name: 'group',
      together: 10,
      firstRetryMs: 1,
      handleAll(all) {
        sizes.push(all.length);
        for (const data of all) take(data);
        const failures = all.map(({ n }) =>
          n === 2 && !isWell ? Object.assign(new Error('x'), { code: 'E_TWO' }) : null,
        );
        isWell = true;
        return Promise.resolve(failures);
      },
    });
    await store.transaction((tx) =>
      jobs.sendAll(
        'group',
        [1, 2, 3].map((n) => ({ data: { n }, key: `k${n}` })),
        store.raw(tx),
      ),
    );
    jobs.wake('group');
    await until(4);
    expect(sizes).toEqual([3, 1]);
    expect(seen.map(({ n }) => Number(n)).toSorted((a, b) => a - b)).toEqual([1, 2, 2, 3]);
    expect(seen.at(-1)).toEqual({ n: 2 });
    expect(logged).toContain('job failed group Error E_TWO');
  });

  it('only one job waits for a key, however often it is sent', async () => {
    const jobs = await start({ name: 'later', handle: async () => {} });
    const sent = await Promise.all([1, 2, 3].map(() => jobs.send('later', {}, { key: 'dms', afterMs: 60_000 })));
    expect(sent.filter(Boolean)).toHaveLength(1);
    expect(await jobs.send('later', {}, { key: 'other', afterMs: 60_000 })).toBe(true);
  });

  it('only one of several processes calls a job', async () => {
    const { seen, take, until } = calls();
    const job = { name: 'share', handle: async (data: JobData) => take(data), concurrency: 2 };
    const [jobs] = await Promise.all([start(job), start(job), start(job)]);
    await Promise.all(Array.from({ length: 20 }, (_, n) => jobs?.send('share', { n }, { key: `k${n}` })));
    await until(20);
    expect(seen.map(({ n }) => n).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
  });

  it('a job is called again after a failure and dead after too many failures; a person can list and requeue dead jobs', async () => {
    const { seen, take, until } = calls();
    let isWell = false;
    const jobs = await start({
      name: 'fragile',
      attempts: 2,
      firstRetryMs: 1,
      async handle(data) {
        take(data);
        if (!isWell) throw Object.assign(new Error('Sara Almithali is in the way'), { code: 'E_SARA' });
      },
    });
    await jobs.send('fragile', { bulk: 7 });
    await until(2);
    const dead = await openDeadJobs({ connectionString: url });
    await expect.poll(() => dead.list(10)).toHaveLength(1);
    expect([await dead.count(), await jobs.deadCount()]).toEqual([1, 1]);
    const [job] = await dead.list(10);
    expect(job).toMatchObject({ name: 'fragile', data: { bulk: 7 }, reason: 'Error E_SARA' });
    expect(logged).toContain('job failed fragile Error E_SARA');
    expect(
      JSON.stringify([logged, await databases.query(url, 'select output::text, data::text from pgboss.job')]),
    ).not.toContain('Almithali');
    isWell = true;
    expect(await dead.requeue([job?.id ?? ''])).toBe(1);
    await until(3);
    expect(seen).toHaveLength(3);
    expect(await dead.list(10)).toEqual([]);
    expect(await jobs.deadCount()).toBe(0);
    await dead.close();
  });

  it.each(['drop schema pgboss cascade', 'truncate pgboss.queue cascade', 'truncate pgboss.job cascade'])(
    'a job can be sent and called again after the engine lost its tables or rows: %s',
    async (lose) => {
      const { seen, take } = calls();
      const job = { name: 'again', concurrency: 2, handle: async (data: JobData) => take(data) };
      const [jobs] = await Promise.all([start(job), start(job)]);
      await jobs?.send('again', { n: 1 });
      await expect.poll(() => seen.length).toBe(1);
      await lost(lose);
      const trySend = () =>
        store
          .transaction(async (tx) => jobs?.sendAll('again', [{ data: { n: 2 }, key: 'k' }], store.raw(tx)))
          .then(
            () => true,
            () => false,
          );
      await expect.poll(trySend, { interval: 500 }).toBe(true);
      await expect.poll(() => seen.length).toBe(2);
      // The other process works again too.
      await expect.poll(() => running[1]?.deadCount().catch(() => null), { interval: 500 }).toBe(0);
    },
  );

  it.each([[null], ['drop schema pgboss cascade'], ['truncate pgboss.queue cascade']])(
    'a job is handled by an account that owns no tables, also after: %s',
    async (lose) => {
      const { seen, take } = calls();
      const serviceRole = `worker_${randomBytes(6).toString('hex')}`;
      await databases.query(url, `create role ${serviceRole} login password 'secret'`);
      await databases.query(url, `grant select, insert on audit_log to ${serviceRole}`);
      const address = new URL(url);
      [address.username, address.password] = [serviceRole, 'secret'];
      const job = { name: 'modest', firstRetryMs: 1, attempts: 1, handle: async (data: JobData) => take(data) };
      const jobs = await startJobs({
        connection: { connectionString: address.href },
        owner: { connection: { connectionString: url }, serviceRole },
        jobs: [job],
        log: (event, fields) => logged.push(`${event} ${Object.values(fields).join(' ')}`),
      });
      running.push(jobs);
      if (lose !== null) await lost(lose);
      await expect.poll(() => jobs.send('modest', { n: 1 }).catch(() => false), { interval: 500 }).toBe(true);
      await expect.poll(() => seen).toContainEqual({ n: 1 });
      expect(await jobs.deadCount()).toBe(0);
      const [owned] = await databases.query(
        url,
        `select count(*)::int as n from pg_class where relowner = '${serviceRole}'::regrole`,
      );
      expect(owned).toEqual({ n: 0 });
      expect(logged.some((line) => line.includes('42501'))).toBe(false);
      await databases.query(url, `drop owned by ${serviceRole}`);
    },
  );

  it('a running job finishes before the process stops', async () => {
    const started = Promise.withResolvers<void>();
    let isDone = false;
    const jobs = await start({
      name: 'long',
      async handle(_, signal) {
        started.resolve();
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        isDone = true;
      },
    });
    await jobs.send('long', {});
    await started.promise;
    await jobs.stop(10_000);
    running = [];
    expect(isDone).toBe(true);
  });
});
