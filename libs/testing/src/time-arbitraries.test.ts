import { formatPeriodText, isIn, parsePeriod, plainDateIn, resolvePeriod } from '@leadbell/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, instants, periodContexts, periodSpecs, plainDates, zoneOf, ZONES } from './time-arbitraries.ts';

describe('arbitraries of time', () => {
  it('the zones include every zone once', () => {
    expect(ZONES).toContain('Asia/Riyadh');
    expect(new Set(ZONES).size).toBe(Intl.supportedValuesOf('timeZone').length);
  });

  it('instants and dates stay within the years 2000 to 2037', () => {
    fc.assert(
      fc.property(instants(), plainDates(), (at, date) => {
        expect(isIn({ from: Date.UTC(2000, 0, 1) as typeof at, to: Date.UTC(2038, 0, 1) as typeof at }, at)).toBe(true);
        expect(date >= '2000-01-01' && date <= '2037-12-31').toBe(true);
      }),
    );
  });

  it('every generated period can be requested, in any zone at any time', () => {
    const asked = periodContexts().chain((context) =>
      periodSpecs(plainDateIn(context.zone, context.now)).map((spec) => ({ context, spec })),
    );
    fc.assert(
      fc.property(asked, ({ context, spec }) => {
        expect(parsePeriod(formatPeriodText(spec), context)).toEqual({ ok: true, spec });
        const { window } = resolvePeriod(spec, context);
        expect(window.from <= window.to && window.from <= context.now).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('valid constants are accepted, and invalid constants are rejected', () => {
    expect([day('2024-02-29'), zoneOf('Asia/Riyadh')]).toEqual(['2024-02-29', 'Asia/Riyadh']);
    expect(() => day('2025-02-29')).toThrow(RangeError);
    expect(() => zoneOf('Asia/Nowhere')).toThrow(RangeError);
  });
});
