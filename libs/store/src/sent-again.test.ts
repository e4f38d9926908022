import {
  type Bulk,
  type BulkObservation,
  BulkObserver,
  defaultAlertSettings,
  findingsOf,
  type Instant,
  type Lead,
  type LeadIdentities,
  type PlainDate,
} from '@leadbell/domain';
import { buildBulk, buildLead, runs, testIdentities, testKey } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { query, startAnew, store, setUpStore } from './store-fixtures.ts';

setUpStore();

const midnight = Date.parse('2025-08-24T21:00:00.000Z');
const at = (minutes: number) => (midnight + minutes * 60_000) as Instant;
const dayOf = (instant: Instant) => new Date(instant + 3 * 3_600_000).toISOString().slice(0, 10) as PlainDate;
const today = '2025-08-25' as PlainDate;

function observe(
  info: Partial<Bulk>,
  leads: readonly Partial<Lead>[],
  identities: LeadIdentities = testIdentities(),
): BulkObservation {
  const observer = new BulkObserver(identities);
  for (const lead of leads) observer.add(buildLead({ firstName: 'Alfa', lastName: 'Testali', email: null, ...lead }));
  return observer.finish(buildBulk({ createdBy: '1', id: null, state: 'completed', ...info }));
}
const bulk = (name: string, minutes: number, ...leads: readonly Partial<Lead>[]) =>
  observe({ key: name, createdAt: at(minutes), totalRecords: leads.length }, leads);

async function poll(minutes: number, ...observations: readonly BulkObservation[]): Promise<string[]> {
  const { events } = await store.transaction((tx) => store.bulks.apply(tx, 'dms', observations, at(minutes), dayOf));
  return events.map(
    ({ bulkId, event }) => `${bulkId} ${event.kind}${'leads' in event ? ` ${event.leads.join()}` : ''}`,
  );
}
/** A different name for each number. */
const letters = (n: number) => `Alfa ${String(n).replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '')}`;
const facts = (minutes = 600) =>
  store.transaction((tx) => store.alerts.bulks(tx, 'dms', [1, 2, 3, 4, 5, 6, 7, 8], at(minutes)));
/** Shows each bulk as `leads/errored`. */
const counts = async () => (await facts()).map(({ leads, errored }) => `${leads}/${errored}`);
async function alerts(): Promise<string[]> {
  const found = findingsOf(
    {
      now: at(600),
      bulks: await facts(),
      connection: { failedSince: null, failure: null, overdueSince: null, gapSince: null },
      newErrors: new Set(),
      setAside: [],
      pace: null,
    },
    defaultAlertSettings,
  );
  return found.map(({ rule, member }) => `${rule} ${member}`);
}
async function daily(): Promise<Record<string, number>> {
  const all = await store.counters.of('dms', today, today);
  return Object.fromEntries(all.map(({ name, value, count }) => [`${name} ${value}`.trim(), count]));
}

const failed = { outcome: 'errored', errors: [{ message: 'Branch unknown', code: null, field: null }] } as const;
const made = { outcome: 'created', leadId: '92' } as const;

const first = () => bulk('a', 0, { externalId: '91', ...failed }, { externalId: '7', phoneNumber: '500000077' });
const second = () => bulk('b', 60, { externalId: '91', ...made });
const place = (minutes: number) => ({ createdAt: at(minutes), createdBy: '1', key: 'x9' });
const ofMinute = (name: string, minutes: number) => ({ key: name, createdAt: at(minutes) });

/** Returns two leads of bulk `n`: every bulk numbers its leads 1 and 2, but they are about different people. */
const rows = (n: number) =>
  ['1', '2'].map((externalId) => ({
    externalId,
    firstName: letters(n * 10 + Number(externalId)),
    phoneNumber: `5${String(n * 10 + Number(externalId)).padStart(8, '0')}`,
    ...failed,
  }));
const sent = (n: number) => bulk(`b${n}`, n, { externalId: '9', ...failed });
const many = (name: string, minutes: number) =>
  bulk(
    name,
    minutes,
    ...Array.from({ length: 8_000 }, (_, n) => ({
      externalId: `${n}`,
      firstName: letters(n),
      phoneNumber: `5${String(n).padStart(8, '0')}`,
    })),
  );

