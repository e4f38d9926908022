import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { type DmsHabits, emptyHabits, learnHabit } from './dms-habits.ts';
import { nextCheckAt, nextSearchAt, planPoll, pollRules } from './poll-plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.parse('2025-08-25T09:00:00.000Z') as Instant;
const ago = (ms: number) => (now - ms) as Instant;

interface Known {
  readonly due?: readonly number[];
  readonly swept?: number | null;
  readonly failures?: number;
  readonly habits?: DmsHabits;
}

/** Returns the kind of each planned window, and how many minutes before now the window begins and ends. */
function plan(coveredMs: number | null, { due = [], swept = 0, failures = 0, habits = emptyHabits }: Known = {}) {
  return planPoll(
    {
      coveredTo: coveredMs === null ? null : ago(coveredMs),
      sweptAt: swept === null ? null : ago(swept),
      due: due.map(ago),
      failures,
      habits,
    },
    now,
  ).map(({ kind, window }) => [kind, (now - window.from) / minute, (now - window.to) / minute]);
}

/** Habits of a DMS whose bulks appear this long after their date. */
function late(ms: number, times = 3): DmsHabits {
  let habits = emptyHabits;
  for (let n = 0; n < times; n += 1)
    habits = learnHabit(habits, { kind: 'appeared', createdAt: ago(ms), coveredTo: ago(minute) }, now);
  return habits;
}

describe('a poll', () => {
  it('a poll requests new bulks from an hour ago to a little after now', () => {
    expect(plan(minute)).toEqual([['newest', 71, -60]]);
  });

  it('the first poll reads a week, one day at a time; its last window also reaches a day ahead', () => {
    const windows = plan(null, { swept: null });
    expect(windows.map(([kind]) => kind)).toEqual([...Array.from({ length: 6 }, () => 'gap'), 'newest']);
    expect(windows.at(-1)).toEqual(['newest', 1_440, -1_440]);
  });

  it('after downtime, a poll fills the gap, the oldest part first', () => {
    expect(plan(3 * day)).toEqual([
      ['gap', 3 * 1_440 + 70, 2 * 1_440 + 70],
      ['gap', 2 * 1_440 + 70, 1_440 + 70],
      ['gap', 1_440 + 70, 70],
      ['newest', 70, -60],
    ]);
  });

  it('a poll reaches as far back as bulks have been late, but at most a day', () => {
    expect(plan(0, { habits: late(40 * minute) })).toEqual([['newest', 70, -60]]);
    expect(plan(0, { habits: late(2.5 * hour) })).toEqual([['newest', 190, -60]]);
    expect(plan(0, { habits: late(20 * hour) })).toEqual([['newest', 1_440, -60]]);
    expect(plan(0, { habits: late(3 * day) })).toEqual([['newest', 1_440, -60]]);
  });

  it('if the DMS’s clock is ahead, a poll requests bulks up to the DMS’s present and a little beyond', () => {
    const ahead = learnHabit(emptyHabits, { kind: 'ahead', createdAt: ago(-3 * hour) }, now);
    expect(plan(0, { habits: ahead })).toEqual([['newest', 70, -(180 * 1.25 + 5)]]);
  });

  it('a poll rechecks unsettled bulks, in one window if their times are close', () => {
    expect(plan(minute, { due: [9 * hour, 11 * hour, 30 * hour] })).toEqual([
      ['newest', 71, -60],
      ['recheck', 1_800, expect.closeTo(1_800, 2)],
      ['recheck', 660, expect.closeTo(540, 2)],
    ]);
  });

  it('a poll rechecks bulks of the last hours in the request for new bulks', () => {
    expect(plan(minute, { due: [10 * minute, hour, 3.5 * hour] })).toEqual([['newest', 210, -60]]);
    expect(plan(minute, { due: [2 * hour, 6 * hour] })).toEqual([
      ['newest', 120, -60],
      ['recheck', 360, expect.closeTo(360, 2)],
    ]);
  });

  it('a poll reads the whole last day if that needs fewer requests', () => {
    expect(plan(minute, { due: [6 * hour, 12 * hour, 18 * hour, 30 * hour] })).toEqual([
      ['newest', 71, -60],
      ['sweep', 1_440, 71],
      ['recheck', 1_800, expect.closeTo(1_800, 2)],
    ]);
  });

  it('after a failed poll, bulks are rechecked in separate requests, because an unreadable bulk must not hide new bulks', () => {
    expect(plan(minute, { due: [2 * hour], failures: 1 })).toEqual([
      ['newest', 71, -60],
      ['recheck', 120, expect.closeTo(120, 2)],
    ]);
  });

  it('every twelve minutes, a poll reads the last day and a day ahead, with the unsettled bulks of that time', () => {
    expect(plan(minute, { due: [5 * hour, 2 * day], swept: 12 * minute })).toEqual([
      ['newest', 71, -1_440],
      ['sweep', 1_440, 71],
      ['recheck', 2_880, expect.closeTo(2_880, 2)],
    ]);
    expect(plan(minute, { swept: 11 * minute }).map(([kind]) => kind)).toEqual(['newest']);
    expect(plan(minute, { swept: null }).map(([kind]) => kind)).toEqual(['newest', 'sweep']);
  });

  it('a poll reads a whole week now and then if bulks have been more than a day late', () => {
    const habits = late(2 * day);
    expect(plan(minute, { swept: 7 * hour, habits }).filter(([kind]) => kind === 'sweep')).toHaveLength(6);
    expect(plan(minute, { swept: 12 * minute, habits }).filter(([kind]) => kind === 'sweep')).toHaveLength(0);
  });

  it('a poll reads the last day at once if the time of the previous such read is in the future', () => {
    expect(plan(-hour, { swept: -hour })).toEqual([
      ['newest', 70, -1_440],
      ['sweep', 1_440, 70],
    ]);
  });

  it('the windows of a poll leave no gap, whatever was read before and wherever the poll stops', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * day }), (coveredMs) => {
        const windows = planPoll(
          { coveredTo: ago(coveredMs), sweptAt: now, due: [], failures: 0, habits: emptyHabits },
          now,
        );
        let reached = ago(coveredMs) as number;
        for (const { window, covers } of windows) {
          expect(window.from).toBeLessThanOrEqual(reached);
          expect(Math.min(window.to, now) - window.from).toBeLessThanOrEqual(pollRules.longestWindowMs);
          reached = window.to;
          expect(covers).toBe(Math.min(window.to, now));
        }
        expect(reached).toBe(now + hour);
      }),
    );
  });
});

