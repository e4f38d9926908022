import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { coversScope } from './covers.ts';
import { type Scope, scopeMatcher } from './rights.ts';

const words = fc.uniqueArray(fc.constantFrom('KIA', 'kia', 'MG', 'سكودا'), { minLength: 1, maxLength: 3 });
const area = fc
  .record({ brands: fc.option(words, { nil: undefined }), branches: fc.option(words, { nil: undefined }) })
  .map(({ brands, branches }) => ({
    ...(brands === undefined ? {} : { brands }),
    ...(branches === undefined ? {} : { branches }),
  }));
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant('all' as const),
  fc.array(area, { minLength: 1, maxLength: 3 }),
);
const word = fc.constantFrom('KIA', 'MG', 'سكودا', 'Lotus', null);

test('a scope that covers another holds each of its leads', () => {
  fc.assert(
    fc.property(scope, scope, word, word, (wide, narrow, brand, branch) => {
      fc.pre(coversScope(wide, narrow));
      const lead = { brand, branch };
      expect(!scopeMatcher(narrow)(lead) || scopeMatcher(wide)(lead)).toBe(true);
    }),
  );
});

test('each scope covers itself, all covers each, and without one of its areas it is not covered', () => {
  fc.assert(
    fc.property(scope, (one) => {
      expect([coversScope(one, one), coversScope('all', one)]).toEqual([true, true]);
    }),
  );
  expect(coversScope([{ brands: ['kia'] }], [{ brands: ['KIA'], branches: ['Jeddah'] }])).toBe(true);
  expect(coversScope([{ brands: ['KIA'] }], [{ brands: ['KIA'] }, { brands: ['MG'] }])).toBe(false);
  expect(coversScope([{ brands: ['KIA'] }], 'all')).toBe(false);
  expect(coversScope([{ brands: ['KIA'] }], [{ branches: ['Jeddah'] }])).toBe(false);
});
