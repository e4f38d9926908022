import type { Instant } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { defaultRetention } from './retention.ts';
import { query, setUpStore, store } from './store-fixtures.ts';
import { erasedTables } from './tables/uninstalls.ts';

setUpStore();

const day = 86_400_000;
const start = Date.parse('2026-03-02T09:00:00Z') as Instant;
const moveTo = (to: number) => store.setClockOffset(to - Date.now());

/** Adds a row of the workspace to each table that can have one. */
async function fill(workspace: string): Promise<void> {
  await store.installations.save({
    workspace,
    access: { roles: 0, others: 'manager', hasEditors: false, grants: [] },
    missingScopes: [],
  });
  await store.transaction(async (tx) => {
    const place = { workspace, channel: 'C1' };
    await store.outbox.add(tx, [{ ...place, kind: 'notice', payload: { text: 'x' }, key: `${workspace} 1` }]);
    await store.subscriptions.add(tx, { ...place, owner: 'U1', kind: 'digest', definition: {}, nextRunAt: null });
  });
  await query(`insert into bulks (connection_id, key, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at)
    values ('dms', '${workspace}', 'created', 1, 0, 0, 1, '', now(), now())`);
  await query(`insert into claims (workspace_id, bulk_id, lead_key, owner_id, claimed_at, state)
    select '${workspace}', id, 'k', 'U1', now(), 'open' from bulks where key = '${workspace}'`);
  await query(`insert into silences (workspace_id, matcher, reason, created_by, starts_at, ends_at)
    values ('${workspace}', '{}', '', 'U1', now(), now() + interval '1 day')`);
  await query(`insert into people (workspace_id, user_id) values ('${workspace}', 'U1')`);
  await query(`insert into homes (workspace_id, user_id, opened_at, openings, claimed_at)
    values ('${workspace}', 'U1', now(), 1, now())`);
  await query(`insert into inbox (workspace_id, key, object) values ('${workspace}', 'k', 'o')`);
  await query(
    `insert into shares (workspace_id, id, channel_id, user_id, at) values ('${workspace}', 'p', 'C1', 'U1', now())`,
  );
  await query(
    `insert into lead_sets (workspace_id, id, connection_id, size, at) values ('${workspace}', 's', 'dms', 1, now())`,
  );
  await query(`insert into lead_set_members (workspace_id, set_id, lead) values ('${workspace}', 's', 'k')`);
  await query(`insert into person_index (person, kind, workspace_id, channel_id, ref)
    values ('p1.00000000.x', 'card', '${workspace}', 'C1', 'r')`);
}

/** Returns the tables that have rows of a workspace, as the database's catalogue lists them. */
async function tablesOf(workspace: string): Promise<readonly string[]> {
  const tables = await query(`select table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where column_name = 'workspace_id' and table_schema = 'public' and table_type = 'BASE TABLE'`);
  const found: string[] = [];
  for (const { name } of tables as readonly { readonly name: string }[]) {
    const rows = await query(`select 1 from ${name} where workspace_id = '${workspace}' limit 1`);
    if (rows.length > 0) found.push(name);
  }
  return found.toSorted();
}

test('a workspace that removed the app is erased when its retention ends, and no other workspace is erased', async () => {
  await moveTo(start);
  await fill('T1');
  await fill('T2');
  const all = [...erasedTables, 'audit_log', 'lead_set_members'].toSorted();
  await store.uninstalls.mark('T1', 'app_uninstalled');
  expect(await tablesOf('T1')).toEqual(all);
  expect(await store.deliveries.blocked(['T1', 'T2'])).toEqual(['T1']);
  await moveTo(start + 29 * day);
  // Slack sends the event again.
  await store.uninstalls.mark('T1', 'tokens_revoked');
  expect(await store.forget(defaultRetention)).toMatchObject({ workspaces: 0 });
  expect((await store.kept()).find(({ kind }) => kind === 'uninstalled')).toMatchObject({ rows: 1 });
  await moveTo(start + 30 * day + 60_000);
  expect(await store.forget(defaultRetention)).toMatchObject({ workspaces: 1 });
  expect(await tablesOf('T1')).toEqual(['audit_log']);
  expect([...(await tablesOf('T2')), 'audit_log'].toSorted()).toEqual(all);
  // No workspace counts as blocked any more.
  expect(await store.deliveries.blocked(['T1'])).toEqual([]);
  expect((await store.outbox.counts(start)).closedFor).toEqual([]);
  expect(await store.forget(defaultRetention)).toMatchObject({ workspaces: 0 });
});

test('if the token of a workspace that removed the app works again before it is erased, everything continues', async () => {
  await moveTo(start);
  await fill('T1');
  const before = await tablesOf('T1');
  await store.uninstalls.mark('T1', 'tokens_revoked');
  await moveTo(start + 20 * day);
  expect(await store.deliveries.unblock('T1')).toBe(true);
  await moveTo(start + 60 * day);
  expect(await store.forget({ ...defaultRetention, undelivered: 400, alerts: 400 })).toMatchObject({ workspaces: 0 });
  expect(await store.deliveries.blocked(['T1'])).toEqual([]);
  expect(await tablesOf('T1')).toEqual([...before, 'audit_log'].toSorted());
});

test('a workspace that an earlier release has unblocked is not erased', async () => {
  await moveTo(start);
  await fill('T1');
  const before = await tablesOf('T1');
  await store.uninstalls.mark('T1', 'app_uninstalled');
  await query("update workspaces set blocked_reason = null, blocked_at = null where id = 'T1'");
  await moveTo(start + 60 * day);
  expect(await store.forget({ ...defaultRetention, undelivered: 400, alerts: 400 })).toMatchObject({ workspaces: 0 });
  expect(await tablesOf('T1')).toEqual([...before, 'audit_log'].toSorted());
});

test('if a workspace removed the app, a person’s receipt says that their posts there can’t be erased', async () => {
  await moveTo(start);
  await fill('T1');
  await query(`insert into erasures (receipt, workspace_id, actor, found) values ('F-TEST2345', 'T2', 'U1', '{}')`);
  await query(`update person_index set receipt = 'F-TEST2345' where workspace_id = 'T1'`);
  await store.uninstalls.mark('T1', 'app_uninstalled');
  await moveTo(start + 31 * day);
  expect(await store.forget(defaultRetention)).toMatchObject({ workspaces: 1 });
  expect(await query(`select done_at is not null as "isDone", not_reached as "notReached" from erasures`)).toEqual([
    { isDone: true, notReached: { app_uninstalled: 1 } },
  ]);
});
