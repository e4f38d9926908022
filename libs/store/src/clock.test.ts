import { Buffer } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import type { Instant } from '@leadbell/domain';
import { describe, expect, it } from 'vitest';
import { defaultRetention } from './retention.ts';
import { backup, restore } from './backup/backup.ts';
import { openStore } from './open-store.ts';
import { databases, query, store, url, setUpStore } from './store-fixtures.ts';

setUpStore();

const minute = 60_000;
const times = { leaseMs: minute, longestPauseMs: 20 * 60_000, gapMs: 15 * 60_000 };
const day = 86_400_000;
/** The longest delay of a slow machine, in milliseconds. */
const tolerance = 60_000;
const lastYear = Date.parse('2025-08-25T09:00:00.000Z');

const moveTo = (at: number) => store.setClockOffset(at - Date.now());
function apart(at: number | null | undefined, expected: number): number {
  return Math.abs((at ?? 0) - expected);
}
/** The latest instant in each time column of the tables; infinite values are left out. */
async function instants(): Promise<Readonly<Record<string, number>>> {
  const columns = await query(`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and data_type = 'timestamp with time zone' and table_name !~ '^kysely'`);
  const found: Record<string, number> = {};
  for (const [table, column] of columns.map((row) => [String(row['table']), String(row['column'])])) {
    const [row] = await query(
      `select extract(epoch from max(${column}))::float8 * 1000 as at from ${table} where isfinite(${column})`,
    );
    if (typeof row?.['at'] === 'number') found[`${table}.${column}`] = row['at'];
  }
  return found;
}

