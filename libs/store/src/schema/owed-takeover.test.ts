/**
 * Digests whose jobs were waiting when an earlier release stopped are due in this release. Digests that were sent, or
 * whose subscriptions were paused, are not due.
 */
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import type { Tables } from '../tables/tables.ts';
import { startTestDatabases, type TestDatabases } from '../testing.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());

const rows = `
insert into workspaces (id) values ('T1');
insert into channels (workspace_id, id) values ('T1', 'C1');
insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at, created_at, paused_reason, paused_at) values
  ('T1', 'C1', 'U1', 'digest', '{}', now() + interval '8 hours', now() - interval '9 days', null, null),
  ('T1', 'C1', 'U1', 'digest', '{"skipEmpty": true}', now() + interval '8 hours', now() - interval '9 days', null, null),
  ('T1', 'C1', 'U1', 'digest', '{}', now() + interval '8 hours', now() - interval '9 days', 'by_hand', now()),
  ('T1', 'C1', 'U1', 'digest', '{}', now() + interval '8 hours', now() - interval '9 days', null, null),
  ('T1', 'C1', 'U1', 'digest', '{}', now() + interval '8 hours', now() - interval '1 hour', null, null);
insert into occurrences (subscription_id, scheduled_for)
  select id, date_trunc('hour', now()) - n * interval '1 day' from subscriptions, generate_series(0, 3) n;
insert into outbox (workspace_id, channel_id, key, kind, subscription_id, payload, state, reason)
  select 'T1', 'C1', 'digest ' || subscription_id || ' ' || (extract(epoch from scheduled_for) * 1000)::bigint, 'digest', subscription_id, '{}',
    'dead', 'msg_too_long'
  from occurrences where subscription_id = 4 or scheduled_for < now() - interval '2 days';
`;

it('digests that are due in a database of an earlier release are taken over', async () => {
  const url = await databases.create();
  const pool = new Pool({ connectionString: url, max: 1 });
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  for (const [name, migration] of Object.entries(migrations)) {
    if (name >= '0016-owed') break;
    await migration.up(database);
  }
  for (const statement of rows.split(';\n')) if (statement.trim() !== '') await databases.query(url, statement);
  await migrations['0016-owed']?.up(database);
  const owed = await databases.query(
    url,
    `select s.id::int as id, s.next_run_at <= now() as due,
      extract(epoch from s.next_run_at - (select max(scheduled_for) from occurrences o where o.subscription_id = s.id and outbox_id is not null))::int as after_told
     from subscriptions s order by 1`,
  );
  expect(owed.map(({ id, due }) => [id, due])).toEqual([
    [1, true],
    [2, false],
    [3, false],
    [4, false],
    [5, true],
  ]);
  // The subscription was edited since, so earlier times are not owed.
  expect(owed[4]?.['after_told']).toBeGreaterThan(86_400);
  // All times since the last digest that was sent are owed, because one waiting job may have covered several of them.
  expect(owed[0]?.['after_told']).toBe(1);
  const told = await databases.query(url, 'select bool_and(owner_told) as told, count(*)::int as n from outbox');
  expect(told).toEqual([{ told: true, n: 12 }]);
  for (const [name, migration] of Object.entries(migrations)) if (name > '0016-owed') await migration.up(database);
  // The next digest of these subscriptions covers no hours of earlier digests, even if the schedule is edited.
  const settled = await databases.query(
    url,
    `select bool_and(settled_to = (select max(scheduled_for) from occurrences o where o.subscription_id = s.id)) as settled
     from subscriptions s`,
  );
  expect(settled).toEqual([{ settled: true }]);
  await database.destroy();
});
