/**
 * The number of pages and rows that PostgreSQL reads for a step does not grow with the number of waiting channels or
 * with the history, and does not depend on the planner's statistics. No test here measures time.
 */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claim } from './delivery.ts';
import { isThorough } from '@leadbell/testing';
import { startTestDatabases, type TestDatabases } from './testing.ts';

/** How many messages a step ends and claims. */
const some = 10;
/** A thorough run uses the amounts of a large customer. A fifth of these amounts shows growth just as well. */
const aYear = isThorough ? 36_500 : 7_300;
const many = isThorough ? 10_000 : 2_000;
const tables = ['workspaces', 'channels', 'outbox'];

let databases: TestDatabases;
let client: Client;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
/** Adds channels with a year of messages that were sent there. */
async function fill(channels: number): Promise<void> {
  await client.query(`insert into workspaces (id) values ('T1'), ('T2')`);
  await client.query(
    `insert into channels (workspace_id, id)
     select 'T1', 'C' || n from generate_series(1, $1::int) n union all select 'T2', 'C' || n from generate_series(1, 10) n`,
    [channels],
  );
  await client.query(
    `insert into outbox (workspace_id, channel_id, key, kind, lives, payload, state, ts, sent_version, sent_at)
     select case when n % 2 = 0 then 'T1' else 'T2' end, 'C' || 1 + n % case when n % 2 = 0 then $2::int else 10 end, 'old ' || n, 'notice', false, '{"text": "old"}', 'sent', n || '.1', 1,
       now() - n * interval '5 minutes' from generate_series(1, $1::int) n`,
    [aYear, channels],
  );
}

/**
 * Adds waiting messages: one in each channel, or four if there are few channels; in every tenth channel one is an
 * update.
 */
async function wait(channels: number): Promise<void> {
  await client.query(
    `insert into outbox (workspace_id, channel_id, key, kind, lives, payload)
     select c.workspace_id, c.id, 'new ' || n || c.id || $2::text, 'notice', false, '{"text": "new"}' from channels c, generate_series(1, $1::int) n`,
    [channels > 100 ? 1 : 4, randomUUID()],
  );
  await client.query(`
    update outbox set state = 'pending', version = 2 where id in (
      select min(o.id) from outbox o where o.state = 'sent' and o.channel_id like '%0' group by o.workspace_id, o.channel_id)`);
  await client.query(`
    update channels c set wake_at = clock_timestamp() - random() * interval '1 hour', waits_for = (select what from channel_line(c.workspace_id, c.id))`);
}

const states = {
  'just filled, never analyzed': async (channels: number) => {
    await fill(channels);
    await wait(channels);
  },
  'analyzed before anything waited': async (channels: number) => {
    await fill(channels);
    await client.query('analyze');
    await wait(channels);
  },
  'analyzed while empty': async (channels: number) => {
    await client.query('vacuum analyze');
    await fill(channels);
    await wait(channels);
  },
  analyzed: async (channels: number) => {
    await fill(channels);
    await wait(channels);
    await client.query('analyze');
  },
  'analyzed and planned while there were few': async (channels: number) => {
    await fill(Math.min(channels, 30));
    await wait(channels);
    await client.query('analyze');
    for (let n = 0; n < 3; n += 1) await workOfStep();
    await client.query(
      `insert into channels (workspace_id, id) select 'T1', 'C' || n from generate_series(31, $1::int) n`,
      [channels],
    );
    await wait(channels);
  },
  'planned while empty': async (channels: number) => {
    for (let n = 0; n < 3; n += 1) await step([], some);
    await fill(channels);
    await wait(channels);
  },
  vacuumed: async (channels: number) => {
    await fill(channels);
    await wait(channels);
    await client.query('vacuum (analyze, freeze)');
  },
};

interface Work {
  readonly pages: number;
  readonly rows: number;
  readonly scans: number;
}

const pace = '1e6, 1e6, 1e6, 1e6';

async function step(ends: readonly object[], most: number): Promise<{ readonly claims: readonly Claim[] }> {
  const { rows } = await client.query(`select deliver($1, false, '{T1,T2}', $2, 60000, 7, null, ${pace}) as done`, [
    JSON.stringify(ends),
    most,
  ]);
  return rows[0].done;
}

