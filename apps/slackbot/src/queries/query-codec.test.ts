import { anyCharacter, day, periodSpecs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant, LeadFilter, PeriodSpec } from '@leadbell/domain';
import { decodeQuery, filters } from '../testing/commands-fixtures.ts';
import { decodeOpen, encodeOpen, encodeQuery } from './query-codec.ts';
import { writeFilters } from './filter-text.ts';
import { filterEntries } from './filters.ts';
import { bulksOfSet, type LeadsQuery, setOfBulks } from './leads-query.ts';
import { maxFiltersChars } from './limits.ts';

const value = fc
  .string({ unit: anyCharacter, minLength: 1, maxLength: 25 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/\p{Cc}|\p{Cs}/u.test(text) && text.length <= 25);

/** Includes every character with a meaning in the encoded text: `|`, `!`, `%`, `;`, `&`. */
const filterValue = fc.record({
  isNot: fc.boolean(),
  alternatives: fc.array(fc.oneof(value, fc.constantFrom('!', '!a', 'a|b', '100%', 'a%7Cb', ';,=&:')), {
    minLength: 1,
    maxLength: 2,
  }),
});
const group = fc
  .record(
    {
      ...filterEntries(filterValue),
      status: fc.constantFrom('errored', 'created', 'pending'),
    },
    { requiredKeys: [] },
  )
  .filter((one) => Object.keys(one).length > 0);
const anyFilters: fc.Arbitrary<LeadFilter> = fc
  .oneof(
    fc.constant({}),
    group,
    fc.record({ or: fc.array(group, { minLength: 1, maxLength: 2 }) }),
    fc.tuple(group, group).map(([one, other]) => ({ ...one, or: [other] })),
  )
  .filter((one) => Object.values(writeFilters(one)).join('').length <= maxFiltersChars);

const common = { filters: anyFilters, page: fc.integer({ min: 0, max: 100_000 }), share: fc.boolean() };
/** Includes the characters with a meaning in the encoded text. */
const sought = fc.constantFrom('Alfa', 'خالد التجريبي', '+966 50 000 0021', 'a;b%c"d', 'alfa@example.com', '٢٠٠٢');
const id = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String);
const names = fc.array(value, { minLength: 1, maxLength: 3 });
const counted = fc.record(
  {
    leads: fc.nat({ max: 1_000_000 }),
    scope: fc.array(fc.record({ brands: names, branches: names }, { requiredKeys: [] }), { maxLength: 2 }),
    onlyHot: fc.constant(true as const),
  },
  { requiredKeys: [] },
);
const instant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }).map((at) => at as Instant);
const period: fc.Arbitrary<PeriodSpec> = fc.oneof(
  { weight: 3, arbitrary: periodSpecs(day('2025-08-25')) },
  fc.record({ kind: fc.constant('last-hours' as const), hours: fc.integer({ min: 1, max: 2_208 }), until: instant }),
  fc
    .tuple(instant, fc.integer({ min: 1, max: 2_208 * 3_600_000 }))
    .map(([to, ms]): PeriodSpec => ({ kind: 'span', from: Math.max(to - ms, Date.UTC(2000, 0)) as Instant, to }))
    .filter((spec) => spec.kind === 'span' && spec.from < spec.to),
);
const fresh = fc.constantFrom({}, { fresh: true as const });
const queries: fc.Arbitrary<LeadsQuery> = fc
  .tuple(
    fc.oneof(
      fc.record(
        {
          command: fc.constantFrom('today', 'period', 'errors'),
          period,
          ...common,
          order: fc.constantFrom('hot', 'newest'),
          view: fc.constant('numbers' as const),
          counted,
        },
        { requiredKeys: ['command', 'period', 'filters', 'page', 'share'] },
      ),
      fc.record(
        { command: fc.constant('find' as const), text: sought, period, ...common, share: fc.constant(false) },
        { requiredKeys: ['command', 'text', 'filters', 'page', 'share'] },
      ),
      fc.record({ command: fc.constant('bulk' as const), id, ...common }),
      fc.record({ command: fc.constant('lead' as const), id, ...common }),
      fc.record({ command: fc.constant('lead' as const), id, period, ...common }),
    ),
    fresh,
  )
  .map(([query, also]) => ({ ...query, ...also }));

