import { buildBulk, buildLead, testIdentities, testKey } from './identity-fixtures.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIdentities, identityText, isReachable } from './identity.ts';
import type { Lead } from './lead.ts';
import { legacyKeysOf, legacyNumberOf, legacyPersonOf } from './legacy-identity.ts';
import { BulkObserver } from './observation.ts';

const alfa: Partial<Lead> = {
  externalId: null,
  firstName: 'Alfa',
  lastName: 'Testali',
  contactName: null,
  leadReference: 'REF-7',
  phoneNumber: '0500000021',
  email: 'alfa@example.com',
};
const lead = (changes: Partial<Lead> = {}) => buildLead({ ...alfa, ...changes });
const keyOf = (one: Lead) => testIdentities().of(one).key;

describe('the hashed text of a lead without a number', () => {
  // These texts must never change: if a line changes, every stored lead of that kind counts as new.
  test.each<[string, Partial<Lead>, string]>([
    ['a person', {}, '["lead 1","ref7","alfa","testali","","0500000021","alfa@example.com"]'],
    [
      'Arabic',
      { firstName: 'ألفا', lastName: 'تستعلي' },
      '["lead 1","ref7","ألفا","تستعلي","","0500000021","alfa@example.com"]',
    ],
    [
      'no phone, no mail',
      { phoneNumber: null, email: null, leadNote: 'Calls at 6', interest: 'Quote', middleName: 'B.' },
      '["lead 1","ref7","alfa","testali","","","","b","","","callsat6","quote",""]',
    ],
    [
      'nothing',
      { firstName: null, lastName: 'N/A', leadReference: '--', phoneNumber: '000', email: 'null' },
      '["lead 1","","","","","","","","","","","",""]',
    ],
  ])('%s', (_, changes, text) => {
    expect(identityText(lead(changes))).toBe(text);
  });

  test('the hashed text is not the whole lead: a field that only a later release reads does not make a lead new', () => {
    const leads = [lead(), lead({ externalId: '12' }), lead({ phoneNumber: null, email: null })];
    for (const planted of [{ planted: null }, { planted: 'something' }])
      expect(known(leads.map((one) => ({ ...one, ...planted })))).toBe(known(leads));
  });

  test.each<[string, keyof Lead, string | null, string | null]>([
    ['spaces and case', 'firstName', 'Al  fa ', 'alfa'],
    ['an entity', 'lastName', 'O&#39;Testali &amp; Co', "O'Testali & Co"],
    ['an entity escaped twice', 'lastName', 'Test &amp;amp; Co', 'Test & Co'],
    ['tags', 'contactName', '<b>Alfa</b><br/>Testali', 'AlfaTestali'],
    ['control characters and direction marks', 'firstName', 'Al\u0000fa\u202e', 'Alfa'],
    ['half an emoji', 'firstName', 'Alfa\ud83d', 'Alfa\ufffd'],
    ['an accent in two encodings', 'firstName', 'Alfe\u0301', 'Alf\u00e9'],
    ['Arabic digits', 'phoneNumber', '٠٥٠٠٠٠٠٠٢١', '0500000021'],
    ['full-width digits', 'phoneNumber', '０５００００００２１', '0500000021'],
    ['the separators of a number', 'phoneNumber', '050-000 0021', '0500000021'],
    ['a word for nothing', 'contactName', 'undefined', null],
    ['a longer limit for cutting', 'leadReference', 'x'.repeat(4_000), 'x'.repeat(300)],
  ])('the hashed text is the same despite %s', (_, field, one, other) => {
    expect(keyOf(lead({ [field]: one }))).toBe(keyOf(lead({ [field]: other })));
  });

  test('two people have different hashed texts, even if the sender wrote 0 for both', () => {
    const others: Partial<Lead>[] = [
      { firstName: 'Bravo' },
      { lastName: 'Testbravo' },
      { phoneNumber: '0500000022' },
      { email: 'alfa.b@example.com' },
      { leadReference: 'REF-8' },
      { email: null, phoneNumber: null },
    ];
    const keys = [{}, ...others].map((changes) => keyOf(lead(changes)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('the hashed text separates its parts: letters moved from one part to the next give another text', () => {
    expect(keyOf(lead({ firstName: 'Alfa', lastName: 'B' }))).not.toBe(
      keyOf(lead({ firstName: 'Alf', lastName: 'aB' })),
    );
  });

  test('the hashed text stays the same when the DMS changes other fields, or when later releases read more fields', () => {
    const ours = new Set([
      'externalId',
      'leadReference',
      'firstName',
      'lastName',
      'contactName',
      'phoneNumber',
      'email',
    ]);
    const names = Object.keys(lead()).filter((name) => !ours.has(name) && name !== 'vehicles');
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...names, 'aFieldOfLater'),
          fc.constantFrom(null, 'x', 7, true, [], [{ id: '1' }]),
        ),
        (changes) => {
          expect(keyOf({ ...lead(), ...changes })).toBe(keyOf(lead()));
        },
      ),
    );
  });
});