describe('the same lead sent again', () => {
  it('a lead sent again counts only in the later bulk: the first bulk no longer has the error', async () => {
    await poll(
      1,
      observe({ ...first().info, totalRecords: 2, errorRecords: 1 }, [
        { externalId: '91', ...failed },
        { externalId: '7' },
      ]),
    );
    expect([await counts(), await alerts()]).toEqual([['2/1'], ['bulk-errors 1']]);
    expect(await poll(61, second())).toEqual([
      '2 bulk-appeared',
      '2 bulk-completed',
      '2 lead-appeared x91',
      '2 lead-created x91',
      '1 lead-sent-again x91',
    ]);
    expect([await counts(), await alerts()]).toEqual([['2/0', '1/0'], []]);
    expect(await facts()).toMatchObject([{ resentErrored: 1, errors: [], traits: { source: [] } }, {}]);
    expect(await daily()).toMatchObject({ bulks: 2, leads: 2, created: 1 });
    expect(await query('select kind, leads from bulk_events where bulk_id = 1 order by id desc limit 1')).toEqual([
      { kind: 'lead-sent-again', leads: ['x91'] },
    ]);
    // The older bulk is still listed, unchanged.
    expect(
      await poll(
        62,
        observe({ ...first().info, totalRecords: 2, errorRecords: 1, state: 'in-progress' }, [
          { externalId: '91', ...failed },
          { externalId: '7' },
        ]),
      ),
    ).toEqual(['1 bulk-progressed']);
    expect(await counts()).toEqual(['2/0', '1/0']);
  });

  it.each([
    ['both bulks in one answer', async () => [...(await poll(61, first(), second()))]],
    ['both bulks in one answer, the later first', async () => [...(await poll(61, second(), first()))]],
    ['the later bulk in an earlier answer', async () => [...(await poll(61, second())), ...(await poll(62, first()))]],
  ])('a lead sent again counts only in the later bulk: %s', async (_, see) => {
    const events = await see();
    expect(events.filter((event) => event.includes('sent-again'))).toHaveLength(1);
    expect((await counts()).toSorted()).toEqual(['1/0', '2/0']);
    expect(await daily()).toMatchObject({ leads: 2, created: 1 });
    expect((await daily())['errored']).toBeUndefined();
  });

  it('leads stay separate if another person has the same number, if they are in the same bulk, or if they have no number', async () => {
    await poll(
      1,
      bulk(
        'a',
        0,
        { externalId: '91', ...failed },
        { externalId: '92', ...failed },
        { externalId: '92', ...failed },
        { externalId: null, ...failed },
      ),
      bulk('b', 60, { externalId: '91', firstName: 'Bravo', phoneNumber: '500000012' }, { externalId: null }),
    );
    expect(await counts()).toEqual(['4/4', '2/0']);
  });

  it('a lead is recognised over three bulks that each correct one field', async () => {
    await poll(1, bulk('a', 0, { externalId: '9', ...failed }));
    await poll(2, bulk('b', 1, { externalId: '9', phoneNumber: '500000011', ...failed }));
    await poll(3, bulk('c', 2, { externalId: '9', phoneNumber: '500000011', lastName: 'Testova', ...made }));
    expect(await counts()).toEqual(['1/0', '1/0', '1/0']);
    expect(await daily()).toMatchObject({ leads: 1, created: 1 });
    expect(await store.transaction((tx) => store.bulks.sentAgain(tx, 'dms', ['a', 'c']))).toEqual([
      { ...place(0), isReplaced: true, earlier: [] },
      { ...place(2), isReplaced: false, earlier: [place(1), place(0)] },
    ]);
  });

  it('a lead is recognised by the installation key with which it was stored', async () => {
    await poll(1, observe(ofMinute('a', 0), [{ externalId: '9', ...failed }], testIdentities(testKey('old'))));
    await poll(
      2,
      observe(ofMinute('b', 1), [{ externalId: '9', ...failed }], testIdentities(testKey('new'), testKey('old'))),
    );
    expect(await counts()).toEqual(['1/0', '1/1']);
    await poll(3, observe(ofMinute('c', 2), [{ externalId: '9', ...made }], testIdentities(testKey('new'))));
    expect(await counts()).toEqual(['1/0', '1/0', '1/0']);
  });

  it('a number that a sender gives to every lead identifies no one', async () => {
    const people = Array.from({ length: 150 }, (_, n) => ({ externalId: '1', firstName: `Alfa${n}` }));
    await poll(1, bulk('a', 0, ...people), bulk('b', 1, ...people));
    expect(await counts()).toEqual(['150/0', '150/0']);
    expect((await daily())['leads']).toBe(300);
  });

  it('a lead is found however many bulks number their rows from 1', async () => {
    // The store never compares this many bulks with each other.
    const all = Array.from({ length: 230 }, (_, n) => bulk(`b${n}`, n, ...rows(n)));
    await poll(300, ...all);
    await poll(301, bulk('again', 240, ...rows(3).map((lead) => ({ ...lead, ...made }))));
    expect(await query('select bulk_id, superseded_by from bulk_leads where superseded_by is not null')).toEqual([
      { bulk_id: '4', superseded_by: '231' },
      { bulk_id: '4', superseded_by: '231' },
    ]);
    expect((await daily())['errored']).toBe(229 * 2);
  });

  it('a lead that was sent many times counts only in the latest bulk', async () => {
    await poll(300, ...Array.from({ length: 210 }, (_, n) => sent(n)));
    for (let n = 210; n < 215; n += 1) await poll(301 + n, sent(n));
    const open = await query('select bulk_id from bulk_leads where superseded_by is null');
    expect(open).toEqual([{ bulk_id: '215' }]);
    expect(await daily()).toMatchObject({ leads: 1, errored: 1 });
    // The latest lead is gone, so the lead before it counts again.
    for (const minutes of [600, 601]) await poll(minutes, bulk('b214', 214, { externalId: '8' }));
    expect(
      await query('select bulk_id from bulk_leads where superseded_by is null and gone_at is null order by 1'),
    ).toEqual([{ bulk_id: '214' }, { bulk_id: '215' }]);
  });

  it('a large bulk is stored even in a database without statistics', { timeout: 60_000 }, async () => {
    await startAnew();
    await poll(1, many('a', 0));
    await poll(2, many('b', 1));
    expect(await query('select count(*)::int as n from bulk_leads where superseded_by is not null')).toEqual([
      { n: 8_000 },
    ]);
  });

  it('the stored row of a lead has no personal data', async () => {
    await poll(1, bulk('a', 0, { externalId: '9', email: 'alfa@example.com' }));
    const [row] = await query('select l::text as text from bulk_leads l');
    expect(row?.['text']).not.toMatch(/alfa|testali|500000005|example/i);
  });

  it.each(['alfa.testali@example.com', 'Alfa Testali', '0500000005', '966500000005', '50000005'])(
    'if the external id names a person, it is not stored, and the lead is still recognised: %s',
    async (externalId) => {
      const [old, next] = [testKey('old'), testKey('new')];
      const lead = { externalId, ...failed };
      await poll(1, observe(ofMinute('a', 0), [lead], testIdentities(old)));
      const [row] = await query(
        'select (select json_agg(l) from bulk_leads l)::text || (select json_agg(e) from bulk_events e)::text as text',
      );
      expect(row?.['text']).not.toMatch(/alfa|testali|0000005|example/i);
      expect(await poll(2, observe(ofMinute('a', 0), [lead], testIdentities(next, old)))).toEqual([]);
      await poll(3, observe(ofMinute('b', 1), [{ ...lead, ...made }], testIdentities(next, old)));
      expect(await counts()).toEqual(['1/0', '1/0']);
      expect(await query('select count(*)::int as n from bulk_leads where superseded_by is not null')).toEqual([
        { n: 1 },
      ]);
    },
  );

  it('a lead is recognised if an earlier release stored its number unhashed', async () => {
    await poll(1, bulk('a', 0, { externalId: '500000005', ...failed }));
    await query(`update bulk_leads set key = 'x500000005', external_id = '500000005', marks_key = null`);
    expect(await poll(2, bulk('a', 0, { externalId: '500000005', ...made }))).toEqual([
      '1 bulk-recovered',
      '1 lead-recovered x500000005',
      '1 lead-created x500000005',
    ]);
  });
});

