import { anyCharacter } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { PackedPeople, type PersonFields } from './packed-people.ts';

const text = fc.option(
  fc.oneof(fc.constantFrom('', 'ألفا', 'Alfa Testali', '0500000001'), fc.string({ unit: anyCharacter, maxLength: 20 })),
);
const person: fc.Arbitrary<PersonFields> = fc.record({
  phoneCode: text,
  phoneNumber: text,
  email: text,
  firstName: text,
  lastName: text,
  contactName: text,
});

const charsOf = (one: PersonFields): number => Object.values(one).join('').length;

it('packed people are returned exactly as they were sent', () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 20 }), (people) => {
      const packed = new PackedPeople();
      const back = people.map((one) => {
        const place = packed.add(one);
        return place === -1 && charsOf(one) > 160 ? one : packed.at(place);
      });
      expect(back).toEqual(people);
    }),
  );
});

const nth = (n: number): PersonFields => ({
  phoneCode: null,
  phoneNumber: `05${String(n).padStart(8, '0')}`,
  email: `alfa.${n}@example.com`,
  firstName: 'ألفا',
  lastName: 'تستعلي',
  contactName: '',
});

it('packed people continue on a new page when one is full', () => {
  const packed = new PackedPeople();
  const places = Array.from({ length: 20_000 }, (_, n) => packed.add(nth(n)));
  expect(places.map((place) => packed.at(place))).toEqual(places.map((_, n) => nth(n)));
});

it('a person is not packed if a field, or all fields together, are too long', () => {
  const none = { phoneCode: null, phoneNumber: null, email: null, firstName: null, lastName: null, contactName: null };
  const packed = new PackedPeople();
  expect(packed.add({ ...none, lastName: 'x'.repeat(161) })).toBe(-1);
  expect(packed.add({ ...none, firstName: 'x'.repeat(81), lastName: 'x'.repeat(80) })).toBe(-1);
  const longest = { ...none, lastName: '語'.repeat(160) };
  expect(packed.at(packed.add(longest))).toEqual(longest);
});
