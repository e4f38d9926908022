import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { nextCheckAt, planPoll, pollRules } from './poll-plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.parse('2025-08-25T09:00:00.000Z') as Instant;
const ago = (ms: number) => (now - ms) as Instant;
const plan = (coveredMs: number | null, due: number[] = [], sweptMs: number | null = 0) =>
  planPoll(
    {
      coveredTo: coveredMs === null ? null : ago(coveredMs),
      sweptAt: sweptMs === null ? null : ago(sweptMs),
      due: due.map(ago),
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
    expect(plan(minute, [5 * hour, 5 * hour - 5 * minute, 9 * hour, 10 * minute])).toEqual([
      ['newest', 16, 0],
      ['recheck', 540, expect.closeTo(540, 2)],
      ['recheck', 300, expect.closeTo(295, 2)],
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
        const windows = planPoll({ coveredTo: ago(coveredMs), sweptAt: now, due: [] }, now);
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
    [3 * day, 60],
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
    expect(bulk({ firstSeenAt: now }, 30 * day)).toBe(1);
  });
});
