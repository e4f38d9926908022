import { instant } from '@leadbell/domain';
import { day, zoneOf } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { clip } from './clip.ts';
import { createFormat } from './format.ts';

describe('percents', () => {
  it.each([
    [0, 10, '0%'],
    [1, 1_000, '<1%'],
    [9, 128, '7%'],
    [999, 1_000, '99%'],
    [5, 5, '100%'],
    [0, 0, '0%'],
  ])('%i of %i is %s', (part, whole, percent) => {
    expect(createFormat('en-GB').percent(part, whole)).toBe(percent);
  });
});

describe('dates and times', () => {
  const riyadh = zoneOf('Asia/Riyadh');
  const midnight = instant(Date.parse('2025-08-24T21:00:00Z'));
  const [english, arabic] = [createFormat('en-GB'), createFormat('ar')];

  it('dates are Gregorian with Latin digits in both languages', () => {
    expect(english.date(day('2025-08-24'))).toBe('Sunday 24 August 2025');
    expect(arabic.date(day('2025-08-24'))).toBe('الأحد 24 أغسطس 2025');
    expect(english.date(day('2025-08-24'), { weekday: false, year: false })).toBe('24 August');
    expect([english.time(midnight, riyadh), arabic.time(midnight, riyadh)]).toEqual(['00:00', '00:00']);
    expect([english.day(midnight, riyadh), arabic.day(midnight, riyadh)]).toEqual(['25 August 2025', '25 أغسطس 2025']);
  });

  it.each([
    ['Asia/Riyadh', 'UTC+3'],
    ['Asia/Kolkata', 'UTC+5:30'],
    ['America/New_York', 'UTC-4'],
    ['UTC', 'UTC'],
  ])('%s is %s', (zone, offset) => {
    expect(english.offset(midnight, zoneOf(zone))).toBe(offset);
  });

  it('the days of the week have names', () => {
    expect([1, 5, 7].map(english.weekday)).toEqual(['Monday', 'Friday', 'Sunday']);
    expect([1, 5, 7].map(arabic.weekday)).toEqual(['الاثنين', 'الجمعة', 'الأحد']);
  });
});

describe('cutting', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['a little too long', 10, 'a little…'],
    ['two\nlines\r\nand\ta tab', 40, 'two lines and a tab'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12, '👩‍👩‍👧‍👦…'],
    ['x\u202ey\u2066z', 10, 'xyz'],
    [`a${'\u0300'.repeat(100)}b`, 20, `a${'\u0300'.repeat(4)}b`],
    [`a${'\u0300'.repeat(500)}b`, 20, `a${'\u0300'.repeat(4)}…`],
    ['\ud800x', 10, '\ufffdx'],
    ['R&D', 10, 'R&D'],
    ['<&>'.repeat(9), 16, '<&>…'],
    ['   ', 10, ''],
  ])('%j to %i is %j', (text, max, cut) => {
    expect(clip(text, max)).toBe(cut);
  });

  it('a text of megabytes can be cut', () => {
    expect(clip('ab '.repeat(1_000_000), 30)).toHaveLength(30);
  });
});
