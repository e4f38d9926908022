import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import type { AlertFacts, SetAsideFacts } from './facts.ts';
import { defaultAlertSettings } from './numbers.ts';
import { gapsOf } from './gaps.ts';
import { isInhibited } from './grouping.ts';
import { alertRules, expiredOf, findingsOf } from './rules/index.ts';
import type { ConnectionFacts } from './watching.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.parse('2025-08-25T09:00:00.000Z') as Instant;
const ago = (ms: number) => (now - ms) as Instant;
const well: ConnectionFacts = { failedSince: null, failure: null, overdueSince: null, gapSince: null };

function factsOf(connection: Partial<ConnectionFacts>, setAside: readonly SetAsideFacts[] = []): AlertFacts {
  return { now, bulks: [], setAside, connection: { ...well, ...connection }, newErrors: new Set(), pace: null };
}
const found = (connection: Partial<ConnectionFacts>) =>
  findingsOf(factsOf(connection), defaultAlertSettings).map(({ rule, count, reason }) => `${rule} ${count} ${reason}`);

const inhibited = (...down: string[]) => alertRules.filter((rule) => isInhibited(rule, new Set(down)));

describe('problems of a connection', () => {
  it.each<[string, Partial<ConnectionFacts>, string[]]>([
    ['polls succeed', {}, []],
    ['the DMS fails briefly', { failedSince: ago(4 * minute), failure: 'timeout' }, []],
    ['the DMS fails', { failedSince: ago(5 * minute), failure: 'timeout' }, ['dms-unreachable 5 timeout']],
    ['the reason of a failure is unknown', { failedSince: ago(5 * minute) }, ['dms-unreachable 5 unknown']],
    ['the database fails', { failedSince: ago(5 * minute), failure: 'database' }, ['not-watching 5 database']],
    ['Leadbell has a fault', { failedSince: ago(9 * minute), failure: 'fault' }, ['not-watching 5 fault']],
    ['a poll is overdue', { overdueSince: ago(6 * minute) }, ['not-watching 5 overdue']],
    ['a poll is a little late', { overdueSince: ago(9_000) }, []],
    [
      'polls stop after failures of the DMS',
      { failedSince: ago(day), failure: 'timeout', overdueSince: ago(6 * minute) },
      ['not-watching 5 overdue'],
    ],
    [
      'polls stop after failures of Leadbell itself',
      { failedSince: ago(6 * minute), failure: 'fault', overdueSince: ago(minute) },
      ['not-watching 5 overdue'],
    ],
    [
      'the DMS fails and the next poll has just become due',
      { failedSince: ago(6 * minute), failure: 'timeout', overdueSince: ago(500) },
      ['dms-unreachable 5 timeout'],
    ],
    ['the first poll after a gap is under way', { gapSince: ago(day) }, []],
  ])('%s', (_, connection, expected) => {
    expect(found(connection)).toEqual(expected);
  });

  it('only the first rule that fires announces the outage, and no other rule announces a consequence of it', () => {
    expect(inhibited()).toEqual([]);
    expect(inhibited('dms-unreachable')).toEqual(['bulk-stalled', 'not-watching', 'no-leads']);
    expect(inhibited('not-watching')).toEqual(['bulk-stalled', 'dms-unreachable', 'no-leads']);
  });
});

const aside = (id: number, ms: number): SetAsideFacts => ({
  id,
  dmsId: null,
  createdAt: null,
  leads: 40,
  errored: 12,
  reason: 'database 22P05',
  since: ago(ms),
});

describe('a bulk that was set aside', () => {
  it('the alert of a bulk that was set aside expires after a week, or resolves when the bulk is stored', () => {
    const facts = factsOf({}, [aside(1, minute), aside(2, 8 * day)]);
    expect(findingsOf(facts, defaultAlertSettings)).toMatchObject([
      { rule: 'bulk-set-aside', group: 'set-aside', member: 's1', count: 40, of: 40 },
    ]);
    const about = { rule: 'bulk-set-aside', group: 'set-aside' } as const;
    expect(expiredOf(about, ['s1', 's2', 's3'], facts, defaultAlertSettings)).toEqual(new Set(['s1', 's2']));
  });
});

const outage = (from: number, to: number | null, failure = 'timeout') => ({
  from: ago(from * minute),
  to: to === null ? null : ago(to * minute),
  failure,
});

describe('gaps', () => {
  it('outages that overlap or closely follow each other are merged into one gap', () => {
    expect(
      gapsOf([outage(50, 20, 'not-watched'), outage(60, 40), outage(19.5, 10, 'database'), outage(5, null)], now),
    ).toEqual([
      { from: ago(60 * minute), to: ago(10 * minute), failures: ['timeout', 'not-watched', 'database'], isOver: true },
      { from: ago(5 * minute), to: now, failures: ['timeout'], isOver: false },
    ]);
  });

  it('each outage is in exactly one gap; gaps are in time order and more than a minute apart', () => {
    const any = fc
      .tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 90 }))
      .map(([from, length]) => outage(from, Math.max(0, from - length)));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (outages) => {
        const gaps = gapsOf(outages, now);
        for (const { from, to } of outages)
          expect(gaps.filter((gap) => gap.from <= from && gap.to >= (to ?? now))).toHaveLength(1);
        for (const [n, gap] of gaps.entries())
          expect(gap.from - (gaps[n - 1]?.to ?? -Infinity)).toBeGreaterThan(minute);
      }),
    );
  });
});
