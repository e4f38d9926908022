import { instant } from '@leadbell/domain';
import { day, zoneOf } from '@leadbell/testing';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clip } from './clip.ts';
import { createFormat } from './format.ts';
import { locales, messagesFor } from './index.ts';

const helpers = new Set(['clip.ts', 'format.ts', 'index.ts']);

describe('the languages', () => {
  it('are those in the folder', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !file.endsWith('.test.ts'));
    expect(
      Object.keys(locales)
        .map((tag) => `${tag}.ts`)
        .toSorted(),
    ).toEqual(files.filter((file) => !helpers.has(file)).toSorted());
  });

  it.each(Object.entries(locales))('%s is itself', (tag, messages) => {
    expect(messages.tag).toBe(tag);
  });

  it('say the same things: no text of one is left in the other', () => {
    const [english, arabic] = [textsOf(messagesFor('en')), textsOf(messagesFor('ar'))];
    const same = [...english].filter(([path, text]) => arabic.get(path) === text && /\p{L}/u.test(text));
    expect(same.map(([path]) => path)).toEqual(
      ['direction', 'tag'].filter((path) => english.get(path) === arabic.get(path)),
    );
    expect(
      [...arabic].filter(([, text]) => /\p{L}/u.test(text) && !/\p{Script=Arabic}/u.test(text)).map(([path]) => path),
    ).toEqual(['tag', 'direction']);
  });
});

/** Every string, by its path. */
function textsOf(node: unknown, path = ''): Map<string, string> {
  if (typeof node === 'string') return new Map([[path, node]]);
  if (typeof node !== 'object' || node === null) return new Map();
  return new Map(
    Object.entries(node).flatMap(([key, value]) => [...textsOf(value, path === '' ? key : `${path}.${key}`)]),
  );
}

describe('numbers of leads', () => {
  it.each([
    [0, '0 leads', 'لا عملاء محتملين'],
    [1, '1 lead', 'عميل محتمل واحد'],
    [2, '2 leads', 'عميلان محتملان'],
    [3, '3 leads', '3 عملاء محتملين'],
    [10, '10 leads', '10 عملاء محتملين'],
    [11, '11 leads', '11 عميلًا محتملًا'],
    [99, '99 leads', '99 عميلًا محتملًا'],
    [100, '100 leads', '100 عميل محتمل'],
    [103, '103 leads', '103 عملاء محتملين'],
    [12_345, '12,345 leads', '12,345 عميلًا محتملًا'],
  ])('%i is said as it should be', (count, english, arabic) => {
    expect(messagesFor('en').leads.count(count)).toBe(english);
    expect(messagesFor('ar').leads.count(count)).toBe(arabic);
  });

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

  it('are Gregorian, with Latin digits, in both languages', () => {
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

  it('name the days of the week', () => {
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

  it('takes no time over a text of megabytes', () => {
    expect(clip('ab '.repeat(1_000_000), 30)).toHaveLength(30);
  });
});
