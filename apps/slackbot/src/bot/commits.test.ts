/**
 * Opening a lead takes one database commit, which records the opening. An act takes three commits; its record and its
 * effect share one of them.
 */
import { usualReading } from '@leadbell/domain';
import { openStore } from '@leadbell/store';
import { testIdentities } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { nthLead } from '../testing/lead-fixtures.ts';
import { untilAborted } from '../testing/patience-fixtures.ts';
import { allDone, databases, replica, setUpReplicas, url } from '../testing/replica-fixtures.ts';
import { createRecord } from './record.ts';

setUpReplicas();

const written = (table: string, where = 'true') =>
  databases.query(url, `select distinct xmin::text as by from ${table} where ${where}`);

test('opening a lead adds one database commit', async () => {
  // The store has only one connection, because PostgreSQL may add the commits of other connections to the count later.
  const store = await openStore({ url: await databases.createReady(), pool: 1 });
  async function committed(): Promise<number> {
    await store.raw().execute('select pg_stat_force_next_flush()');
    await store.raw().execute('select pg_stat_clear_snapshot()');
    const [row] = await store
      .raw()
      .execute('select pg_stat_get_db_xact_commit(oid)::int as n from pg_database where datname = current_database()');
    return (row as { readonly n: number }).n;
  }
  async function commitsOf(work: () => Promise<void>): Promise<number> {
    const before = await committed();
    await work();
    return (await committed()) - before;
  }
  const record = createRecord({
    store,
    identities: testIdentities(),
    reading: usualReading,
    workspace: 'T1',
    sleep: untilAborted,
  });
  const looker = { user: 'U0NOURA', kind: 'member', channel: '' } as const;
  let none = 0;
  // Wait until PostgreSQL has counted all commits of the connections that created the database.
  await expect
    .poll(async () => {
      const before = none;
      none = await commitsOf(() => Promise.resolve());
      return none === before;
    })
    .toBe(true);
  const open = () => record(looker, { action: 'open', leads: [nthLead(1)], fields: ['phone'] });
  // PostgreSQL may also add commits of idle connections at any time, so the smallest count is the true one.
  const counts: number[] = [];
  for (let n = 0; n < 3; n += 1) counts.push(await commitsOf(open));
  expect(Math.min(...counts)).toBe(none + 1);
  await store.close();
});

test('an act’s audit entry, its effect and its mark in the inbox are committed together', async () => {
  await using bot = await replica();
  await bot.slack.control.say('noura', 'sales', '/leads unsubscribe 1');
  await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
  await allDone();
  const [note] = await written('audit_log', `action = 'note'`);
  expect(await written('alerts')).toEqual([note]);
  const entries = await written('audit_log');
  expect(entries).toHaveLength(2);
});

/** From now on, `writers` lists every transaction that writes into any table of this database. */
const logWriters = `
  create table writers (xid xid8 primary key);
  create function log_writer() returns trigger language plpgsql as $log$
    begin insert into writers values (pg_current_xact_id()) on conflict do nothing; return null; end $log$;
  do $each$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'writers' loop
      execute format('create trigger log_writer after insert or update or delete on %I
        for each statement execute function log_writer()', name);
    end loop;
  end $each$`;

test('an act takes three commits: one stores it, one has its effect and all records, and one ends it', async () => {
  await databases.query(url, logWriters);
  await using bot = await replica();
  const counts: number[] = [];
  for (let n = 0; n < 12; n += 1) {
    await databases.query(url, 'truncate writers');
    await bot.slack.control.say('noura', 'sales', `/leads note 1 gate ${n} was painted`);
    await expect.poll(async () => (await written('audit_log', `action = 'note'`)).length).toBe(n + 1);
    await allDone();
    counts.push((await databases.query(url, 'select from writers')).length);
  }
  // The bot's other work, such as renewing leases, can only add to a count.
  expect([Math.min(...counts), counts]).toEqual([3, counts]);
});
