import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from './instant.ts';
import { isoUtcMillis, parseIsoInstant } from './iso.ts';

describe('parseIsoInstant', () => {
  it.each([
    ['2025-08-24T21:00:00.000Z', '2025-08-24T21:00:00.000Z'],
    ['2025-08-24T21:00:00Z', '2025-08-24T21:00:00.000Z'],
    ['2025-08-24T21:00Z', '2025-08-24T21:00:00.000Z'],
    ['2025-08-25T00:00:00+03:00', '2025-08-24T21:00:00.000Z'],
    ['2025-08-25T00:00:00.5+0300', '2025-08-24T21:00:00.500Z'],
    ['2025-08-24T17:30:00.123456789-03:30', '2025-08-24T21:00:00.123Z'],
    ['2025-08-24t21:00:00,250z', '2025-08-24T21:00:00.250Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['2025-08-24T21:00:00+00', null],
    ['2025-08-24T21:00:00-00:00', '2025-08-24T21:00:00.000Z'],
    // A text without an offset is not an instant.
    ['2025-08-24T21:00:00.000', null],
    ['2025-08-24T21:00:00', null],
    ['2025-08-24', null],
    // The day or time does not exist.
    ['2025-02-30T00:00:00.000Z', null],
    ['2025-02-29T00:00:00+03:00', null],
    ['2025-13-01T00:00:00.000Z', null],
    ['2025-08-24T24:00:00.000Z', null],
    ['2025-08-24T23:60:00Z', null],
    ['2025-08-24T23:59:60Z', null],
    ['2025-08-24T00:00:00+24:00', null],
    ['2025-08-24T00:00:00+03:60', null],
    ['2025-08-24 21:00:00Z', null],
    [' 2025-08-24T21:00:00.000Z', null],
    ['2025-08-24T21:00:00.000Z\n', null],
    ['Sun, 24 Aug 2025 21:00:00 GMT', null],
    ['+010000-01-01T00:00:00Z', null],
    ['١٠٢٥-٠٨-٢٤T٢١:٠٠:٠٠.٠٠٠Z', null],
    ['', null],
    ['1756069200000', null],
  ])('%j: %j', (text, expected) => {
    const parsed = parseIsoInstant(text);
    expect(parsed === null ? null : isoUtcMillis(parsed)).toBe(expected);
  });

  it('parseIsoInstant reads back every instant in any offset', () => {
    const years = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(years, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, minutes) => {
        expect(parseIsoInstant(isoUtcMillis(instant(at)))).toBe(at);
        const wall = new Date(at + minutes * 60_000).toISOString().slice(0, -1);
        const [hour, minute] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) =>
          String(n).padStart(2, '0'),
        );
        expect(parseIsoInstant(`${wall}${minutes < 0 ? '-' : '+'}${hour}:${minute}`)).toBe(at);
      }),
      { numRuns: 2000 },
    );
  });

  it('`instant` refuses numbers that are not instants', () => {
    expect(() => instant(Number.NaN)).toThrow(RangeError);
    expect(() => instant(1.5)).toThrow(RangeError);
    expect(() => instant(8.65e15)).toThrow(RangeError);
  });
});