describe('the clock of the business', () => {
  it('business time is real time until it is moved, and then continues from its new value', async () => {
    expect(apart(await store.now(), await store.realNow())).toBeLessThan(tolerance);
    await moveTo(lastYear);
    expect(apart(await store.now(), lastYear)).toBeLessThan(tolerance);
    expect(apart(await store.realNow(), Date.now())).toBeLessThan(tolerance);
    const first = await store.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await store.now()) - first).toBeGreaterThanOrEqual(15);
    await store.setClockOffset(0);
    expect(apart(await store.now(), await store.realNow())).toBeLessThan(tolerance);
  });

  it('business time is shared by every process of the database', async () => {
    const other = await openStore({ url });
    await moveTo(lastYear);
    expect(apart(await other.now(), lastYear)).toBeLessThan(tolerance);
    await other.close();
  });

  it('everything that people and rules see uses business time; leases, pacing and retries use real time', async () => {
    await moveTo(lastYear);
    const place = { workspace: 'T1', channel: 'C1' };
    await store.transaction(async (tx) => {
      const id = await store.subscriptions.add(tx, {
        ...place,
        owner: 'U1',
        kind: 'leads',
        definition: {},
        nextRunAt: lastYear as Instant,
      });
      await store.subscriptions.tellLeads(tx, id, [{ key: 'k', aliases: [], outcome: 'pending', isWanted: true }]);
      const then = lastYear as Instant;
      const was = { definition: {}, nextRunAt: then, coveredTo: null, pauses: [] };
      const done = { scheduledFor: then, message: null, coveredTo: then, nextRunAt: then, pauses: [] };
      await store.subscriptions.cover(tx, [{ id, was, ...done }]);
      await store.subscriptions.change(tx, id, place, { pausedReason: 'by_hand' });
      await store.outbox.add(tx, [{ ...place, key: 'm', kind: 'notice', payload: {} }]);
      await store.audit.append(tx, { workspace: 'T1', actor: 'U1', action: 'a', subject: 's' });
    });
    await query('update dms_connections set watched_since = default');
    await query(`insert into alerts (connection_id, rule, group_key, state) values ('dms', 'r', 'g', '{}')`);
    await store.people.change('T1', 'U1', {});
    await send();
    const lease = await store.connections.lease('dms', times);
    if (lease === null) throw new Error('no lease');
    await store.connections.release(lease, { kind: 'ok', nextInMs: minute });
    const found = await instants();
    const real = new Set([
      'workspaces.post_at',
      'workspaces.history_at',
      'workspaces.update_at',
      'channels.next_at',
      'outbox.attempt_at',
      'dms_connections.next_poll_at',
    ]);
    for (const [column, at] of Object.entries(found))
      expect([column, real.has(column) ? 'real' : 'business']).toEqual([column, kindOf(at)]);
    for (const column of real) expect(Object.keys(found)).toContain(column);
    for (const column of [
      'subscriptions.created_at',
      'subscriptions.paused_at',
      'occurrences.created_at',
      'leads_told.told_at',
      'outbox.created_at',
      'outbox.queued_at',
      'outbox.sent_at',
      'audit_log.at',
      'alerts.created_at',
      'alerts.changed_at',
      'people.changed_at',
      'dms_connections.last_ok_at',
    ])
      expect(Object.keys(found)).toContain(column);
  });

  it('the state of a DMS and the time of its next poll are in business time', async () => {
    await moveTo(lastYear);
    const first = await store.connections.lease('dms', times);
    if (first === null) throw new Error('no lease');
    await store.connections.release(first, { kind: 'failed', failure: 'timeout', nextInMs: 5 * minute });
    const [status] = await store.connections.status();
    expect(apart(status?.failedSince, lastYear)).toBeLessThan(tolerance);
    expect(apart(status?.nextPollAt, lastYear + 5 * minute)).toBeLessThan(tolerance);
    // The next poll is stored in real time, so it is not due yet.
    expect(await store.connections.lease('dms', times)).toBeNull();
    await query("update dms_connections set next_poll_at = clock_timestamp() - interval '1 hour'");
    const second = await store.connections.lease('dms', times);
    if (second === null) throw new Error('no lease');
    await store.connections.release(second, { kind: 'ok', nextInMs: minute });
    const { outages, pauses } = await store.history.frame('dms', {
      from: (lastYear - day) as Instant,
      to: (lastYear + day) as Instant,
    });
    expect(apart(outages[0]?.from, lastYear)).toBeLessThan(tolerance);
    expect(apart(outages[0]?.to, lastYear)).toBeLessThan(tolerance);
    expect(apart(pauses[0]?.from, lastYear - 60 * minute)).toBeLessThan(tolerance);
    expect(apart(pauses[0]?.to, lastYear)).toBeLessThan(tolerance);
  });

  it('business time decides which bulks are due', async () => {
    await moveTo(lastYear);
    const bulk = (key: string, dueInMs: number) => `
      insert into bulks (connection_id, key, created_at, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at, next_check_at)
      values ('dms', '${key}', to_timestamp(${(lastYear - dueInMs) / 1_000}), 'created', 1, 0, 0, 1, '', now(), now(), to_timestamp(${(lastYear + dueInMs) / 1_000}))`;
    await query(bulk('due', -10 * minute));
    await query(bulk('later', 10 * minute));
    expect(await store.connections.lease('dms', times)).toMatchObject({ due: [lastYear + 10 * minute] });
  });

  it('business time decides which rows are old enough to be deleted', async () => {
    await moveTo(lastYear);
    await query(`
      insert into audit_log (at, actor, action, subject) values
        (to_timestamp(${(lastYear - 401 * day) / 1_000}), 'U1', 'old', 's'), (to_timestamp(${(lastYear - 399 * day) / 1_000}), 'U1', 'kept', 's')`);
    expect(await store.forget({ ...defaultRetention, audit: 400 })).toMatchObject({ audit: 1 });
    expect(await query('select action from audit_log')).toEqual([{ action: 'kept' }]);
  });

  it('a backup does not contain the clock’s offset', async () => {
    await moveTo(lastYear);
    const chunks: Uint8Array[] = [];
    await backup({ url }, new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) }));
    const other = await databases.create();
    await restore({ url: other }, Readable.from([Buffer.concat(chunks)]));
    const restored = await openStore({ url: other });
    expect(apart(await restored.now(), Date.now())).toBeLessThan(tolerance);
    await restored.close();
  });
});

function kindOf(at: number): string {
  if (Math.abs(at - lastYear) < 10 * minute) return 'business';
  return Math.abs(at - Date.now()) < 10 * minute ? 'real' : new Date(at).toISOString();
}

async function send(): Promise<void> {
  const pace = {
    channelMs: 1_000,
    postsPerSecond: 4,
    postBurst: 60,
    updatesPerSecond: 1,
    updateBurst: 20,
    looksPerSecond: 1,
    lookBurst: 1,
    doubtWaitMs: 60_000,
  };
  const [claim] = await store.deliveries.claim({
    workspaces: ['T1'],
    limit: 1,
    leaseMs: minute,
    pace,
    owner: null,
    slackNow: null,
  });
  if (claim === undefined) throw new Error('nothing to send');
  const sent = { kind: 'sent', ts: '1.1', conversation: 'C1', version: claim.version } as const;
  expect(await store.deliveries.end(claim, sent, pace)).toBe(true);
}
