import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { type DmsHabits, emptyHabits, type HabitObservation, learnHabit } from './dms-habits.ts';
import { describeHabits, dmsNow, doubtOf, latestMs, longestWindowMs, refusesFuture } from './habit-rules.ts';
import { mergeHabits } from './merge-habits.ts';
import { readHabits } from './read-habits.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.parse('2025-08-25T09:00:00.000Z') as Instant;
const later = (ms: number) => (now + ms) as Instant;

function learnAll(observations: readonly HabitObservation[], from: DmsHabits = emptyHabits, at = now): DmsHabits {
  return observations.reduce((habits, observation) => learnHabit(habits, observation, at), from);
}
const answer = (bulks: number, leads = bulks, ms = hour): HabitObservation => ({
  kind: 'answered',
  from: now,
  to: later(ms),
  bulks,
  leads,
  largest: Math.ceil(leads / Math.max(1, bulks)),
});
const compared = (bulks: number, more: number, leads = bulks * 3): HabitObservation => ({
  kind: 'compared',
  bulks,
  leads,
  more,
  cut: false,
});
const doubt = (habits: DmsHabits, bulks: number, at = now) =>
  doubtOf(learnHabit(habits, answer(bulks, bulks * 3), at), { bulks, leads: bulks * 3, short: 0 }, at);

describe('the longest window', () => {
  it.each<[string, HabitObservation[], number, string | null]>([
    ['nothing is known', [], 168, null],
    ['a week was accepted', [answer(1, 1, 7 * day)], 168, 'hours'],
    ['a week was refused', [{ kind: 'refused', askedMs: 7 * day }], 144, 'dates'],
    ['three days were refused', [{ kind: 'refused', askedMs: 3 * day }], 48, 'shorter'],
    ['slightly more than a day was refused', [{ kind: 'refused', askedMs: day + 2_000 }], 24, 'shorter'],
    ['an hour was refused', [{ kind: 'refused', askedMs: hour }], 1, 'shorter'],
    ['an equally long window was accepted later', [{ kind: 'refused', askedMs: day }, answer(1, 1, day)], 168, null],
  ])('%s', (_, observations, hours, sevenDays) => {
    const habits = learnAll(observations);
    expect(longestWindowMs(habits, now)).toBe(hours * hour);
    expect(describeHabits(habits, now).sevenDays).toBe(sevenDays);
  });

  it('a refused length is requested again after two weeks', () => {
    const habits = learnAll([{ kind: 'refused', askedMs: 7 * day }, { kind: 'future-refused' }]);
    expect([longestWindowMs(habits, later(13 * day)), refusesFuture(habits, later(13 * day))]).toEqual([6 * day, true]);
    expect([longestWindowMs(habits, later(14 * day)), refusesFuture(habits, later(14 * day))]).toEqual([
      7 * day,
      false,
    ]);
  });
});

