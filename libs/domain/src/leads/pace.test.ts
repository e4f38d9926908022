import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BusinessCalendar } from '../time/business-calendar.ts';
import { isOpenAt } from '../time/business-calendar.ts';
import type { Instant, Zone } from '../time/instant.ts';
import { averagePrice, longestPause, pauseAfter, pauseAfterFailure, type PaceInput, paceRules } from './pace.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const zone = 'Asia/Riyadh' as Zone;
/** Midnight in Riyadh, at the beginning of a Monday. */
const midnight = Date.parse('2025-08-24T21:00:00.000Z');
const at = (ms: number) => (midnight + ms) as Instant;
const calendar: BusinessCalendar = {
  workingDays: [7, 1, 2, 3, 4],
  hours: { open: 540, close: 1_080 },
  holidays: [],
  specialHours: [],
};
const always: BusinessCalendar = { ...calendar, workingDays: [1, 2, 3, 4, 5, 6, 7], hours: { open: 0, close: 0 } };

function pause(changes: Partial<PaceInput>): number {
  return pauseAfter({
    now: at(10 * hour),
    zone,
    calendar,
    fixedMs: null,
    budget: 5_000,
    usedToday: 700,
    requestsPerPoll: 1.1,
    tookMs: 200,
    changedAt: null,
    retryAfterMs: null,
    ...changes,
  });
}

describe('the pace by budget', () => {
  it.each<[string, Partial<PaceInput>, number]>([
    ['in working hours', {}, 10_000],
    ['outside working hours', { now: at(20 * hour) }, 2 * minute],
    ['on a day off', { now: at(-3 * day + 10 * hour) }, 2 * minute],
    ['just before the business opens', { now: at(9 * hour - 50_000) }, 50_000],
    ['after a change, with enough budget', { changedAt: at(10 * hour - minute), budget: 9_000 }, 5_000],
    ['after a change, without enough budget', { changedAt: at(10 * hour - minute), budget: 4_350 }, 10_000],
    ['after a change in the evening', { now: at(20 * hour), changedAt: at(20 * hour) }, 15_000],
    ['without a change for a while', { now: at(20 * hour), changedAt: at(19.9 * hour) }, 2 * minute],
    ['without budget, in working hours', { usedToday: 5_000 }, 5 * minute],
    ['without budget, outside working hours', { usedToday: 5_000, now: at(20 * hour) }, 12 * minute],
    ['for a DMS that took 40 s', { tookMs: 40_000 }, 80_000],
    ['for a DMS that took an hour', { tookMs: hour }, 15 * minute],
    ['for a DMS that asks for a pause of two minutes', { retryAfterMs: 2 * minute }, 2 * minute],
  ])('%s', (_, changes, ms) => {
    expect(pause(changes)).toBe(ms);
  });

  it('polls are slower if the business never closes, or if a poll needs several requests', () => {
    expect(pause({ calendar: always, now: at(0), usedToday: 0 })).toBeCloseTo((1.1 * day) / 4_500, -1);
    expect(pause({ calendar: always, now: at(0), usedToday: 0, requestsPerPoll: 3.3 })).toBeCloseTo(
      (3.3 * day) / 4_500,
      -1,
    );
  });

  it.each([
    ['open from 9 to 6', calendar, 1.2, 0],
    ['open from 9 to 6, and people use a tenth of the budget', calendar, 1.2, 500],
    ['always open', always, 1.2, 0],
    ['always open, each poll split into six', always, 6, 400],
  ])('polls keep to the budget: %s', (_, hours, price, people) => {
    let used = 0;
    let now = at(0);
    while (now < at(day)) {
      used += price;
      const asked = (people * (now - at(0))) / day;
      now = (now +
        pause({ now, calendar: hours, usedToday: used + asked, requestsPerPoll: price, changedAt: now })) as Instant;
    }
    expect(used + people).toBeLessThanOrEqual(5_000);
    expect(used + people).toBeGreaterThan(3_500);
  });
});

it('the pace slows down while the business is closed, but a pause never ends after the opening time, even when clocks change', () => {
  const changes = [
    ['America/New_York', '2025-03-09T07:00Z'],
    ['Australia/Lord_Howe', '2025-04-05T15:00Z'],
    ['Africa/Cairo', '2025-04-24T22:00Z'],
    ['America/Santiago', '2025-09-07T04:00Z'],
    ['Pacific/Apia', '2011-12-30T10:00Z'],
  ] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      fc.integer({ min: -30 * 60, max: 30 * 60 }),
      fc.record({ open: fc.nat(1_439), close: fc.nat(1_439) }),
      ([name, change], minutes, hours) => {
        const place = { zone: name as Zone, calendar: { ...always, hours } };
        const now = (Date.parse(change) + minutes * minute) as Instant;
        let opensInMs = 0;
        while (
          opensInMs < paceRules.openMs * paceRules.closedFactor &&
          !isOpenAt((now + opensInMs) as Instant, place.zone, place.calendar)
        )
          opensInMs += minute;
        const unhurried = { usedToday: 0, budget: 1_000_000, requestsPerPoll: 1, tookMs: 0 };
        expect(pause({ ...place, ...unhurried, now })).toBe(Math.max(paceRules.openMs, opensInMs));
      },
    ),
  );
});

describe('a fixed pace', () => {
  it('a fixed pace is the same day and night, unless the DMS is slow', () => {
    expect(pause({ fixedMs: minute, usedToday: 9_999 })).toBe(minute);
    expect(pause({ fixedMs: minute, now: at(20 * hour) })).toBe(minute);
    expect(pause({ fixedMs: 1_000, tookMs: 4_000 })).toBe(8_000);
    expect(pause({ fixedMs: hour, tookMs: hour })).toBe(hour);
  });
});

describe('the pace after a failure', () => {
  it.each([
    [0, null, minute, 1],
    [1, null, minute, 2],
    [3, null, minute, 8],
    [9, null, minute, 15],
    [0, 5 * minute, minute, 5],
    [0, 2 * hour, minute, 15],
    [0, null, null, 1 / 6],
    [3, null, null, 8 / 6],
  ])('after %i failures, with a requested wait of %s ms', (failures, retryAfterMs, intervalMs, minutes) => {
    expect(pauseAfterFailure(failures, intervalMs, retryAfterMs, 1)).toBe(minutes * minute);
  });

  it('no pause, even after a failure, is as long as the pause from which a wrong clock is assumed', () => {
    for (const fixedMs of [1_000, minute, hour, null]) {
      const slow = pause({ fixedMs, tookMs: day, retryAfterMs: day });
      const slowest = Math.max(slow, paceRules.longestClosedMs, pauseAfterFailure(9, fixedMs, day, 0.99));
      expect(longestPause(fixedMs)).toBeGreaterThan(slowest);
    }
  });
});

it('the average follows the number of requests of the latest polls', () => {
  let price = 1;
  for (let n = 0; n < 100; n += 1) price = averagePrice(price, 3);
  expect(price).toBeCloseTo(3, 1);
});
