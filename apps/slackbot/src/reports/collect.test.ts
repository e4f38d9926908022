import type { Instant, LeadFilter, Window } from '@leadbell/domain';
import type { AnswerPart } from '@leadbell/leads-api';
import { runs, zoneOf } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { filters as written } from '../testing/commands-fixtures.ts';
import type { Answer, Inquiry } from './answer.ts';
import { collect } from './collect.ts';
import { ordered } from './lead-order.ts';
import { at, bulkOf, dayOf, example, fakeApi, noon, nthLead, phoneInvalid, problem } from '../testing/lead-fixtures.ts';

const window: Window = { from: at('2025-08-24T21:00:00Z'), to: at('2025-08-25T21:00:00Z') };

function inquiry(filters: LeadFilter = {}, changes: Partial<Inquiry> = {}): Inquiry {
  return {
    key: '',
    wholeKey: '',
    question: { kind: 'window', window },
    filters,
    scope: 'all',
    zone: zoneOf('Asia/Riyadh'),
    narrowed: false,
    withQuality: false,
    ...changes,
  };
}

function collected(parts: readonly AnswerPart[], asked: Inquiry = inquiry(), maxRows = 1_000): Promise<Answer> {
  return collect(fakeApi(parts).read(asked.question), asked, { since: noon, maxRows });
}

function numbers({ rows }: Answer): (string | null)[] {
  return rows.map(({ lead }) => lead.externalId);
}

function quoting(lastName: string): AnswerPart[] {
  const quote = { message: `${lastName} exists`, code: null, field: null };
  return bulkOf([{ ...example, externalId: null, lastName, outcome: 'errored', errors: [quote, phoneInvalid] }]);
}

test('a list that begins with hot leads has those of all bulks, even if it keeps only a few leads', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 20 }),
      async (bulks, maxRows) => {
        let number = 0;
        const leads = bulks.map((hots) =>
          hots.map((isHot) => ({ ...nthLead((number += 1)), priority: isHot ? 'hot' : 'cold' })),
        );
        const parts = leads.flatMap((some, n) =>
          bulkOf(some, { id: String(n), createdAt: (noon - ((n * 5) % 7) * 60_000) as Instant }, n),
        );
        const answer = await collected(parts, inquiry(), maxRows);
        const newest = leads.map((_, n) => n).toSorted((a, b) => ((a * 5) % 7) - ((b * 5) % 7));
        const all = newest.flatMap((n) => leads[n] ?? []);
        const { hot = [], cold = [] } = Object.groupBy(all, ({ priority }) => (priority === 'hot' ? 'hot' : 'cold'));
        const right = [...hot, ...cold].slice(0, maxRows).map(({ externalId }) => externalId);
        expect(ordered(answer, 'hot').map(({ lead }) => lead.externalId)).toEqual(right);
        expect(numbers(answer)).toEqual(all.slice(0, maxRows).map(({ externalId }) => externalId));
      },
    ),
    { numRuns: runs(200) },
  ));