describe('encoded queries', () => {
  it('an encoded query decodes to the original, and always fits the limit', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const encoded = encodeQuery(query);
        expect(encoded.length).toBeLessThan(1_500);
        expect(decodeQuery(encoded)).toEqual(query);
        expect(decodeOpen(encodeOpen({ query, leadRef: 'k3j2.574.0' }))).toEqual({ query, leadRef: 'k3j2.574.0' });
      }),
      { numRuns: 500 },
    );
  });

  it('arbitrary input decodes to a valid query or to null', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string(), (noise, more) => {
        const texts = [noise, `1;today;t;;;;${noise}`, `1;today;${more};;;;`, `1;${noise};t;;;;${more}`];
        const decoded = texts.map(decodeQuery).filter((query) => query !== null);
        expect(decoded.map((query) => decodeQuery(encodeQuery(query)))).toEqual(decoded);
      }),
    );
  });

  it.each([
    [{ command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false }, '1;today;t;;;;'],
    [
      {
        command: 'period',
        period: { kind: 'range', first: day('2025-08-18'), last: day('2025-08-24') },
        filters: filters({ brand: 'KIA', source: 'A,B;C%', status: 'errored' }),
        page: 12,
        share: true,
      },
      '1;period;20250818-20250824;;12;s;b:KIA,s:A%2CB%3BC%2525,x:e',
    ],
    [
      {
        command: 'errors',
        period: { kind: 'span', from: 1_756_047_600_000 as Instant, to: 1_756_134_000_000 as Instant },
        filters: {},
        page: 0,
        share: false,
      },
      '1;errors;imepteg00-mer8uao0;;;;',
    ],
    [{ command: 'bulk', id: '574', filters: {}, page: 0, share: false, fresh: true }, '1;bulk;;574;;f;'],
  ] satisfies (readonly [LeadsQuery, string])[])('the compact form of %j is %s', (query, text) => {
    expect(encodeQuery(query)).toBe(text);
  });

  it.each([
    ['', 'nothing'],
    ['2;today;t;;;;', 'another version'],
    ['1;today;t;;;', 'a part missing'],
    ['1;today;t;;;;;', 'a part too many'],
    ['1;../x;t;;;;', 'a command that is not a word'],
    ['1;__proto__;t;;;;', 'a command that is not a word'],
    ['1;today;q;;;;', 'an unknown period'],
    ['1;today;d8;;;;', 'an eighth weekday'],
    ['1;today;n0;;;;', 'no days'],
    ['1;today;n93;;;;', 'too many days'],
    ['1;today;h9999;;;;', 'too many hours'],
    ['1;today;20250230;;;;', 'a day that does not exist'],
    ['1;today;h12@zzzzzzzzz;;;;', 'hours until a time too far away'],
    ['1;today;h12@-5;;;;', 'hours until a negative time'],
    ['1;today;t;;;;;{"counted":{"leads":-1}}', 'a negative count'],
    ['1;today;t;;;;;{"counted":{"scope":"all"}}', 'a scope that is not a list'],
    [`1;today;t;;;;;{"counted":{"scope":[{"brands":["${'x'.repeat(1_000)}"]}]}}`, 'a long scope'],
    ['1;today;t;;;;;{"counted":{"onlyHot":false}}', 'a flag that is off'],
    ['1;bulk;;574;;;;{"counted":{"leads":1}}', 'a count for another command'],
    ['1;today;imeqw0000-meqvzzzz;;;;', 'instants backwards'],
    ['1;today;ik0000000-meqw0000;;;;', 'instants of years'],
    ['1;today;imeqw0000-meqw0000;;;;', 'two equal instants'],
    ['1;today;20250824-20250818;;;;', 'a range backwards'],
    ['1;today;20200101-20251231;;;;', 'years'],
    ['1;bulk;;-1;;;', 'a negative number'],
    ['1;bulk;;0;;;', 'zero'],
    ['1;bulk;;9223372036854775808;;;', 'a number that is too large'],
    ['1;bulk;;1e3;;;', 'a number in another form'],
    ['1;today;t;;999999;;', 'a page number that is too large'],
    ['1;today;t;;;x;', 'an unknown flag'],
    ['1;today;t;;;;q:1', 'an unknown filter'],
    ['1;today;t;;;;constructor:1', 'an unknown filter'],
    ['1;today;t;;;;b:1,b:2', 'a filter twice'],
    ['1;today;t;;;;b:', 'an empty filter'],
    ['1;today;t;;;;x:z', 'an unknown status'],
    [`1;today;t;;;;b:${'x'.repeat(61)}`, 'a long filter'],
    ['1;today;t;;;;b:\u0000', 'a control character'],
  ])('%j is rejected: %s', (text) => {
    expect(decodeQuery(text)).toBeNull();
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

describe('a query for the leads of given bulks', () => {
  it('a query contains exactly the given bulks, up to about a thousand, and always fits into a button', () => {
    const bulks = fc
      .tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 900 }))
      .map(([first, steps]) => steps.reduce((all, step) => [...all, (all.at(-1) ?? first) + step], [first]));
    fc.assert(
      fc.property(bulks, (all) => {
        const id = setOfBulks(all.toReversed()) ?? '';
        const query = decodeQuery(encodeQuery({ command: 'set', id, share: false }));
        expect((bulksOfSet(String(query?.id)) ?? []).toSorted((a, b) => a - b)).toEqual(all);
        expect(encodeQuery({ command: 'set', id, share: false }).length).toBeLessThan(2_000);
      }),
      { numRuns: 200 },
    );
  });

  it('there is no query for thousands of bulks', () => {
    expect(setOfBulks(Array.from({ length: 2_000 }, (_, n) => n * 50))).toBeNull();
  });

  it.each([
    'd',
    'd-1',
    'd1--2',
    'd1-',
    `d${'z-'.repeat(900)}z`,
    'dzzzzzzzzzz-zzzzzzzzzz-zzzzzzzzzz-zzzzzzzzzz',
    'd1-A',
  ])('%s is refused as a set of bulks', (id) => {
    expect(decodeQuery(encodeQuery({ command: 'set', id, share: false }))).toBeNull();
  });
});