describe('a bulk that has vanished', () => {
  it('a vanished bulk is looked for often in the first hour, rarely later, and a last time after a day', () => {
    const looks: number[] = [];
    let at: Instant | null = now;
    for (let misses = 1; at !== null; misses += 1) {
      looks.push((at - now) / hour);
      at = nextSearchAt({ missingSince: now, misses }, at);
    }
    const between = (from: number, to: number) => looks.filter((hours) => hours >= from && hours < to).length;
    expect(looks[1]).toBeLessThanOrEqual(2 / 60);
    expect(between(0, 1)).toBeGreaterThanOrEqual(5);
    expect(between(12, 24)).toBeGreaterThanOrEqual(1);
    expect(between(12, 24)).toBeLessThanOrEqual(3);
    expect(between(24, 30)).toBe(1);
    expect(between(30, Infinity)).toBe(0);
  });

  it('vanished bulks are looked for together: forty bulks within a week need few requests', () => {
    const bulks = Array.from({ length: 40 }, (_, n) => ago(n * 4 * hour + minute));
    let requests = 0;
    let next = new Map<Instant, { readonly at: Instant | null; readonly misses: number }>(
      bulks.map((createdAt) => [createdAt, { at: now, misses: 0 }]),
    );
    for (let at = now; at < now + 30 * minute; at = (at + 10_000) as Instant) {
      const due = [...next]
        .filter(([, search]) => search.at !== null && search.at <= at)
        .map(([createdAt]) => createdAt);
      const windows = planPoll({ coveredTo: at, sweptAt: at, due, failures: 0, habits: emptyHabits }, at);
      requests += windows.length - 1;
      next = new Map(
        [...next].map(([createdAt, search]) => {
          const isRead = windows.some(({ window }) => window.from <= createdAt && createdAt < window.to);
          if (!isRead || !due.includes(createdAt)) return [createdAt, search];
          const misses = search.misses + 1;
          return [createdAt, { misses, at: nextSearchAt({ missingSince: now, misses }, at) }];
        }),
      );
    }
    // The bulks are looked for after 0, 2, 4, 8 and 16 minutes. Each time, there is one request for the last day, and
    // one for each older bulk, because older bulks are hours apart.
    expect(requests).toBeLessThanOrEqual(5 * 36);
  });
});

const bulk = (changes: Partial<Parameters<typeof nextCheckAt>[0]>, madeMs = 0) => {
  const at = nextCheckAt(
    { state: 'in-progress', createdAt: ago(madeMs), firstSeenAt: ago(madeMs), pending: 1, errored: 0, ...changes },
    now,
  );
  return at === null ? null : (at - now) / minute;
};

describe('the next check of a bulk', () => {
  it.each([
    [0, 1],
    [2 * hour, 5],
    [7 * hour, 15],
    [3 * day, 180],
    [8 * day, null],
  ])('the minutes until a bulk that is %i ms old is checked again: %s', (age, minutes) => {
    expect(bulk({}, age)).toBe(minutes);
  });

  it('a settled bulk is never checked again', () => {
    expect(bulk({ state: 'cancelled' })).toBeNull();
    expect(bulk({ state: 'completed', pending: 0 })).toBeNull();
    expect(bulk({ createdAt: null })).toBeNull();
  });

  it('a bulk is checked again while its errors may be corrected', () => {
    expect(bulk({ state: 'completed', pending: 0, errored: 2 })).toBe(1);
  });

  it('a bulk is checked again for at least a day after it was first seen', () => {
    expect(bulk({ firstSeenAt: now }, 30 * day)).toBe(180);
    expect(bulk({ firstSeenAt: ago(25 * hour) }, 30 * day)).toBeNull();
  });

  it('bulks of about the same age are checked at the same time', () => {
    const later = (now + 100_000) as Instant;
    const checked = { state: 'created', createdAt: ago(2 * hour), firstSeenAt: now, pending: 1, errored: 0 };
    expect(nextCheckAt(checked, later)).toBe(now + 5 * minute);
  });
});
