import { describe, expect, it } from 'vitest';
import type { Zone } from './instant.ts';
import { parseWeekday, WEEKDAY_NAMES, weekdayName } from './weekday.ts';
import { offsetMsAt, parseZone } from './zone.ts';

describe('parseZone', () => {
  it.each([
    ['Asia/Riyadh', 'Asia/Riyadh'],
    [' asia/riyadh ', 'Asia/Riyadh'],
    ['utc', 'UTC'],
    // An alias keeps the name that people use.
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ])('parseZone accepts %j', (text, zone) => {
    expect(parseZone(text)).toBe(zone);
  });

  it.each(['', 'Riyadh', 'Asia/Nowhere', '+03:00', 'UTC+3', 'GMT+3', 'local', 'system', 'Asia/Riyadh; x', 'null'])(
    'parseZone refuses %j',
    (text) => {
      expect(parseZone(text)).toBeNull();
    },
  );

  it('offsetMsAt throws for a zone that was not checked, instead of returning an offset', () => {
    expect(() => offsetMsAt('Asia/Nowhere' as Zone, 0)).toThrow(RangeError);
  });
});

describe('parseWeekday', () => {
  it.each(WEEKDAY_NAMES.map((name, index) => [name, index + 1] as const))('%s is %d', (name, weekday) => {
    expect(parseWeekday(name)).toBe(weekday);
    expect(parseWeekday(` ${name.slice(0, 3).toUpperCase()} `)).toBe(weekday);
    expect(weekdayName(weekday as 1)).toBe(name);
  });

  it.each(['', 'su', 'sund', 'الأحد', '7', 'sundays'])('parseWeekday refuses %j', (text) => {
    expect(parseWeekday(text)).toBeNull();
  });
});
