/**
 * Calls the store's functions while other transactions interfere: in a real deadlock, and with errors that a trigger
 * raises.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Instant } from '@leadbell/domain';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { actHash, type HeldAct } from './inbox.ts';
import { openStore } from './open-store.ts';
import { defaultRetention } from './retention.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
let url: string;
let store: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
});
beforeEach(async () => {
  url = await databases.createReady();
  store = await openStore({ url });
});
afterAll(() => databases.close());

const never = new AbortController().signal;
const act = (key: string) => ({
  workspace: 'T1',
  key,
  object: 'alert 12',
  same: `U1 ${key}`,
  merges: 'latest' as const,
  body: { note: 'alfa' },
});

/** The sessions that wait for the lock of another session. */
function waiting(): Promise<readonly object[]> {
  const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return databases.query(url, text);
}

/** A session that causes a deadlock in which the other session fails. */
async function rival(): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`set deadlock_timeout = '1min'`);
  await client.query('begin');
  return client;
}

it('an action whose first write fails in a deadlock is stored by the second write', async () => {
  // A waiting session looks for a deadlock only once, after this time; the rival must have caused the deadlock by then.
  await databases.query(url, `alter database ${new URL(url).pathname.slice(1)} set deadlock_timeout = '5s'`);
  const patient = await openStore({ url });
  const other = await rival();
  await other.query(`insert into inbox (workspace_id, key, object, same) values ('T1', $1, 'x', 'x')`, [actHash('a')]);
  // The write locks the action's object, and then waits for the rival, which holds the action's key.
  const writing = patient.inbox.write(act('a'), 60_000, never);
  await expect.poll(waiting).toHaveLength(1);
  await other.query('select pg_advisory_xact_lock(hashtextextended($1, 14))', [`T1 ${actHash('alert 12')}`]);
  await other.query('rollback');
  expect((await writing).kind).toBe('new');
  await other.end();
  await Promise.all([patient.close(), store.close()]);
});

it('a transaction or single statement that failed because of another transaction is repeated', async () => {
  const held: HeldAct[] = [];
  for (const key of ['a', 'b']) {
    const written = await store.inbox.write(act(key), 60_000, never);
    if (written.kind === 'new') held.push(written.act);
  }
  const [first, second] = held;
  if (first === undefined || second === undefined) throw new Error('not written');
  const subscription = await store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace: 'T1',
      channel: 'C1',
      owner: 'U1',
      kind: 'digest',
      definition: {},
      nextRunAt: 1 as Instant,
    }),
  );
  // Makes the database refuse the first write of each function below.
  await databases.query(
    url,
    `create sequence asked; create function refuse() returns trigger language plpgsql as $$
      begin if nextval('asked') = 1 then raise exception 'others' using errcode = '40P01'; end if; return null; end $$`,
  );
  for (const table of ['inbox', 'subscriptions', 'people', 'dms_connections', 'audit_log', 'outbox'])
    await databases.query(
      url,
      `create trigger refuse before insert or update or delete on ${table} for each statement execute function refuse()`,
    );
  const doors: Readonly<Record<string, () => Promise<unknown>>> = {
    write: () => store.inbox.write(act('c'), 60_000, never),
    renew: () => store.inbox.renew(held, 60_000),
    mark: () => store.inbox.mark(first),
    unmark: () => store.inbox.unmark(first),
    annul: () => store.inbox.annul(first),
    end: () => store.inbox.end(first, true),
    release: () => store.inbox.release(second, 0),
    claim: () => store.inbox.claim({ workspaces: ['T1'], limit: 1, leaseMs: 60_000 }),
    withdraw: () => store.inbox.withdraw('T1', 'a'),
    failed: () => store.subscriptions.failed([subscription], 'unavailable', { firstMs: 1, longestMs: 1 }),
    change: () => store.people.change('T1', 'U1', { language: 'ar' }),
    ensure: () => store.connections.ensure('dms'),
    forget: () => store.forget(defaultRetention),
    transaction: () =>
      store.transaction(async (tx) => {
        await store.subscriptions.putOff(tx, [subscription], 5 as Instant);
        await store.audit.append(tx, { workspace: 'T1', actor: 'U1', action: 'edit', subject: 'x' });
      }),
  };
  for (const [name, door] of Object.entries(doors)) {
    await databases.query(url, `select setval('asked', 1, false)`);
    await door();
    const [asked] = await databases.query(url, 'select last_value::int as n from asked');
    expect([name, Number(asked?.['n']) > 1]).toEqual([name, true]);
  }
  expect(await databases.query(url, 'select count(*)::int as n from audit_log')).toEqual([{ n: 1 }]);
  const [row] = await databases.query(
    url,
    'select tries, extract(epoch from next_try_at) * 1000 as at from subscriptions',
  );
  expect([row?.['tries'], Number(row?.['at'])]).toEqual([1, 5]);
  await store.close();
});

it('repeating stops after some attempts, with the database’s own error', async () => {
  await databases.query(
    url,
    `create function refuse() returns trigger language plpgsql as $$
      begin raise exception 'others' using errcode = '40001'; end $$;
     create trigger refuse before insert on inbox for each statement execute function refuse()`,
  );
  await expect(store.inbox.write(act('a'), 60_000, never)).rejects.toMatchObject({ code: '40001' });
  await store.close();
});

it('transactions are opened in only one place, except for backups, which are read as a stream', () => {
  const source = new URL('./', import.meta.url);
  const opening = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') &&
      !name.endsWith('.test.ts') &&
      /\.(?:transaction|startTransaction)\(\)/.test(readFileSync(new URL(name, source), 'utf8')),
  );
  expect(opening.toSorted()).toEqual(['backup/dump.ts', 'backup/load.ts', 'tables/database.ts']);
});
