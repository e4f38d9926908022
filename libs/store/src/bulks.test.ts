import {
  BulkObserver,
  type Bulk,
  type BulkObservation,
  type Instant,
  type Lead,
  type PlainDate,
  storedNumber,
} from '@leadbell/domain';
import { buildBulk, buildLead, testIdentities, testKey } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { defaultRetention } from './retention.ts';
import { LostLease } from './connections.ts';
import { query, store, setUpStore } from './store-fixtures.ts';

setUpStore();

const midnight = Date.parse('2025-08-24T21:00:00.000Z');
const at = (minutes: number) => (midnight + minutes * 60_000) as Instant;
const dayOf = (instant: Instant) => new Date(instant + 3 * 3_600_000).toISOString().slice(0, 10) as PlainDate;

function observe(info: Partial<Bulk>, leads: readonly Partial<Lead>[]): BulkObservation {
  const observer = new BulkObserver(testIdentities());
  for (const lead of leads) observer.add(buildLead(lead));
  return observer.finish(buildBulk({ createdAt: at(0), createdBy: '1', id: null, ...info }));
}
async function apply(minutes: number, ...observations: BulkObservation[]): Promise<string[]> {
  const { events } = await store.transaction((tx) => store.bulks.apply(tx, 'dms', observations, at(minutes), dayOf));
  return events.map(
    ({ bulkId, event }) => `${bulkId} ${event.kind}${'leads' in event ? ` ${event.leads.join(',')}` : ''}`,
  );
}

const failed = {
  externalId: '2',
  outcome: 'errored',
  errors: [{ message: 'Branch 12 not found', code: null, field: null }],
} as const;

const twin = () => observe({ key: 'same' }, [{ externalId: '1' }]);
const visibleFrom = (minutes: number) =>
  store.transaction((tx) => store.bulks.visibleFrom(tx, 'dms', ['a'], at(minutes)));
const due = () => query('select next_check_at as at from bulks').then(([row]) => row?.['at'] as Date | null);
const times = { leaseMs: 60_000, longestPauseMs: 20 * 60_000, gapMs: 15 * 60_000 };
const lease = () => store.connections.lease('dms', times);

