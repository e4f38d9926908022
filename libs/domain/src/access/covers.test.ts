import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { installationAliases } from '../leads/value-aliases.ts';
import { commonScope, coversScope } from './covers.ts';
import { isWithinScope, type Scope, scopeKey, scopeMatcher, touchesScope } from './rights.ts';

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

test('if one scope covers another, it contains all leads of the other', () => {
  fc.assert(
    fc.property(scope, scope, word, word, (wide, narrow, brand, branch) => {
      fc.pre(coversScope(wide, narrow));
      const lead = { brand, branch };
      expect(!scopeMatcher(narrow)(lead) || scopeMatcher(wide)(lead)).toBe(true);
    }),
  );
});

test('each scope covers itself, `all` covers each scope, and no scope covers an area outside it', () => {
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

test('the common scope of two scopes contains exactly the leads that are in both', () => {
  fc.assert(
    fc.property(scope, scope, word, word, (one, other, brand, branch) => {
      const lead = { brand, branch };
      const isInBoth = scopeMatcher(one)(lead) && scopeMatcher(other)(lead);
      expect(scopeMatcher(commonScope(one, other))(lead)).toBe(isInBoth);
    }),
  );
});

test('a scope treats spellings that the settings declare equal as one name', () => {
  installationAliases.use({ brand: [['KIA', 'كيا']], branch: [['Riyadh', 'الرياض']] });
  try {
    const written: Scope = [{ brands: ['كيا'], branches: ['riyadh'] }];
    const other: Scope = [{ brands: ['KIA'], branches: ['الرياض'] }];
    expect(scopeMatcher(written)({ brand: 'kia', branch: 'الرياض' })).toBe(true);
    expect(scopeMatcher(written)({ brand: 'MG', branch: 'الرياض' })).toBe(false);
    expect(touchesScope({ brand: ['KIA'], branch: ['الرياض'] }, written)).toBe(true);
    expect(isWithinScope({ brand: ['KIA', 'كيا'], branch: ['Riyadh'] }, written)).toBe(true);
    expect(isWithinScope({ brand: ['KIA', 'MG'], branch: ['Riyadh'] }, written)).toBe(false);
    expect([coversScope(written, other), coversScope(other, written)]).toEqual([true, true]);
    expect(scopeKey(written)).toBe(scopeKey(other));
    expect(scopeMatcher(commonScope(written, [{ brands: ['KIA', 'MG'] }]))({ brand: 'KIA', branch: 'Riyadh' })).toBe(
      true,
    );
  } finally {
    installationAliases.use({});
  }
});