describe('collecting an answer in one pass', () => {
  it('leads are counted only after their bulk has been read, and not if the bulk is dropped', async () => {
    const parts: AnswerPart[] = [
      { type: 'leads', bulk: 0, leads: [nthLead(0)] },
      { type: 'leads', bulk: 1, leads: [nthLead(1), nthLead(2)] },
      { type: 'leads', bulk: 0, leads: [nthLead(3)] },
      { type: 'dropped', bulk: 1, reason: 'duplicate' },
      ...bulkOf([nthLead(4)], {}, 0),
      { type: 'leads', bulk: 2, leads: [nthLead(5)] },
    ];
    const answer = await collected(parts);
    expect(answer.summary.total).toBe(3);
    expect(numbers(answer)).toEqual(['1000', '1003', '1004']);
  });

  it('with a scope, only its leads are counted; the DMS’s counts and unreadable leads are left out', async () => {
    const parts: AnswerPart[] = [
      problem('.bulks[0].leads[1]'),
      problem('.bulks[0].leads[0].vehicles'),
      ...bulkOf(
        [
          { ...nthLead(0), brand: 'KIA' },
          { ...nthLead(1), brand: 'MG' },
        ],
        { totalRecords: 4, errorRecords: 3 },
      ),
    ];
    const { bulks, unread, serverDiffers, summary } = await collected(
      parts,
      inquiry({}, { scope: [{ brands: ['KIA'] }] }),
    );
    expect(bulks).toMatchObject([{ totalRecords: null, errorRecords: null }]);
    expect(unread).toEqual({ leads: 0, others: 0, examples: [] });
    expect([summary.total, serverDiffers]).toEqual([1, null]);
    expect((await collected(parts)).unread).toMatchObject({ leads: 1, others: 1 });
  });

  it('an answer has totals of the matching leads, of all leads, and of each filter choice', async () => {
    const answer = await collected(dayOf(24), inquiry(written({ status: 'errored', source: 'Phone', brand: 'KIA' })));
    expect(answer.summary.total).toBe(2);
    expect(answer.summary.outcomes).toEqual({ errored: 2, created: 0, pending: 0 });
    expect(answer.all).toEqual({ total: 24, errored: 3 });
    // `outcomes` counts KIA leads of any status from the source Phone; `sources` counts KIA leads with errors from any
    // source.
    expect(answer.choices.outcomes).toEqual({ errored: 2, created: 1, pending: 1 });
    expect(answer.choices.sources).toEqual(new Map([['Phone', 2]]));
  });

  it('the newest leads are listed first, up to the limit', async () => {
    const parts = [
      ...bulkOf([nthLead(0), nthLead(1)], { key: 'old', createdAt: at('2025-08-25T05:00:00Z') }, 0),
      ...bulkOf([nthLead(2), nthLead(3)], { key: 'undated', createdAt: null }, 1),
      ...bulkOf([nthLead(4), nthLead(5)], { key: 'new', createdAt: at('2025-08-25T08:00:00Z') }, 2),
    ];
    expect(numbers(await collected(parts))).toEqual(['1004', '1005', '1000', '1001', '1002', '1003']);
    expect(numbers(await collected(parts, inquiry(), 3))).toEqual(['1004', '1005', '1000']);
  });

  it('every lead of a day is counted, even if there are too many leads to list them all', async () => {
    const answer = await collected(dayOf(5_000, 7), inquiry(), 100);
    expect(answer.summary.total).toBe(5_000);
    expect(answer.rows).toHaveLength(100);
    const times = answer.rows.map(({ bulk }) => bulk.createdAt ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('each lead has a unique reference that is stable between reads', async () => {
    const leads = [example, example, { ...example, externalId: null }];
    const [one, other] = [await collected(bulkOf(leads)), await collected(bulkOf(leads))];
    expect(new Set(one.rows.map(({ ref }) => ref)).size).toBe(3);
    expect(one.rows.map(({ ref }) => ref)).toEqual(other.rows.map(({ ref }) => ref));
  });

  it('counts of the DMS that differ from ours are reported, but only if they cover the same leads', async () => {
    const parts = [
      ...bulkOf([nthLead(0), nthLead(3)], { totalRecords: 5, errorRecords: 1 }, 0),
      ...bulkOf([nthLead(1)], { totalRecords: null, errorRecords: null }, 1),
    ];
    expect((await collected(parts)).serverDiffers).toEqual({ total: 5, errored: 1, ourTotal: 2, ourErrored: 1 });
    expect((await collected(parts, inquiry(written({ brand: 'MG' })))).serverDiffers).not.toBeNull();
    expect(
      (await collected(parts, inquiry(written({ source: 'Phone' }), { narrowed: true }))).serverDiffers,
    ).toBeNull();
    const lead = { kind: 'lead', leadId: '1000', window } as const;
    expect((await collected(parts, inquiry({}, { question: lead }))).serverDiffers).toBeNull();
    expect((await collected(bulkOf([nthLead(0)]))).serverDiffers).toBeNull();
  });

  it('only leads with the requested number are kept, whether it is the DMS’s number or the sender’s', async () => {
    const leads = [nthLead(0), nthLead(1), { ...nthLead(2), leadId: '1000' }];
    const asked = inquiry({}, { question: { kind: 'lead', leadId: '1000', window } });
    expect(numbers(await collected(bulkOf(leads), asked))).toEqual(['1000', '1002']);
  });

  it('unreadable values are counted, and the first paths are reported', async () => {
    const problems = Array.from({ length: 9 }, (_, i) => problem(`[0].leads[${i}]`));
    const { unread } = await collected([...problems, problem('[3].createdDate')]);
    expect({ ...unread, examples: unread.examples.length }).toEqual({ leads: 9, others: 1, examples: 5 });
  });

  it('error reasons are grouped without personal data', async () => {
    const { summary } = await collected([...quoting('Almithali'), ...quoting('Testova')]);
    expect(summary.errorGroups.map(({ count }) => count)).toEqual([2, 2]);
    expect(JSON.stringify(summary)).not.toMatch(/Almithali|Testova/);
  });

  it('leads are assigned to hours in the business’s zone', async () => {
    const { summary } = await collected(bulkOf([example], { createdAt: at('2025-08-25T06:59:59Z') }));
    expect(summary.hours.filter(({ count }) => count > 0).map(({ hour }) => hour)).toEqual([9]);
  });
});