describe('the bulks that a poll saw', () => {
  it('an unchanged bulk gets no new events, and each change is stored with its events', async () => {
    const first = observe({ key: 'a', state: 'in-progress' }, [{ externalId: '1' }, failed]);
    expect(await apply(1, first)).toEqual([
      '1 bulk-appeared',
      '1 bulk-errored',
      '1 lead-appeared x1,x2',
      '1 lead-errored x2',
    ]);
    expect(await apply(2, first)).toEqual([]);
    const second = observe({ key: 'a', state: 'completed' }, [
      { externalId: '1', leadId: '70', outcome: 'created' },
      { externalId: '2' },
    ]);
    expect(await apply(3, second)).toEqual([
      '1 bulk-completed',
      '1 bulk-recovered',
      '1 lead-recovered x2',
      '1 lead-created x1',
    ]);
    expect(await query('select kind from bulk_events order by id')).toHaveLength(8);
    expect(await store.bulks.snapshots('dms', at(0), at(1))).toMatchObject([
      {
        key: 'a',
        state: 'completed',
        firstSeenAt: at(1),
        observedAt: at(3),
        leads: new Map(
          [
            ['x1', { dmsId: '70' }],
            ['x2', { errors: [] }],
          ].map(([key, lead]) => [key, expect.objectContaining(lead as object)]) as never,
        ),
      },
    ]);
  });

  it('a bulk is recognised while it is being filled, and bulks that were created at the same time are told apart', async () => {
    await apply(1, observe({ key: 'a1' }, [{ externalId: '1' }]), observe({ key: 'b1' }, [{ externalId: '9' }]));
    expect(
      await apply(
        2,
        observe({ key: 'b2' }, [{ externalId: '9' }, { externalId: '10' }]),
        observe({ key: 'a2' }, [{ externalId: '1' }, { externalId: '2' }]),
      ),
    ).toEqual(['2 lead-appeared x10', '1 lead-appeared x2']);
    expect(await query('select count(*)::int as bulks from bulks')).toEqual([{ bulks: 2 }]);
  });

  it('two bulks that look the same in one answer are stored as two bulks', async () => {
    await apply(1, twin(), twin());
    expect(await query('select count(*)::int as bulks from bulks')).toEqual([{ bulks: 2 }]);
    expect(await apply(2, twin(), twin())).toEqual([]);
  });

  it('stored bulks hold no personal data', async () => {
    await apply(
      1,
      observe({ key: 'a' }, [
        {
          ...failed,
          firstName: 'Sara',
          lastName: 'Almithali',
          email: 'sara@example.com',
          phoneNumber: '500000005',
          errors: [{ message: 'Sara Almithali (sara@example.com, 500000005) is blocked', code: null, field: null }],
        },
        { externalId: null, firstName: 'Fahad' },
      ]),
    );
    const rows = await query('select b::text || l::text || e::text as row from bulks b, bulk_leads l, bulk_events e');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/sara|almithali|fahad|500000005|example/i);
  });

  it('bulks are stored even if the DMS uses unusual numbers', async () => {
    const large = Number.MAX_SAFE_INTEGER;
    const id = '9223372036854775807';
    await apply(
      1,
      observe({ key: 'a', id, createdBy: id, totalRecords: large }, [{ externalId: 'WEB-2025-17', leadId: id }]),
    );
    const [snapshot] = await store.bulks.snapshots('dms', at(0), at(1));
    expect(snapshot).toMatchObject({ dmsId: id, createdBy: id, totalRecords: large });
    const name = storedNumber('WEB-2025-17', testKey());
    expect([...(snapshot?.leads ?? [])]).toMatchObject([[name, { externalId: name, dmsId: id }]]);
  });

  it('an unsettled bulk has a time for its next check, and a settled bulk has none', async () => {
    const open = observe({ key: 'a', state: 'in-progress' }, [{ externalId: '1' }]);
    await apply(1, open);
    expect(await due()).toEqual(new Date(at(2)));
    await apply(5, open);
    expect(await due()).toEqual(new Date(at(6)));
    await apply(6, observe({ key: 'a', state: 'completed' }, [{ externalId: '1', leadId: '7', outcome: 'created' }]));
    expect(await due()).toBeNull();
  });
});

it('bulks are counted for their local day, and the counts change with the bulks', async () => {
  await apply(
    1,
    observe({ key: 'a' }, [{ externalId: '1', brand: 'KIA', source: null }, failed]),
    observe({ key: 'b', createdAt: at(-1) }, [{ externalId: '3' }]),
  );
  await apply(
    2,
    observe({ key: 'a' }, [
      { externalId: '1', brand: 'KIA', leadId: '5', outcome: 'created' },
      { externalId: '2' },
      { externalId: '4', brand: 'MG' },
      { externalId: '5', brand: 'mg ' },
    ]),
  );
  const counts = await store.counters.of('dms', '2025-08-25' as PlainDate, '2025-08-25' as PlainDate);
  const of = (name: string) => counts.filter((count) => count.name === name).map(({ value, count }) => [value, count]);
  expect(of('leads')).toEqual([['', 4]]);
  expect(of('bulks')).toEqual([['', 1]]);
  expect(of('errored')).toEqual([]);
  expect(of('created')).toEqual([['', 1]]);
  expect(of('leads by brand')).toEqual([
    ['KIA', 2],
    ['MG', 2],
  ]);
  expect(of('leads by source')).toEqual([
    // The first answer lacked the source of lead 1, and the second answer had it.
    ['Direct Contact', 4],
  ]);
  expect(await store.counters.of('dms', '2025-08-24' as PlainDate, '2025-08-24' as PlainDate)).toContainEqual({
    day: '2025-08-24',
    name: 'leads',
    value: '',
    count: 1,
  });
});

