import { describe, expect, it } from 'vitest';
import type { Instant, PlainDate, Weekday } from './instant.ts';
import type { PeriodSpec } from './period.ts';
import { isoUtcMillis } from './iso.ts';
import { resolvePeriod } from './resolve-period.ts';
import { parseZone } from './zone.ts';

function resolve(spec: PeriodSpec, now: string, zoneName = 'Asia/Riyadh', weekStart: Weekday = 7): string {
  const zone = parseZone(zoneName);
  if (zone === null) throw new RangeError(zoneName);
  const { window, firstDate, lastDate } = resolvePeriod(spec, { now: Date.parse(now) as Instant, zone, weekStart });
  return `${isoUtcMillis(window.from)} ${isoUtcMillis(window.to)} ${firstDate} ${lastDate}`;
}

/** A Wednesday, 15:30 in Riyadh. */
const NOW = '2025-08-27T12:30:00.000Z';

const CASES: readonly [PeriodSpec, string][] = [
  [{ kind: 'today' }, '2025-08-26T21:00:00.000Z 2025-08-27T21:00:00.000Z 2025-08-27 2025-08-27'],
  [{ kind: 'yesterday' }, '2025-08-25T21:00:00.000Z 2025-08-26T21:00:00.000Z 2025-08-26 2025-08-26'],
  [{ kind: 'this-week' }, '2025-08-23T21:00:00.000Z 2025-08-27T21:00:00.000Z 2025-08-24 2025-08-27'],
  [{ kind: 'last-week' }, '2025-08-16T21:00:00.000Z 2025-08-23T21:00:00.000Z 2025-08-17 2025-08-23'],
  [{ kind: 'this-month' }, '2025-07-31T21:00:00.000Z 2025-08-27T21:00:00.000Z 2025-08-01 2025-08-27'],
  [{ kind: 'last-month' }, '2025-06-30T21:00:00.000Z 2025-07-31T21:00:00.000Z 2025-07-01 2025-07-31'],
  [{ kind: 'weekday', weekday: 3 }, '2025-08-26T21:00:00.000Z 2025-08-27T21:00:00.000Z 2025-08-27 2025-08-27'],
  [{ kind: 'weekday', weekday: 4 }, '2025-08-20T21:00:00.000Z 2025-08-21T21:00:00.000Z 2025-08-21 2025-08-21'],
  [{ kind: 'last-days', days: 1 }, '2025-08-26T21:00:00.000Z 2025-08-27T21:00:00.000Z 2025-08-27 2025-08-27'],
  [{ kind: 'last-days', days: 3 }, '2025-08-24T21:00:00.000Z 2025-08-27T21:00:00.000Z 2025-08-25 2025-08-27'],
  [{ kind: 'last-hours', hours: 12 }, '2025-08-27T00:30:00.000Z 2025-08-27T12:30:00.000Z 2025-08-27 2025-08-27'],
  [
    { kind: 'last-hours', hours: 12, until: Date.parse('2025-08-25T22:00:00Z') as Instant },
    '2025-08-25T10:00:00.000Z 2025-08-25T22:00:00.000Z 2025-08-25 2025-08-26',
  ],
  [
    {
      kind: 'span',
      from: Date.parse('2025-08-24T14:00:00.001Z') as Instant,
      to: Date.parse('2025-08-25T21:00:00Z') as Instant,
    },
    '2025-08-24T14:00:00.001Z 2025-08-25T21:00:00.000Z 2025-08-24 2025-08-25',
  ],
  [{ kind: 'last-hours', hours: 16 }, '2025-08-26T20:30:00.000Z 2025-08-27T12:30:00.000Z 2025-08-26 2025-08-27'],
  [
    { kind: 'date', date: '2025-08-24' as PlainDate },
    '2025-08-23T21:00:00.000Z 2025-08-24T21:00:00.000Z 2025-08-24 2025-08-24',
  ],
  [
    { kind: 'range', first: '2025-08-24' as PlainDate, last: '2025-08-30' as PlainDate },
    '2025-08-23T21:00:00.000Z 2025-08-30T21:00:00.000Z 2025-08-24 2025-08-30',
  ],
];

describe('resolvePeriod', () => {
  it.each(CASES)('%j', (spec, expected) => {
    expect(resolve(spec, NOW)).toBe(expected);
  });

  it('this week begins on the first day of the business’s week', () => {
    const starts = ([1, 2, 3, 4, 5, 6, 7] as const).map((weekStart) =>
      resolve({ kind: 'this-week' }, NOW, 'Asia/Riyadh', weekStart).split(' ').at(2),
    );
    expect(starts).toEqual([
      '2025-08-25',
      '2025-08-26',
      '2025-08-27',
      '2025-08-21',
      '2025-08-22',
      '2025-08-23',
      '2025-08-24',
    ]);
  });

  it('today is the day on the business’s clock, not in UTC', () => {
    expect(resolve({ kind: 'today' }, '2025-08-24T20:59:59.999Z')).toMatch(/ 2025-08-24$/);
    expect(resolve({ kind: 'today' }, '2025-08-24T21:00:00.000Z')).toMatch(/ 2025-08-25$/);
    expect(resolve({ kind: 'last-month' }, '2025-08-31T21:00:00.000Z')).toMatch(/ 2025-08-01 2025-08-31$/);
    expect(resolve({ kind: 'last-month' }, '2026-01-01T00:00:00.000Z')).toMatch(/ 2025-12-01 2025-12-31$/);
  });

  it('yesterday is empty after a skipped day', () => {
    expect(resolve({ kind: 'yesterday' }, '2011-12-30T20:00:00.000Z', 'Pacific/Apia')).toBe(
      '2011-12-30T10:00:00.000Z 2011-12-30T10:00:00.000Z 2011-12-30 2011-12-30',
    );
  });

  it('a week has 169 hours when summer time ends', () => {
    expect(resolve({ kind: 'last-week' }, '2026-11-10T12:00:00.000Z', 'America/Havana', 7)).toBe(
      '2026-11-01T04:00:00.000Z 2026-11-08T05:00:00.000Z 2026-11-01 2026-11-07',
    );
  });

  it('the last hours are counted in real time across a clock change', () => {
    expect(resolve({ kind: 'last-hours', hours: 3 }, '2026-11-01T06:00:00.000Z', 'America/Havana')).toBe(
      '2026-11-01T03:00:00.000Z 2026-11-01T06:00:00.000Z 2026-10-31 2026-11-01',
    );
  });

  it('a window of the last hours ends now, and does not include a day that begins now', () => {
    expect(resolve({ kind: 'last-hours', hours: 2 }, '2025-08-24T21:00:00.000Z')).toMatch(/ 2025-08-24 2025-08-24$/);
  });
});