describe('a lead that the DMS removes from its bulk', () => {
  const info = { key: 'a', createdAt: at(0), errorRecords: 1 };
  const other = { externalId: '2', ...made };

  it('a removed lead resolves its alert and raises no new one, although the DMS still counts the lead', async () => {
    await poll(1, observe({ ...info, totalRecords: 2 }, [{ externalId: '1', ...failed }, other]));
    expect(await alerts()).toEqual(['bulk-errors 1']);
    expect(await poll(2, observe({ ...info, totalRecords: 2 }, [other]))).toEqual([]);
    expect(await alerts()).toEqual(['bulk-errors 1']);
    expect(await poll(3, observe({ ...info, totalRecords: 2 }, [other]))).toEqual(['1 lead-gone x1']);
    expect([await alerts(), await counts()]).toEqual([[], ['1/0']]);
    expect((await daily())['errored']).toBeUndefined();
    expect(await poll(4, observe({ ...info, totalRecords: 2 }, [other]))).toEqual([]);
    // The removal was a mistake, and the lead is back.
    expect(await poll(5, observe({ ...info, totalRecords: 2 }, [{ externalId: '1', ...failed }, other]))).toEqual([
      '1 lead-errored x1',
    ]);
    expect([await alerts(), await daily()]).toEqual([
      ['bulk-errors 1'],
      expect.objectContaining({ leads: 2, errored: 1 }),
    ]);
  });

  it('a removed lead is gone at once if the DMS counts exactly as many leads as it lists', async () => {
    await poll(1, observe({ ...info, totalRecords: 2 }, [{ externalId: '1', ...failed }, other]));
    expect(await poll(2, observe({ ...info, errorRecords: 0, totalRecords: 1 }, [other]))).toContain('1 lead-gone x1');
    expect(await alerts()).toEqual([]);
  });

  it('a removed lead does not hide that the DMS’s counts are wrong for another reason too', async () => {
    await poll(1, observe({ ...info, totalRecords: 5 }, [{ externalId: '1', ...failed }, other]));
    for (const minutes of [2, 3]) await poll(minutes, observe({ ...info, totalRecords: 5 }, [other]));
    expect(await alerts()).toEqual(['counts-differ 1']);
  });

  it('a lead counts again in the earlier bulk if it is removed from the later one', async () => {
    await poll(1, bulk('a', 0, { externalId: '1', ...failed }), bulk('b', 1, { externalId: '1', ...failed }, other));
    expect(await counts()).toEqual(['1/0', '2/1']);
    expect(await poll(2, bulk('b', 1, other))).toEqual(['2 bulk-recovered', '2 lead-gone x1', '1 lead-errored x1']);
    expect([await counts(), (await daily())['errored']]).toEqual([['1/1', '1/0'], 1]);
  });
});