describe('the earliest time at which the DMS can have shown a change', () => {
  it('the time is that of the last poll that read the unsettled bulk without the change', async () => {
    await apply(1, observe({ key: 'a', state: 'in-progress' }, [{ externalId: '1' }]));
    expect(await due()).not.toBeNull();
    await apply(4, observe({ key: 'a', state: 'in-progress' }, [{ externalId: '1' }, failed]));
    expect(await visibleFrom(4)).toEqual(new Map([['a', at(1)]]));
  });

  it('the time is unknown for a settled bulk, because polls read such a bulk seldom', async () => {
    await apply(1, observe({ key: 'a', state: 'completed' }, [{ externalId: '1', leadId: '7', outcome: 'created' }]));
    await apply(
      9_000,
      observe({ key: 'a', state: 'completed' }, [{ externalId: '1', leadId: '7', outcome: 'created' }]),
    );
    expect(await due()).toBeNull();
    await apply(20_000, observe({ key: 'a', state: 'completed' }, [{ externalId: '1' }, failed]));
    expect(await visibleFrom(20_000)).toEqual(new Map());
  });
});

describe('a connection', () => {
  it('a connection is polled by one process at a time', async () => {
    const all = await Promise.all([lease(), lease(), lease()]);
    expect(all.filter((one) => one !== null)).toHaveLength(1);
  });

  it('when another process has taken the lease, the writes of the earlier poller are rolled back', async () => {
    const old = await store.connections.lease('dms', { ...times, leaseMs: -1 });
    const next = await lease();
    expect(next?.lease).toBeGreaterThan(old?.lease ?? Infinity);
    if (old === null) throw new Error('no lease');
    const late = store.transaction(async (tx) => {
      await store.bulks.apply(tx, 'dms', [observe({ key: 'a' }, [{}])], at(1), dayOf);
      await store.connections.renew(old, 60_000, { coveredTo: at(1) }, tx);
    });
    await expect(late).rejects.toThrow(LostLease);
    expect(await query('select 1 from bulks')).toEqual([]);
    expect(await store.connections.release(old, { kind: 'ok', nextInMs: 0 })).toBe(false);
  });

  it('a connection keeps the time up to which it was read, its failures and the time of its next poll', async () => {
    const first = await lease();
    if (first === null) throw new Error('no lease');
    await store.connections.renew(first, 60_000, { coveredTo: at(5) });
    await store.connections.renew(first, 60_000, { coveredTo: at(4) });
    await store.connections.release(first, { kind: 'failed', failure: 'timeout', nextInMs: 0 });
    const second = await lease();
    expect(second).toMatchObject({ coveredTo: at(5), failures: 1 });
    if (second === null) throw new Error('no lease');
    await store.connections.release(second, { kind: 'ok', nextInMs: 60_000 });
    expect(await lease()).toBeNull();
    expect(await store.connections.status()).toMatchObject([
      { id: 'dms', failures: 0, failedSince: null, failure: null, unsettled: 0 },
    ]);
    await query("update dms_connections set next_poll_at = now() + interval '1 hour'");
    expect(await lease()).not.toBeNull();
  });
});

it('leads and message texts are deleted after their retention, and the counts are kept', async () => {
  await apply(
    1,
    observe({ key: 'a', state: 'completed' }, [{ externalId: '1', leadId: '5', outcome: 'created' }]),
    observe({ key: 'open', state: 'in-progress', createdAt: at(3) }, [{ externalId: '2' }]),
  );
  await store.transaction((tx) =>
    store.outbox.add(tx, [{ workspace: 'T1', channel: 'C1', key: 'k', kind: 'notice', payload: { text: 'hello' } }]),
  );
  await query("update outbox set state = 'sent', ts = '1.1', sent_at = now() - interval '15 days'");
  const days = { ...defaultRetention, leads: 0, history: 0, bulks: 0, audit: 400 };
  expect(await store.forget(days)).toMatchObject({ leads: 1, events: 6, payloads: 1, messages: 0, bulks: 1, audit: 0 });
  expect(await store.forget(days)).toMatchObject({ leads: 0, events: 0, payloads: 0, messages: 0, bulks: 0, audit: 0 });
  expect(await query('select key, leads from bulks')).toEqual([{ key: 'open', leads: 1 }]);
  expect(await store.counters.of('dms', '2025-08-25' as PlainDate, '2025-08-25' as PlainDate)).toContainEqual({
    day: '2025-08-25',
    name: 'leads',
    value: '',
    count: 2,
  });
});