describe('an identity', () => {
  test('an identity is the external id, or a hash under a key', () => {
    const [one, other] = [testKey('one'), testKey('other')];
    const current = createIdentities(one, [other], false);
    for (const externalId of ['574', '1234567', '9007199254740993'])
      expect(current.of(lead({ externalId }))).toEqual({ key: `x${externalId}`, aliases: [] });
    const { key, aliases } = current.of(lead());
    expect(key).toMatch(new RegExp(`^k1\\.${one.keyId}\\.[\\w-]{22}$`));
    expect(aliases).toEqual([createIdentities(other, [], false).of(lead()).key]);
  });

  test.each([
    ['WEB-2025-17', []],
    ['alfa.testali@example.com', []],
    ['0500000021', ['x0500000021']],
    ['966500000021', ['x966500000021']],
    ['12345678', ['x12345678']],
  ])(
    'an identity is a hash if the number %s may identify a person, and rows of earlier releases are found',
    (externalId, earlier) => {
      const [one, other] = [testKey('one'), testKey('other')];
      const { key, aliases } = createIdentities(one, [other], false).of(lead({ externalId }));
      expect(key).toMatch(new RegExp(`^k1\\.${one.keyId}\\.[\\w-]{22}$`));
      expect(aliases).toEqual([createIdentities(other, [], false).of(lead({ externalId })).key, ...earlier]);
      // The number alone decides: if a lead's name is corrected, the lead keeps its identity.
      expect(createIdentities(one, []).of(lead({ externalId, firstName: 'Bravo' })).key).toBe(key);
    },
  );

  test('the identity of a bulk does not show which leads it has', () => {
    const { key, aliases } = createIdentities(testKey(), [], false).ofBulk('2025|1|1nk218i');
    expect(key).toMatch(/^k1\.[\da-f]{8}\.[\w-]{22}$/);
    expect(aliases).toEqual(['2025|1|1nk218i']);
  });

  test.each<[boolean, Partial<Lead>]>([
    [true, {}],
    [true, { email: null }],
    [true, { phoneNumber: null }],
    [false, { phoneNumber: null, email: null }],
    [false, { phoneNumber: '0000000000', email: null }],
    [false, { phoneNumber: '1111111', email: 'noemail@example.com' }],
    [false, { phoneNumber: '12', email: 'N/A' }],
    [false, { phoneNumber: 'null', email: 'alfa' }],
  ])('isReachable is %s for %j', (is, changes) => {
    expect(isReachable(lead(changes))).toBe(is);
  });
});

describe('keys of earlier releases', () => {
  test('there is a key for each way in which earlier releases may have read missing values', () => {
    const car = { modelFamily: 'RIO', modelYear: 2024, modelMemo: null, modelPreferences: null, totalQty: 1 };
    const vehicles = [
      { ...car, id: null },
      { ...car, id: '576' },
    ];
    // Eight keys, because a vehicle may have 0 or no number, and each date may be 0001-01-01 or missing.
    expect(new Set(legacyKeysOf(lead({ vehicles })))).toHaveLength(8);
    expect(legacyKeysOf(lead({ leadDate: '2026-01-01' as never, dateOfBirth: '2000-01-01' as never }))).toHaveLength(1);
  });

  test.each([
    ['9007199254740993', ['x9007199254740992']],
    ['9007199254740992', []],
    ['574', []],
    ['WEB-2025-17', []],
  ])('the earlier keys of the number %s are %j', (externalId, keys) => {
    expect(legacyNumberOf(externalId)).toEqual(keys);
  });

  test('earlier keys combine the six fields by which earlier releases told people apart', () => {
    expect(legacyPersonOf(lead())).toBe(legacyPersonOf(lead({ brand: 'MG' })));
    expect(legacyPersonOf(lead())).not.toBe(legacyPersonOf(lead({ email: null })));
  });
});

const observe = (...leads: Lead[]) => {
  const observer = new BulkObserver(testIdentities());
  const keys = leads.map((one) => observer.add(one));
  return { keys, ...observer.finish(buildBulk()) };
};
/** Returns all keys of these leads. */
function known(all: readonly Lead[]): string {
  const { keys, leads: observed } = observe(...all);
  return JSON.stringify([keys, [...observed], all.map(legacyKeysOf), all.map(legacyPersonOf)]);
}
const named = (externalId: string) => buildLead({ externalId });

describe('leads of one bulk that share an identity', () => {
  test('leads that share an identity get numbered keys, and an external id that looks like such a key is kept apart', () => {
    const [a, second] = [testIdentities().of(named('A')).key, testIdentities().of(named('A#2')).key];
    expect(observe(named('A'), named('A'), named('A#2'), named('A')).keys).toEqual([a, `${a}#2`, second, `${a}#3`]);
    expect(observe(named('7'), named('7'), named('7#2')).keys.slice(0, 2)).toEqual(['x7', 'x7#2']);
  });

  test('leads that share an identity give the same result in any order', () => {
    const [pending, created] = [lead(), lead({ leadId: '7', outcome: 'created' })];
    expect(observe(pending, created).fingerprint).toBe(observe(created, pending).fingerprint);
    expect(observe(pending, created).fingerprint).not.toBe(observe(pending, pending).fingerprint);
  });
});
