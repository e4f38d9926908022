import { day, periodSpecs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAsk, decodeOpen, encodeAsk, encodeOpen } from './ask-codec.ts';
import type { Ask } from './ask.ts';

const value = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 25 })
  .filter((text) => !/\p{Cc}|\p{Cs}/u.test(text) && text.length <= 25);

const filters = fc.record(
  {
    brand: value,
    branch: value,
    source: value,
    sub: value,
    priority: value,
    type: value,
    status: fc.constantFrom('errored', 'created', 'pending'),
  },
  { requiredKeys: [] },
);

const asks: fc.Arbitrary<Ask> = fc
  .record(
    {
      command: fc.constantFrom('today', 'period', 'errors', 'bulk', 'lead', 'help'),
      period: periodSpecs(day('2025-08-25')),
      id: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String),
      filters,
      page: fc.integer({ min: 0, max: 100_000 }),
      share: fc.boolean(),
      fresh: fc.constant(true as const),
    },
    { requiredKeys: ['command', 'filters', 'page', 'share'] },
  )
  .filter((ask) => Object.values(ask.filters).join('').length <= 160);

describe('asks in buttons', () => {
  it('come back as they went, always short enough', () => {
    fc.assert(
      fc.property(asks, (ask) => {
        const encoded = encodeAsk(ask);
        expect(encoded.length).toBeLessThan(1_500);
        expect(decodeAsk(encoded)).toEqual(ask);
        expect(decodeOpen(encodeOpen({ ask, leadRef: 'k3j2.574.0' }))).toEqual({ ask, leadRef: 'k3j2.574.0' });
      }),
      { numRuns: 500 },
    );
  });

  it('are an ask or nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (noise, more) => {
        const texts = [noise, `1;today;t;;;;${noise}`, `1;today;${more};;;;`, `1;${noise};t;;;;${more}`];
        const decoded = texts.map(decodeAsk).filter((ask) => ask !== null);
        expect(decoded.map((ask) => decodeAsk(encodeAsk(ask)))).toEqual(decoded);
      }),
    );
  });

  it.each([
    [{ command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false }, '1;today;t;;;;'],
    [
      {
        command: 'period',
        period: { kind: 'range', first: day('2025-08-18'), last: day('2025-08-24') },
        filters: { brand: 'KIA', source: 'A,B;C%', status: 'errored' },
        page: 12,
        share: true,
      },
      '1;period;20250818-20250824;;12;s;b:KIA,s:A%2CB%3BC%25,x:e',
    ],
    [{ command: 'bulk', id: '574', filters: {}, page: 0, share: false, fresh: true }, '1;bulk;;574;;f;'],
  ] satisfies (readonly [Ask, string])[])('are written compactly: %j', (ask, text) => {
    expect(encodeAsk(ask)).toBe(text);
  });

  it.each([
    ['', 'nothing'],
    ['2;today;t;;;;', 'another version'],
    ['1;today;t;;;', 'a part missing'],
    ['1;today;t;;;;;', 'a part too many'],
    ['1;../x;t;;;;', 'a command that is no word'],
    ['1;__proto__;t;;;;', 'a command that is no word'],
    ['1;today;q;;;;', 'an unknown period'],
    ['1;today;d8;;;;', 'an eighth weekday'],
    ['1;today;n0;;;;', 'no days'],
    ['1;today;n93;;;;', 'too many days'],
    ['1;today;h9999;;;;', 'too many hours'],
    ['1;today;20250230;;;;', 'a day that is not'],
    ['1;today;20250824-20250818;;;;', 'a range backwards'],
    ['1;today;20200101-20251231;;;;', 'years'],
    ['1;bulk;;-1;;;', 'a negative number'],
    ['1;bulk;;0;;;', 'zero'],
    ['1;bulk;;9223372036854775808;;;', 'a number too large'],
    ['1;bulk;;1e3;;;', 'a number otherwise written'],
    ['1;today;t;;999999;;', 'a page too far'],
    ['1;today;t;;;x;', 'an unknown flag'],
    ['1;today;t;;;;q:1', 'an unknown filter'],
    ['1;today;t;;;;constructor:1', 'an unknown filter'],
    ['1;today;t;;;;b:1,b:2', 'a filter twice'],
    ['1;today;t;;;;b:', 'an empty filter'],
    ['1;today;t;;;;x:z', 'an unknown status'],
    [`1;today;t;;;;b:${'x'.repeat(61)}`, 'a long filter'],
    ['1;today;t;;;;b:\u0000', 'a control character'],
  ])('%j is refused: %s', (text) => {
    expect(decodeAsk(text)).toBeNull();
  });

  it.each([
    '',
    '/',
    'x',
    '/1;today;t;;;;',
    'a b/1;today;t;;;;',
    `${'x'.repeat(61)}/1;today;t;;;;`,
    'a/b/1;today;t;;;;',
  ])('%j opens no lead', (text) => {
    expect(decodeOpen(text)).toBeNull();
  });
});
