// More cases of dates; the tests of `leads-api` have the cases of `libs/testing/cases/dates.md`.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Zone } from '../time/instant.ts';
import { plainDateOfUtc } from '../time/plain-date.ts';
import { readDay, readInstant } from './dates.ts';
import { fromHijri } from '../time/hijri.ts';
import { unread } from './read.ts';

const riyadh = 'Asia/Riyadh' as Zone;
const now = Date.parse('2025-08-25T15:00:00Z');
describe('createdDate', () => {
  test.each<[unknown, string | null]>([
    ['2025-08-25 06:00:00 GMT', '2025-08-25T06:00:00Z'],
    ['2025-08-25T06:00:00 EST', null],
    ['2025-08-25T06:00:60Z', null],
    ['2025-08-25T24:00:01Z', null],
    ['2025-08-25T09:00:00+15:00', null],
    ['2025-08-24T18:00:00-12:00', '2025-08-25T06:00:00Z'],
    ['25 Aug 2025 06:00:00 +0000', '2025-08-25T06:00:00Z'],
    ['Tue, 25 Aug 2025 06:00:00 GMT', null],
    ['/Date(1756101600000+0300)/', '2025-08-25T06:00:00Z'],
    ['17561016000', null],
    ['1e12', null],
    [Number.POSITIVE_INFINITY, null],
    ['x'.repeat(1_000_000), null],
  ])('%s', (value, right) => {
    expect(readInstant(value, now)).toBe(right === null ? unread : Date.parse(right));
  });
});

describe('leadDate, dateOfBirth', () => {
  test.each<[unknown, string | null | typeof unread]>([
    ['0001-01-01', null],
    ['0001-01-01T00:00:00', null],
    ['0001-01-01T00:00:00Z', null],
    ['/Date(-62135596800000)/', null],
    ['9999-12-31', null],
    ['9999-12-31T23:59:59.9999999Z', null],
    ['1900-01-01', '1900-01-01'],
    ['1753-01-01', '1753-01-01'],
    ['08/25/2025', '2025-08-25'],
    ['8/25/2025 12:00:00 AM', '2025-08-25'],
    ['8/12/2025 12:00:00 AM', unread],
    ['31.02.2025', unread],
    ['Tuesday, 12 August 2025', '2025-08-12'],
    ['12th Aug 2025', '2025-08-12'],
    ['12 آب 2025', '2025-08-12'],
    ['12-Aug-25', unread],
    ['12 Smarch 2025', unread],
    ['18 صفر 1447', '2025-08-12'],
    ['1447/02/18 هـ', '2025-08-12'],
    ['18/02/1447', '2025-08-12'],
    ['2025-02-18 هـ', unread],
    ['1447-02-30', unread],
    ['1447-13-01', unread],
    ['99999999', unread],
    [{ year: 2025 }, unread],
    [false, unread],
  ])('%s', (value, right) => {
    expect(readDay(value, riyadh)).toBe(right);
  });

  test('midnight UTC is read as the written day, even in America; any other instant is read as its day in the zone', () => {
    const newYork = 'America/New_York' as Zone;
    expect(readDay('2025-08-12T00:00:00.000Z', newYork)).toBe('2025-08-12');
    expect(readDay('2025-08-12T04:00:00.000Z', newYork)).toBe('2025-08-12');
    expect(readDay('2025-08-12T03:59:59.000Z', newYork)).toBe('2025-08-11');
  });
});

test('every day of the supported Hijri years matches the calendar', () => {
  const calendar = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { timeZone: 'UTC' });
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1882, 10, 13), max: Date.UTC(2077, 10, 1) }), (at) => {
      const [month = 0, day = 0, year = 0] = calendar
        .format(at)
        .split('/')
        .map((part) => Number.parseInt(part, 10));
      expect(fromHijri(year, month, day)).toBe(plainDateOfUtc(at));
    }),
    { numRuns: 2_000 },
  );
});

function kindOf(read: unknown): unknown {
  return read === null || read === unread ? read : typeof read;
}

test('reading any value never throws', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc
      .array(fc.constantFrom('2025', '-', '/', '08', '12', 'T', ':', '+', 'Z', ' ', '.', 'Aug', '9999', '(', ')'), {
        maxLength: 9,
      })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), text, fc.double()), (value) => {
      expect([null, unread, 'number']).toContain(kindOf(readInstant(value, now)));
      expect([null, unread, 'string']).toContain(kindOf(readDay(value, riyadh)));
    }),
    { numRuns: 5_000 },
  );
});