describe('an answer that may have been cut off', () => {
  it('as long as nothing is known, the window of an answer is requested again in two halves', () => {
    expect(doubt(emptyHabits, 7)).toBe('longest');
    expect(doubt(emptyHabits, 0)).toBeNull();
  });

  const checked = learnAll([answer(7, 21), compared(7, 0)]);

  it('an answer longer than all complete answers is compared; an answer as long as the longest is compared only now and then', () => {
    expect(doubt(checked, 8)).toBe('longest');
    expect(doubt(checked, 6, later(2 * hour))).toBeNull();
    expect(doubt(checked, 7, later(minute))).toBeNull();
    expect(doubt(checked, 7, later(2 * hour))).toBe('longest');
    const often = learnAll(
      Array.from({ length: 9 }, () => compared(7, 0)),
      checked,
    );
    expect(doubt(often, 7, later(23 * hour))).toBeNull();
    expect(doubt(often, 7, later(day))).toBe('longest');
  });

  const long = learnAll([answer(37, 111), compared(37, 0)]);

  it('an answer with many bulks that is as long as the longest answer is compared each time', () => {
    expect([doubt(long, 35), doubt(long, 37)]).toEqual([null, 'longest']);
  });

  it('an answer is compared again if the longest answer is weeks old', () => {
    expect(doubt(long, 30, later(27 * day))).toBeNull();
    expect(doubt(long, 30, later(29 * day))).toBe('longest');
  });

  it.each([10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_500, 10_000])(
    'an answer with %i bulks is compared because the number is round',
    (bulks) => {
      expect(doubt(checked, bulks)).toBe('round');
      // Longer answers were complete, so there can't be such a cap.
      expect(
        doubt(learnAll([answer(bulks + 1, 4 * bulks), compared(bulks + 1, 0, 4 * bulks)], checked), bulks),
      ).toBeNull();
    },
  );

  it.each([9, 11, 30, 99, 101, 300, 1_001])('%i bulks do not count as a round number', (bulks) => {
    expect(doubt(checked, bulks)).toBe('longest');
  });

  it('an answer so long that a cap is unlikely is not compared', () => {
    expect(doubtOf(checked, { bulks: 800, leads: 100_000, short: 0 }, now)).toBeNull();
  });

  it('an answer at the known cap is compared until a longer answer disproves the cap', () => {
    const capped = learnAll([answer(37, 37), compared(37, 5, 37)], checked);
    expect(describeHabits(capped, now)).toMatchObject({ capBulks: 37, capLeads: null });
    expect(doubt(capped, 37)).toBe('cap');
    expect(learnHabit(capped, answer(38), now).cap.bulks).toBeNull();
    // This answer has fewer bulks than the cap, and too few leads for a cap on leads.
    expect(doubtOf(capped, { bulks: 34, leads: 30, short: 0 }, now)).toBeNull();
  });

  it('a cut-off answer proves a cap for some weeks, even if later answers of the same length are complete', () => {
    const capped = learnAll([answer(37), compared(37, 5), ...Array.from({ length: 100 }, () => compared(37, 0))]);
    expect(learnHabit(capped, answer(37), later(27 * day)).cap.bulks).toBe(37);
    const forgotten = learnHabit(capped, answer(37), later(29 * day));
    expect(forgotten.cap.bulks).toBeNull();
    expect(doubt(forgotten, 37, later(29 * day))).toBe('longest');
  });

  it('longer answers show whether bulks or leads are capped', () => {
    const capped = learnAll([answer(37, 888), compared(37, 5, 888)]);
    const byBulks = learnAll([answer(30, 950)], capped);
    expect(byBulks.cap).toMatchObject({ bulks: 37, leads: null });
    const byLeads = learnAll([answer(60, 60)], capped);
    expect(byLeads.cap).toMatchObject({ bulks: null, leads: 888 });
    // The largest bulk has 24 leads. A server that stops after a whole bulk may stop that many leads below its cap.
    expect(doubtOf(learnAll([compared(99, 0, 10)], byLeads), { bulks: 5, leads: 864, short: 0 }, now)).toBe('cap');
    expect(doubtOf(learnAll([compared(99, 0, 10)], byLeads), { bulks: 5, leads: 800, short: 0 }, now)).toBeNull();
  });

  it('if a cap on bulks is known, an answer with fewer bulks is judged by its number of leads', () => {
    const capped = learnAll([answer(37, 40), compared(37, 5, 40), answer(9, 60), compared(9, 0, 60)]);
    expect(capped.cap).toMatchObject({ bulks: 37, leads: null });
    expect(doubtOf(capped, { bulks: 9, leads: 49, short: 0 }, now)).toBeNull();
    expect(doubtOf(capped, { bulks: 9, leads: 61, short: 0 }, now)).toBe('longest');
  });

  it('if the last bulk of an answer lacks some leads, the cap is on leads, not on bulks', () => {
    const habits = learnAll([{ kind: 'compared', bulks: 12, leads: 100, more: 1, cut: true }]);
    expect(habits.cap).toMatchObject({ bulks: null, leads: 100 });
  });
});

