import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { buildLead } from '../leads/identity-fixtures.ts';
import {
  abilities,
  type Ability,
  type Area,
  mayName,
  type Person,
  type PersonKind,
  type RoleGrant,
  type Role,
  rightsOf,
  roles,
  scopeKey,
  scopeMatcher,
} from './rights.ts';

/** This table is written by hand from the purpose of each role, not copied from the code. */
const mayDo: Readonly<Record<Role, readonly Ability[]>> = {
  viewer: ['see lists'],
  agent: ['see lists', 'open a person', 'act on alerts', 'share'],
  manager: ['see lists', 'open a person', 'act on alerts', 'share', 'export', 'silence', 'subscribe here'],
  admin: [...abilities],
};
const member: Person = { kind: 'member', isAdmin: false };
const kinds: readonly PersonKind[] = ['member', 'guest', 'outsider', 'none'];

const names = fc.option(fc.uniqueArray(fc.constantFrom('KIA', 'MG', 'Tesla', 'كيا'), { minLength: 1 }), {
  nil: undefined,
});
const areas: fc.Arbitrary<Area> = fc.record({ brands: names, branches: names }).map(({ brands, branches }) => ({
  ...(brands === undefined ? {} : { brands }),
  ...(branches === undefined ? {} : { branches }),
}));
const grants: fc.Arbitrary<RoleGrant> = fc
  .tuple(areas, fc.constantFrom(...roles))
  .map(([area, role]) => ({ ...area, role, users: ['U1'], groups: [], channels: [] }));
const word = fc.option(fc.constantFrom('kia', 'KIA', 'Mg', 'كِيا', 'Lexus', ''), { nil: null });

function given(person: Person, named: readonly RoleGrant[], others: Role | null = null): readonly Ability[] {
  return abilities.filter((ability) =>
    rightsOf(person, { named, isCertain: true }, { grants: named, others }).scopes.has(ability),
  );
}

function has(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || wanted.some((one) => fold(one) === fold(value));
}

/** Folds text without the code under test. */
function fold(text: string | null): string | null {
  return text === null ? null : text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function grant(role: Role, area: Area = {}): RoleGrant {
  return { ...area, role, users: [], groups: [], channels: [] };
}

describe('a role gives exactly its abilities:', () => {
  test.each(roles)('%s', (role) => {
    expect(given(member, [grant(role)])).toEqual(abilities.filter((ability) => mayDo[role].includes(ability)));
  });
});

describe('without a role,', () => {
  it('full members have the role `others`, and everyone else has none', () => {
    expect(kinds.map((kind) => given({ kind, isAdmin: false }, [], 'manager').length)).toEqual([7, 0, 0, 0]);
  });

  it('admins of the workspace have all abilities, unless they are guests or outsiders', () => {
    expect(kinds.map((kind) => given({ kind, isAdmin: true }, []).length)).toEqual([abilities.length, 0, 0, 0]);
  });
});

it("if a member's roles are not known for certain, they do not get the role `others`", () => {
  const rules = { grants: [], others: 'manager' as const };
  expect(rightsOf(member, { named: [], isCertain: false }, rules).scopes.size).toBe(0);
});

it('guests and outsiders have a role only if a grant names their own id', () => {
  const all: RoleGrant = { role: 'admin', users: ['U1'], groups: ['S1'], channels: ['C1'] };
  expect(kinds.map((kind) => mayName(all, kind, 'U1'))).toEqual(['yes', 'yes', 'yes', 'no']);
  expect(kinds.map((kind) => mayName(all, kind, 'U2'))).toEqual(['by group', 'no', 'no', 'no']);
});

it('the scope of an ability contains exactly the leads in the areas of the grants with that ability', () => {
  const leads = fc.record({ brand: word, branch: word });
  fc.assert(
    fc.property(
      fc.array(grants, { minLength: 1, maxLength: 5 }),
      leads,
      fc.constantFrom(...abilities),
      (all, lead, ability) => {
        const scope = rightsOf(member, { named: all, isCertain: true }, { grants: all, others: null }).scopes.get(
          ability,
        );
        const isInside = scope !== undefined && scopeMatcher(scope)(buildLead(lead));
        expect(isInside).toBe(
          all.some(
            ({ role, brands, branches }) =>
              mayDo[role].includes(ability) && has(brands, lead.brand) && has(branches, lead.branch),
          ),
        );
      },
    ),
  );
});

it('if a person has two abilities, the ability whose scope has more areas covers all leads of the other ability', () => {
  const leads = fc.record({ brand: word, branch: word });
  const two = fc.tuple(fc.constantFrom(...abilities), fc.constantFrom(...abilities));
  fc.assert(
    fc.property(fc.array(grants, { minLength: 1, maxLength: 5 }), leads, two, (all, lead, [one, other]) => {
      const { scopes } = rightsOf(member, { named: all, isCertain: true }, { grants: all, others: null });
      const [a, b] = [scopes.get(one), scopes.get(other)];
      if (a === undefined || b === undefined || a === 'all' || b === 'all') return;
      const [inner, outer] = a.length <= b.length ? [a, b] : [b, a];
      const isIn = (scope: readonly Area[]) => scopeMatcher(scope)(buildLead(lead));
      expect(isIn(inner) && !isIn(outer)).toBe(false);
    }),
  );
});

it('scopes with the same key contain the same leads', () => {
  const scopes = fc.array(areas, { minLength: 1, maxLength: 3 });
  const leads = fc.record({ brand: word, branch: word });
  fc.assert(
    fc.property(scopes, scopes, leads, (one, other, lead) => {
      if (scopeKey(one) !== scopeKey(other)) return;
      expect(scopeMatcher(one)(buildLead(lead))).toBe(scopeMatcher(other)(buildLead(lead)));
    }),
  );
  expect(new Set([scopeKey('all'), scopeKey([{}]), scopeKey([])]).size).toBe(3);
});
