import { type BulkFacts, BulkObserver, type Instant, type PlainDate } from '@leadbell/domain';
import { buildBulk, buildLead, testIdentities } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { defaultRetention } from './retention.ts';
import { query, store, setUpStore } from './store-fixtures.ts';

setUpStore();

const midnight = Date.parse('2025-08-24T21:00:00.000Z');
const at = (minutes: number) => (midnight + minutes * 60_000) as Instant;
const day = 24 * 60;
const minute = 60_000;
const times = { leaseMs: minute, longestPauseMs: 20 * 60_000, gapMs: 15 * 60_000 };
const failed = {
  outcome: 'errored',
  errors: [{ message: 'Branch 12 not found', code: 'NO_BRANCH', field: null }],
} as const;

/** Stores a bulk with this many errored leads. */
async function see(
  minutes: number,
  key: string,
  errored: number,
  madeAt = at(0),
  id: string | null = null,
): Promise<void> {
  const observer = new BulkObserver(testIdentities());
  for (const n of Array.from({ length: 3 }).keys())
    observer.add(buildLead({ externalId: `${key} ${n + 1}`, source: 'Email', ...(n < errored ? failed : {}) }));
  const observation = observer.finish(buildBulk({ id, key, createdAt: madeAt, createdBy: '1', state: 'in-progress' }));
  await store.transaction((tx) =>
    store.bulks.apply(tx, 'dms', [observation], at(minutes), () => '2025-08-25' as PlainDate),
  );
}

async function read(from: number, to: number): Promise<string[]> {
  const all: string[] = [];
  for await (const bulks of store.history.bulks('dms', { from: at(from), to: at(to) }))
    for (const seen of bulks) {
      const { id, errored, leads, errors } = seen.facts;
      all.push(
        `${(seen.at - midnight) / minute}: ${id} ${errored} of ${leads} ${errors.map((one) => `${one.fingerprint}×${one.leads}`).join()}`,
      );
    }
  return all;
}

const kept = () => query('select key, thread_of is not null as "hasFirst" from outbox order by id');