const endOf = ({ workspace, channel, lease, outboxId, version, action }: Claim) => ({
  workspace,
  channel,
  lease,
  id: outboxId,
  ts: `${outboxId}.2`,
  version,
  conversation: channel,
  posted: action === 'post',
  reply: false,
  wait_ms: 0,
});

/** Measures the work of a statement, and undoes the statement. */
async function workOf(text: string, values: readonly unknown[]): Promise<Work> {
  await client.query('begin');
  const before = await readSoFar();
  const { rows } = await client.query(`explain (analyze, buffers, timing off, costs off, format json) ${text}`, [
    ...values,
  ]);
  const after = await readSoFar();
  await client.query('rollback');
  const plan = rows[0]['QUERY PLAN'][0].Plan;
  return {
    pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    rows: after.rows - before.rows,
    scans: after.scans - before.scans,
  };
}

/** Returns how many rows this transaction has read from our tables so far. */
async function readSoFar(): Promise<{ readonly rows: number; readonly scans: number }> {
  const { rows } = await client.query(
    `select sum(seq_scan)::int as scans, sum(seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables where relname = any($1)`,
    [tables],
  );
  return rows[0];
}

/** Measures a step that ends some messages and claims as many. */
async function workOfStep(): Promise<Work> {
  const { claims } = await step([], some);
  expect(claims).toHaveLength(some);
  const work = await workOf(`select deliver($1, false, '{T1,T2}', $2, 60000, 7, null, ${pace})`, [
    JSON.stringify(claims.map(endOf)),
    some,
  ]);
  await step(claims.map(endOf), 0);
  const { rows } = await client.query(
    `select count(*)::int as ended from outbox where id = any($1::bigint[]) and state = 'sent'`,
    [claims.map(({ outboxId }) => outboxId)],
  );
  expect(rows).toEqual([{ ended: some }]);
  return work;
}

/** Measures a step without a budget, which claims no message: it only finds the time when the next message is due. */
const workOfOutlook = () => workOf(`select deliver('[]', false, '{T1,T2}', 20, 60000, 7, null, 0, 0, 0, 0)`, []);

/**
 * Returns the least work of several runs: if the server analyzes a table between two runs, the next run is planned
 * again and reads the catalogue too.
 */
async function leastOf(work: () => Promise<Work>): Promise<Work> {
  const all = [await work(), await work(), await work()];
  return all.toSorted((a, b) => a.pages - b.pages)[0] ?? work();
}

interface Both {
  readonly step: Work;
  readonly outlook: Work;
}

async function workWith(channels: number, prepare: (channels: number) => Promise<void>): Promise<Both> {
  const connectionString = await databases.createReady();
  client = new Client({ connectionString });
  const other = new Client({ connectionString });
  await client.connect();
  await other.connect();
  try {
    // Without autovacuum, each state stays as it was set up.
    for (const table of tables) await client.query(`alter table ${table} set (autovacuum_enabled = false)`);
    await prepare(channels);
    // While a snapshot is open, as during a backup, outdated index entries can't be removed, and each step reads past
    // the entries that earlier steps left. A transaction of another test on this server has the same effect.
    await other.query('begin isolation level repeatable read');
    await other.query('select pg_current_xact_id()');
    // The statement is prepared, as it is after a process's first calls.
    for (let n = 0; n < 2; n += 1) await workOfStep();
    for (let n = 0; n < 2; n += 1) await workOfOutlook();
    return { step: await leastOf(workOfStep), outlook: await leastOf(workOfOutlook) };
  } finally {
    await client.end();
    await other.end();
  }
}

describe('a step reads at most twice as many rows with thousands of waiting channels as with 10', () => {
  it.each(Object.entries(states))('%s', async (_, prepare) => {
    const few = await workWith(10, prepare);
    const grown = await workWith(many, prepare);
    expect(few.step).toMatchObject({ scans: 0, rows: expect.toSatisfy((rows: number) => rows <= 16 * some) });
    for (const name of ['step', 'outlook'] as const) {
      expect(grown[name].scans).toBe(0);
      expect(grown[name].rows).toBeLessThanOrEqual(2 * few[name].rows);
      expect(grown[name].pages).toBeLessThanOrEqual(2 * few[name].pages + 20);
    }
  });
});
