import type { LeadFilter } from '@leadbell/domain';
import { languageTags } from '@leadbell/i18n';
import { limits, renderChoices, type Values } from '@leadbell/slack-kit';
import { asRead, runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textFilters } from '../../queries/filters.ts';
import type { LeadsDefinition } from '../../subscriptions/definition.ts';
import { messagesFor } from '../index.ts';
import { filtersOf } from './form-draft.ts';
import { knownChoices } from './known-choices.ts';
import { leadsFields } from './subscribe-fields.ts';

const longest = (n: number) => `${n} ${'W'.repeat(60)}`.slice(0, 60);

test.each(languageTags)(
  'at most 100 known values are shown in %s, the most frequent of each filter, within Slack’s limits',
  (tag) => {
    const messages = messagesFor(tag);
    const values = Array.from({ length: 500 }, (_, n) => longest(n));
    const vocabulary = { valuesOf: (filter: string) => (filter === 'sub' ? values.slice(0, 2) : values) };
    const shown = renderChoices(knownChoices('', vocabulary, messages), messages.direction);
    if (!('option_groups' in shown)) throw new Error('nothing is shown');
    const options = shown.option_groups.map((group) => group.options);
    expect(options.flat()).toHaveLength(100);
    expect(options.map(({ length }) => length)).toEqual([20, 20, 20, 2, 19, 19]);
    for (const [n, { label, options: own }] of shown.option_groups.entries()) {
      expect(asRead(label.text)).toBe(messages.breakdowns[textFilters[n] ?? 'brand']);
      expect(own.map(({ text }) => asRead(text.text))).toEqual(values.slice(0, own.length));
      for (const { text, value } of own) {
        expect(text.text.length).toBeLessThanOrEqual(limits.select.label);
        expect(value?.length).toBeLessThanOrEqual(limits.select.value);
      }
    }
  },
);

test('a value with direction controls or a mention is shown as plain words', () => {
  const messages = messagesFor('en');
  const vocabulary = { valuesOf: (filter: string) => (filter === 'brand' ? ['\u202EAIK <!channel>'] : []) };
  const shown = JSON.stringify(renderChoices(knownChoices('aik', vocabulary, messages), 'ltr'));
  const { text } = (JSON.parse(shown) as { option_groups: { options: { text: { text: string } }[] }[] })
    .option_groups[0]?.options[0] ?? { text: { text: '' } };
  expect(text.text).not.toContain('\u202E');
  expect(text.text).toContain('AIK');
});

test('the form of a subscription opens with its values in the menu, and keeps its filters if it is submitted unchanged', () => {
  const messages = messagesFor('en');
  const one = fc.constantFrom('KIA', 'كيا', 'Riyadh, North', 'a "b"', 'x:y', '!MG', 'A'.repeat(55), 'Direct Contact');
  const value = fc.record({
    isNot: fc.boolean(),
    alternatives: fc.uniqueArray(one, { minLength: 1, maxLength: 6 }),
  });
  const any = fc.record(
    { brand: value, branch: value, source: value, sub: value, priority: value, type: value },
    { requiredKeys: [] },
  );
  /** Returns the values as Slack sends them for an untouched form. */
  const untouched = (filters: LeadFilter): Values => {
    const initials = leadsFields({ filters } as LeadsDefinition, messages).map((field): [string, readonly string[]] => {
      const initial = 'initial' in field ? field.initial : undefined;
      return [field.id, typeof initial === 'string' ? [initial] : (initial ?? [])];
    });
    const values = new Map(initials);
    return (id) => values.get(id) ?? [];
  };
  let inMenu = 0;
  fc.assert(
    fc.property(any, (filters) => {
      const values = untouched(filters);
      const sure = Object.entries(filters).filter(([, { alternatives }]) => !alternatives.join('').includes('"'));
      for (const [name, its] of sure) expect([name, filtersOf(values)[name as 'brand']]).toEqual([name, its]);
      inMenu += values('known').length;
      expect(values('known').length).toBeLessThanOrEqual(20);
    }),
    { numRuns: runs(300) },
  );
  expect(inMenu).toBeGreaterThan(0);
  const kia = untouched({ brand: { isNot: false, alternatives: ['KIA', 'MG'] } });
  expect([kia('known'), kia('brand')]).toEqual([['brand:KIA', 'brand:MG'], ['']]);
});