describe('the history of bulks', () => {
  it('the history keeps each change, and is read in time order', async () => {
    await see(1, 'a', 0);
    await see(2, 'a', 2);
    await see(2, 'b', 1, at(1));
    await see(3, 'a', 2);
    await see(4, 'a', 0);
    expect(await read(0, 10)).toEqual([
      '1: 1 0 of 3 ',
      '2: 1 2 of 3 NO_BRANCH|×2',
      '2: 2 1 of 3 NO_BRANCH|×1',
      '4: 1 0 of 3 ',
    ]);
    expect(await read(2, 4)).toEqual(['2: 1 0 of 3 ', '2: 1 2 of 3 NO_BRANCH|×2', '2: 2 1 of 3 NO_BRANCH|×1']);
    // First come the bulks as they were at the beginning of the window; old bulks are left out.
    expect(await read(3, 4)).toEqual(['3: 1 2 of 3 NO_BRANCH|×2', '3: 2 1 of 3 NO_BRANCH|×1']);
    expect(await read(7 * day + 1, 8 * day)).toEqual([]);
  });

  it('the history and live alerts read the same facts about a bulk, each from its own column', async () => {
    await see(1, 'a', 2);
    await query(
      `update bulks set dms_id = 5, total_records = 11, error_records = 12, leads = 13, errored = 2, resent_errored = 15, missing = 16,
         gone = 17, gone_errored = 18`,
    );
    const expected: BulkFacts = {
      id: 1,
      dmsId: '5',
      createdAt: at(0),
      firstSeenAt: at(1),
      state: 'in-progress',
      totalRecords: 11,
      errorRecords: 12,
      leads: 13,
      errored: 2,
      resentErrored: 15,
      missing: 16,
      gone: 17,
      goneErrored: 18,
      errors: [{ fingerprint: 'NO_BRANCH|', leads: 2, values: ['Riyadh North'] }],
      traits: { source: ['Email'], brand: ['KIA'], branch: ['Riyadh North'] },
    };
    const live = await store.transaction((tx) => store.alerts.bulks(tx, 'dms', [1], at(2)));
    expect(live).toEqual([expected]);
    await query('update bulk_history set (total_records, error_records, leads) = (11, 12, 13)');
    await query('update bulk_history set (resent_errored, missing, gone, gone_errored) = (15, 16, 17, 18)');
    for await (const kept of store.history.bulks('dms', { from: at(0), to: at(2) }))
      expect(kept).toEqual([{ at: at(1), facts: expected }]);
    expect.assertions(2);
  });

  it('the history is read in pieces, and each row is in only one piece even if many rows have the same time', async () => {
    for (const n of [1, 2]) await see(n, 'a', n, at(0), '1');
    await query(
      `insert into bulk_history (connection_id, bulk_id, at, state, leads, errored, errors, traits)
       select 'dms', 1, to_timestamp(${midnight / 1_000} + 180), 'completed', n, 0, '[]', '{"source":[],"brand":[],"branch":[]}' from generate_series(1, 1200) n`,
    );
    const all = await read(0, 10);
    expect(all).toHaveLength(1_202);
    expect(new Set(all).size).toBe(1_202);
  });

  it('the history is deleted after its retention', async () => {
    await see(1, 'a', 1);
    const days = { ...defaultRetention, leads: 0, history: 0 };
    expect(await store.forget(days)).toMatchObject({ history: 1, outages: 0 });
    expect(await store.history.frame('dms', { from: at(0), to: at(1) })).toMatchObject({ knownSince: null });
  });

  it('an old message that was never posted is kept while a reply to it still waits', async () => {
    const message = { workspace: 'T1', channel: 'C1', kind: 'alert', payload: { text: 'x' } };
    await store.transaction(async (tx) => {
      await store.outbox.add(
        tx,
        ['first', 'line'].map((key) => ({ ...message, key })),
      );
    });
    await query("update outbox set thread_of = (select id from outbox where key = 'first') where key = 'line'");
    await query("update outbox set state = 'dead', created_at = now() - interval '100 days' where key = 'first'");
    const days = { ...defaultRetention, leads: 0, history: 0 };
    await store.forget(days);
    expect(await kept()).toEqual([
      { key: 'first', hasFirst: false },
      { key: 'line', hasFirst: true },
    ]);
    await query("update outbox set state = 'sent', ts = '1.1', sent_at = now() where key = 'line'");
    await store.forget(days);
    expect(await kept()).toEqual([{ key: 'line', hasFirst: false }]);
  });
});

async function poll(result: 'ok' | 'failed'): Promise<void> {
  const lease = await store.connections.lease('dms', times);
  if (lease === null) throw new Error('no lease');
  await store.connections.release(
    lease,
    result === 'ok' ? { kind: 'ok', nextInMs: 0 } : { kind: 'failed', failure: 'timeout', nextInMs: 0 },
  );
}
const frame = async () => {
  const { outages, pauses } = await store.history.frame('dms', { from: at(0), to: at(1) });
  return { outages, pauses };
};

describe('gaps in the history', () => {
  it('failed polls make one gap, which ends when the DMS answers again', async () => {
    await poll('ok');
    expect(await frame()).toEqual({ outages: [], pauses: [] });
    await poll('failed');
    await poll('failed');
    const [status] = await store.connections.status();
    expect(await frame()).toEqual({
      outages: [{ failure: 'timeout', from: status?.failedSince, to: null }],
      pauses: [],
    });
    await poll('ok');
    await poll('failed');
    const { outages } = await frame();
    expect(outages.map(({ to }) => to === null)).toEqual([false, true]);
    expect(outages[0]?.to).toBeGreaterThanOrEqual(outages[0]?.from ?? Infinity);
  });

  it('times without polls are gaps too', async () => {
    await poll('ok');
    await query("update dms_connections set next_poll_at = clock_timestamp() - interval '3 hours'");
    await poll('ok');
    await poll('ok');
    const { outages, pauses } = await frame();
    expect(outages).toEqual([]);
    expect(pauses).toHaveLength(1);
    const [pause] = pauses;
    expect((pause?.to ?? 0) - (pause?.from ?? 0)).toBeGreaterThanOrEqual(180 * minute);
  });
});
