/** Recording that someone opened a lead costs one commit; an act is recorded in the commit of its change. */
import { setTimeout as delay } from 'node:timers/promises';
import { usualReading } from '@leadbell/domain';
import { openStore } from '@leadbell/store';
import { testIdentities } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { nthLead } from '../testing/lead-fixtures.ts';
import { allDone, databases, replica, setUpReplicas, url } from '../testing/replica-fixtures.ts';
import { createRecord } from './record.ts';

setUpReplicas();

const sleep = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal, ref: false });

const written = (table: string, where = 'true') =>
  databases.query(url, `select distinct xmin::text as by from ${table} where ${where}`);

test('opening a lead adds one commit', async () => {
  // The store has only one connection, because PostgreSQL may count the commits of others at any later time.
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
  const record = createRecord({ store, identities: testIdentities(), reading: usualReading, workspace: 'T1', sleep });
  const looker = { user: 'U0NOURA', kind: 'member', channel: '' } as const;
  let none = 0;
  // Commits of the connections that created the database may still be added to the count.
  await expect
    .poll(async () => {
      const before = none;
      none = await commitsOf(() => Promise.resolve());
      return none === before;
    })
    .toBe(true);
  const open = () => record(looker, { action: 'open', leads: [nthLead(1)], fields: ['phone'] });
  expect(await commitsOf(open)).toBe(none + 1);
  await store.close();
});

test("an act's entry is committed with its effect and its mark", async () => {
  await using bot = await replica();
  await bot.slack.control.say('noura', 'sales', '/leads unsubscribe 1');
  await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
  await allDone();
  const [note] = await written('audit_log', `action = 'note'`);
  expect(await written('alerts')).toEqual([note]);
  const entries = await written('audit_log');
  expect(entries).toHaveLength(2);
});