const appeared = (lateMs: number, at: Instant): HabitObservation => ({
  kind: 'appeared',
  createdAt: (at - lateMs) as Instant,
  coveredTo: (at - minute) as Instant,
});

describe('the lateness of bulks', () => {
  it('the lateness is the longest delay, apart from one bulk in a thousand, and is forgotten within weeks', () => {
    expect(latestMs(emptyHabits, now)).toBeNull();
    const punctual = learnAll(Array.from({ length: 2_000 }, () => appeared(30_000, now)));
    expect(latestMs(punctual, now)).toBe(minute);
    const once = learnHabit(punctual, appeared(5 * hour, now), now);
    expect(latestMs(once, now)).toBe(minute);
    const thrice = learnAll([appeared(5 * hour, now), appeared(5.5 * hour, now)], once);
    expect(latestMs(thrice, now)).toBe(6 * hour);
    expect(latestMs(learnAll([appeared(5 * hour, now)]), later(8 * day))).toBeNull();
    expect(latestMs(learnAll([appeared(3 * day, now)]), now)).toBe(Infinity);
  });

  it('bulks from times that had never been read do not count as late', () => {
    const habits = learnAll([{ kind: 'appeared', createdAt: later(-5 * hour), coveredTo: later(-6 * hour) }]);
    expect(latestMs(habits, now)).toBe(minute);
    expect(latestMs(learnAll([{ kind: 'appeared', createdAt: later(-day), coveredTo: null }]), now)).toBe(minute);
  });
});

const date = (offsetMs: number): HabitObservation => ({ kind: 'date', serverAt: later(offsetMs), ourAt: now });

describe('the clock of the DMS', () => {
  it('the offset of the DMS’s clock is the median of the offsets in its answers', () => {
    const habits = learnAll([date(20 * minute), date(20 * minute + 900), date(-hour), date(20 * minute - 500)]);
    expect(describeHabits(habits, now).clockOffsetMs).toBe(20 * minute);
    expect(learnHabit(habits, date(20 * minute + 1_000), now)).toBe(habits);
    expect(dmsNow(habits, now)).toBe(later(20 * minute - 1_500));
  });

  it('the DMS’s clock is not learned from an answer whose date is days away', () => {
    expect(learnHabit(emptyHabits, date(400 * day), now)).toBe(emptyHabits);
    expect(dmsNow(emptyHabits, now)).toBe(later(-minute));
  });
});

describe('stored habits', () => {
  const full = learnAll([
    answer(37, 100, 7 * day),
    compared(37, 5),
    { kind: 'refused', askedMs: 7 * day },
    { kind: 'future-refused' },
    { kind: 'border', side: 'from', included: false },
    { kind: 'border', side: 'to', included: true },
    { kind: 'appeared', createdAt: later(-hour), coveredTo: now },
    { kind: 'ahead', createdAt: later(hour) },
    { kind: 'date', serverAt: later(minute), ourAt: now },
  ]);

  it('habits are the same after they were stored and read', () => {
    expect(readHabits(JSON.parse(JSON.stringify(full)))).toEqual(full);
    expect(readHabits(JSON.parse(JSON.stringify(emptyHabits)))).toEqual(emptyHabits);
  });

  it('stored habits lose only the parts that can’t be read', () => {
    expect(readHabits({ ...full, cap: { bulks: 'many' }, more: 1 })).toEqual({ ...full, cap: emptyHabits.cap });
    expect(readHabits({})).toEqual(emptyHabits);
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        expect(describeHabits(readHabits(stored), now).longestWindowMs).toBeGreaterThan(0);
      }),
    );
  });

  it('habits are merged with the habits that another process learned', () => {
    expect(mergeHabits(emptyHabits, full)).toEqual(full);
    expect(mergeHabits(full, emptyHabits)).toEqual(full);
    const newer = learnHabit(emptyHabits, { kind: 'border', side: 'from', included: true }, later(minute));
    expect(mergeHabits(full, newer).borders.fromIncluded).toBe(true);
    expect(mergeHabits(full, newer).cap).toEqual(full.cap);
  });
});
