import { languageTags } from '@leadbell/i18n';
import { limits, renderChoices } from '@leadbell/slack-kit';
import { asRead } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { textFilters } from '../../queries/filters.ts';
import { messagesFor } from '../index.ts';
import { knownChoices } from './known-choices.ts';

const longest = (n: number) => `${n} ${'W'.repeat(60)}`.slice(0, 60);

test.each(languageTags)(
  'in %s at most 100 are shown, the most frequent of each filter, within Slack’s limits',
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

test('a value with controls of direction or a mention is shown as plain words', () => {
  const messages = messagesFor('en');
  const vocabulary = { valuesOf: (filter: string) => (filter === 'brand' ? ['\u202EAIK <!channel>'] : []) };
  const shown = JSON.stringify(renderChoices(knownChoices('aik', vocabulary, messages), 'ltr'));
  const { text } = (JSON.parse(shown) as { option_groups: { options: { text: { text: string } }[] }[] })
    .option_groups[0]?.options[0] ?? { text: { text: '' } };
  expect(text.text).not.toContain('\u202E');
  expect(text.text).toContain('AIK');
});