describe('random polls', () => {
  const lead = fc.record({
    number: fc.nat({ max: 2 }),
    phone: fc.nat({ max: 1 }),
    name: fc.nat({ max: 2 }),
    isErrored: fc.boolean(),
  });
  const bulks = fc.array(fc.uniqueArray(lead, { selector: ({ number }) => number, minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 4,
  });

  it('the errored leads and the day’s counts match a model, in whatever order the bulks come', async () => {
    await fc.assert(
      fc.asyncProperty(bulks, fc.infiniteStream(fc.nat()), async (all, dice) => {
        const roll = (below: number) => (dice.next().value ?? 0) % below;
        await query('truncate bulks, daily_counters, bulk_events, bulk_history, error_kinds restart identity cascade');
        const seen = all.map((leads, n) =>
          bulk(
            `b${n}`,
            n,
            ...leads.map(({ number, phone, name, isErrored }) => ({
              externalId: `n${number}`,
              phoneNumber: `50000000${phone}`,
              firstName: ['Alfa', 'Bravo', 'Charlie'][name] ?? '',
              ...(isErrored ? failed : {}),
            })),
          ),
        );
        const order = seen.map((one) => [roll(1_000), one] as const).toSorted(([a], [b]) => a - b);
        let minutes = 10;
        for (let from = 0; from < order.length;) {
          const to = from + 1 + roll(2);
          await poll(minutes, ...order.slice(from, to).map(([, one]) => one));
          minutes += 1;
          from = to;
        }
        await poll(minutes, ...seen);
        const chains: { states: (typeof all)[number]; bulk: number }[] = [];
        for (const [n, leads] of all.entries()) {
          for (const one of leads) {
            const score = ({ states }: (typeof chains)[number]) =>
              Number(states.some(({ phone }) => phone === one.phone)) +
              Number(states.some(({ name }) => name === one.name));
            const same = chains
              .filter((chain) => chain.states[0]?.number === one.number && chain.bulk < n && score(chain) > 0)
              .toSorted((a, b) => score(b) - score(a) || b.bulk - a.bulk)[0];
            if (same === undefined) chains.push({ states: [one], bulk: n });
            else Object.assign(same, { states: [...same.states, one], bulk: n });
          }
        }
        const errored = chains.filter(({ states }) => states.at(-1)?.isErrored === true).length;
        const [sums] = await query('select sum(errored)::int as errored, sum(leads)::int as leads from bulks');
        expect(sums).toEqual({ errored, leads: all.flat().length });
        const { leads = 0, errored: counted = 0 } = await daily();
        expect({ leads, counted }).toEqual({ leads: chains.length, counted: errored });
      }),
      { numRuns: runs(60) },
    );
  });
});
