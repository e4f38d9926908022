/**
 * Tests that each field of a lead is shown in the group that `placesOfFields` names for it, or
 * nowhere if `placesOfFields` says so.
 */
import type { Lead, PlainDate } from '@leadbell/domain';
import { type CardPart, checkBlocks, renderModal } from '@leadbell/slack-kit';
import { asRead } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { contextFor, example, exampleBulk, fakeApi } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { leadParts } from './lead-parts.ts';
import { fieldsShown } from './more-fields.ts';
import { placesOfFields } from './places-of-fields.ts';

const { messages, zone } = contextFor(fakeApi([]), 'en');
const { groups } = messagesFor('en').lead;
type Group = keyof typeof groups;

const query = { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false } as const;
const rios = example.vehicles.map((one) => ({ ...one, modelFamily: 'ريو', modelYear: 2024 }));

/** Other values, for the fields in which not every text is valid. */
const others: { readonly [Name in keyof Lead]?: NonNullable<Lead[Name]> } = {
  externalId: '987',
  leadId: '986',
  outcome: 'errored',
  errors: [{ message: 'Planted', code: null, field: null }],
  leadDate: '2025-08-01' as PlainDate,
  dateOfBirth: '1990-01-02' as PlainDate,
  vehicles: [],
  vehiclesLeftOut: 3,
  testDriveRequired: false,
  acceptNewsLetter: false,
  acceptMarketing: false,
  acceptPrivatePolicy: false,
  phoneCode: '00971',
  phoneNumber: '500000007',
};

/** Returns the parts of the view by the title of their group. */
function shownOf(lead: Lead, isMore = true): ReadonlyMap<Group | null, string> {
  const shown = { query, period: null, messages, zone, audience: 'asker' } as const;
  const found = new Map<Group | null, string>();
  let group: Group | null = null;
  for (const part of leadParts({ ref: 'r', lead, bulk: exampleBulk }, shown, { isMore, more: null })) {
    group = beginsGroup(part) ?? group;
    found.set(group, (found.get(group) ?? '') + JSON.stringify(part));
  }
  return found;
}

function beginsGroup(part: CardPart): Group | null {
  const text = JSON.stringify(part);
  const names = Object.keys(groups) as Group[];
  return names.find((name) => new RegExp(`"words":"[^"]*${groups[name]}(?: · )?","style":"bold"`).test(text)) ?? null;
}

const fields = [...new Set([...Object.keys(placesOfFields), ...Object.keys(example)])] as (keyof Lead)[];

test.each(fields)('%s is shown where `placesOfFields` says', (field) => {
  const lead: Lead = { ...example, errors: [{ message: 'E', code: null, field: null }] };
  const changed = { ...lead, [field]: others[field] ?? `Planted ${field}` };
  const [before, after] = [shownOf(lead), shownOf(changed)];
  const differing = (Object.keys(groups) as Group[]).filter((group) => before.get(group) !== after.get(group));
  const place = placesOfFields[field];
  expect([place, place === 'not shown' ? differing.length === 0 : differing.includes(place)]).toEqual([place, true]);
});

test('the audit log records exactly those fields that the person was shown', () => {
  const lead: Lead = { ...example, errors: [{ message: 'E', code: null, field: null }] };
  const wrong = fields.filter((field) => {
    const changed = { ...lead, [field]: others[field] ?? `Planted ${field}` };
    const isShown = JSON.stringify([...shownOf(lead, false)]) !== JSON.stringify([...shownOf(changed, false)]);
    return isShown !== fieldsShown({ ...changed, vehicles: example.vehicles }, false).includes(field);
  });
  expect(wrong).toEqual([]);
});

const bare = (text: string) => text.replaceAll(/\\n|\s/g, '');

test.each([
  ['a short one', 'please call after five'],
  ['one of many lines', Array.from({ length: 400 }, (_, n) => `line ${n} of the letter`).join('\n')],
  [
    'the longest that is read',
    Array.from({ length: 9_000 }, (_, n) => `word${n}`)
      .join(' ')
      .slice(0, 65_536),
  ],
  ['the longest without a space', 'x'.repeat(65_536)],
])('the whole note is shown, and so is the number after it: %s', (_, leadNote) => {
  const row = { ref: 'r', lead: { ...example, leadNote }, bulk: exampleBulk };
  const parts = leadParts(
    row,
    { query, period: null, messages, zone, audience: 'asker' },
    { isMore: true, more: null },
  );
  const card = { title: 'T', closeLabel: 'C', summary: 'S', direction: 'ltr', parts } as const;
  const { blocks } = renderModal(card, { tag: 'en', more: String });
  expect(checkBlocks(blocks, 'modal')).toEqual([]);
  const read = asRead(JSON.stringify(blocks).replaceAll(/"text":"((?:[^"\\]|\\.)*)"|[^"]|"/g, '$1'));
  expect(bare(read)).toContain(bare(leadNote));
  expect(bare(read).split(bare(leadNote))[1]).toContain(groups.contact);
});

test.each([
  ['en', { title: 'Ms', firstName: 'لمى', lastName: 'المختبر' }, '⁨Ms⁩ ⁨لمى المختبر⁩'],
  ['ar', { title: 'Ms', firstName: 'لمى', lastName: 'المختبر' }, '⁨Ms⁩ ⁨لمى المختبر⁩'],
  ['ar', { title: null, firstName: 'Ms. لمى', lastName: 'المختبر' }, '⁨Ms.⁩ ⁨لمى المختبر⁩'],
  ['ar', { title: 'Ms', firstName: 'Lama', lastName: 'Testali' }, '⁨Ms Lama Testali⁩'],
  ['en', { brand: 'KIA', vehicles: rios }, '⁨KIA⁩ ⁨ريو 2024⁩'],
] as const)('in %s, parts of different direction are isolated one by one: %j', (tag, fields, right) => {
  const { messages: own } = contextFor(fakeApi([]), tag);
  const shown = { query, period: null, messages: own, zone, audience: 'asker' } as const;
  const row = { ref: 'r', lead: { ...example, middleName: null, ...fields }, bulk: exampleBulk };
  const parts = leadParts(row, shown, { isMore: false, more: null });
  const modal = renderModal(
    { direction: own.direction, title: 'T', closeLabel: 'C', summary: '', parts },
    { tag: 'a', more: String },
  );
  expect(JSON.stringify(modal).replaceAll(/[\u200e\u200f]/g, '')).toContain(right);
});
