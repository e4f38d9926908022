import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { longestPause, nextCheckAt, pauseAfter, pauseAfterFailure, planPoll, pollRules } from './poll-plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.parse('2025-08-25T09:00:00.000Z') as Instant;
const ago = (ms: number) => (now - ms) as Instant;
const plan = (coveredMs: number | null, due: number[] = [], sweptMs: number | null = 0, failures = 0) =>
  planPoll(
    {
      coveredTo: coveredMs === null ? null : ago(coveredMs),
      sweptAt: sweptMs === null ? null : ago(sweptMs),
      due: due.map(ago),
      failures,
    },
    now,
  ).map(({ kind, window }) => [kind, (now - window.from) / minute, (now + 1 - window.to) / minute]);

describe('a poll', () => {
  it('asks for what is new, and a little more', () => {
    expect(plan(minute)).toEqual([['newest', 16, 0]]);
  });

  it('begins with a week, a day at a time', () => {
    expect(plan(null).map(([kind]) => kind)).toEqual([...Array.from({ length: 7 }, () => 'gap'), 'newest']);
  });

  it('fills the gap of a stop, oldest first', () => {
    expect(plan(3 * day)).toEqual([
      ['gap', 3 * 1_440 + 15, 2 * 1_440 + 15 + 1 / minute],
      ['gap', 2 * 1_440 + 15, 1_440 + 15 + 1 / minute],
      ['gap', 1_440 + 15, 15 + 1 / minute],
      ['newest', 15, 0],
    ]);
  });

  it('looks at unsettled bulks where they are, together when they are close', () => {
    expect(plan(minute, [9 * hour, 11 * hour, 30 * hour])).toEqual([
      ['newest', 16, 0],
      ['recheck', 1_800, expect.closeTo(1_800, 2)],
      ['recheck', 660, expect.closeTo(540, 2)],
    ]);
  });

  it('looks at those of the last hours with what is new, in one question', () => {
    expect(plan(minute, [10 * minute, hour, 3.5 * hour])).toEqual([['newest', 210, 0]]);
    expect(plan(minute, [2 * hour, 6 * hour])).toEqual([
      ['newest', 120, 0],
      ['recheck', 360, expect.closeTo(360, 2)],
    ]);
    // Not longer than a day.
    expect(
      plan(
        minute,
        Array.from({ length: 12 }, (_, n) => (n + 1) * 2.5 * hour),
      ).map(([kind]) => kind),
    ).toEqual(['newest', 'recheck']);
  });

  it('keeps them apart when the last poll failed: what can not be read must not hide what is new', () => {
    expect(plan(minute, [hour], 0, 1)).toEqual([
      ['newest', 16, 0],
      ['recheck', 60, expect.closeTo(60, 2)],
    ]);
  });

  it('reads the last day again every six hours, and unsettled bulks with it', () => {
    expect(plan(minute, [5 * hour, 2 * day], 6 * hour).map(([kind]) => kind)).toEqual(['newest', 'sweep', 'recheck']);
    expect(plan(minute, [], null).map(([kind]) => kind)).toEqual(['newest', 'sweep']);
  });

  it('is not put off by a clock that was ahead', () => {
    expect(plan(-hour, [], -hour)).toEqual([
      ['newest', 15, 0],
      ['sweep', 1_440, expect.closeTo(15, 2)],
    ]);
  });

  it('leaves no hole, whatever was covered and whenever it stops on the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * day }), (coveredMs) => {
        const windows = planPoll({ coveredTo: ago(coveredMs), sweptAt: now, due: [], failures: 0 }, now);
        let reached = ago(coveredMs) as number;
        for (const { window } of windows) {
          expect(window.from).toBeLessThanOrEqual(reached);
          expect(window.to - window.from).toBeLessThanOrEqual(pollRules.longestWindowMs);
          reached = window.to;
        }
        expect(reached).toBe(now + 1);
      }),
    );
  });
});

const bulk = (changes: Partial<Parameters<typeof nextCheckAt>[0]>, madeMs = 0) => {
  const at = nextCheckAt(
    { state: 'in-progress', createdAt: ago(madeMs), firstSeenAt: ago(madeMs), pending: 1, errored: 0, ...changes },
    now,
  );
  return at === null ? null : (at - now) / minute;
};

describe('when to look again', () => {
  it.each([
    [0, 1],
    [2 * hour, 5],
    [7 * hour, 15],
    [3 * day, 180],
    [8 * day, null],
  ])('one that is %i ms old', (age, minutes) => {
    expect(bulk({}, age)).toBe(minutes);
  });

  it('never, when it is settled', () => {
    expect(bulk({ state: 'cancelled' })).toBeNull();
    expect(bulk({ state: 'completed', pending: 0 })).toBeNull();
    expect(bulk({ createdAt: null })).toBeNull();
  });

  it('while its errors may be corrected', () => {
    expect(bulk({ state: 'completed', pending: 0, errored: 2 })).toBe(1);
  });

  it('for a day at least after it was first seen', () => {
    expect(bulk({ firstSeenAt: now }, 30 * day)).toBe(180);
    expect(bulk({ firstSeenAt: ago(25 * hour) }, 30 * day)).toBeNull();
  });

  it('at the same moments as others of its age', () => {
    const later = (now + 100_000) as Instant;
    const checked = { state: 'created', createdAt: ago(2 * hour), firstSeenAt: now, pending: 1, errored: 0 };
    expect(nextCheckAt(checked, later)).toBe(now + 5 * minute);
  });
});

describe('the pace', () => {
  it.each([
    ['a DMS that answers at once, in working hours', 200, minute, true, 1],
    ['and outside of them', 200, minute, false, 3],
    ['one that took 40 s', 40_000, minute, true, 4 / 3],
    ['one that took 5 minutes', 5 * minute, minute, true, 10],
    ['one that took an hour', hour, minute, true, 15],
    ['polls that are seldom', hour, hour, false, 180],
  ])('of %s', (_, tookMs, intervalMs, isOpen, minutes) => {
    expect(pauseAfter(tookMs, intervalMs, isOpen)).toBe(minutes * minute);
  });

  it.each([
    [0, null, 1],
    [1, null, 2],
    [3, null, 8],
    [9, null, 15],
    [0, 5 * minute, 5],
    [0, 2 * hour, 15],
  ])('after %i failures, and told to wait %s ms', (failures, retryAfterMs, minutes) => {
    expect(pauseAfterFailure(failures, minute, retryAfterMs, 1)).toBe(minutes * minute);
  });

  it('is never slower than what counts as a wrong clock', () => {
    for (const intervalMs of [1_000, minute, hour]) {
      const slowest = Math.max(pauseAfter(day, intervalMs, false), pauseAfterFailure(9, intervalMs, day, 0.99));
      expect(longestPause(intervalMs)).toBeGreaterThan(slowest);
    }
  });
});
