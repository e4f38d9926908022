/**
 * Every filter must keep its meaning through a full round, in every language: typed, in a button,
 * stored, in a form, shown on a card, and typed again.
 */
import type { LeadFilter } from '@leadbell/domain';
import { languageTags } from '@leadbell/i18n';
import { readForm } from '@leadbell/slack-kit';
import { describe, expect, test } from 'vitest';
import { filterText } from '../cards/head.ts';
import { filterTable, statuses, textFilters } from '../queries/filters.ts';
import { readDefinition, writeDefinition } from '../subscriptions/definition.ts';
import { contextFor, fakeApi } from '../testing/lead-fixtures.ts';
import { decodeQuery, encodeQuery, filters as written, parseText } from '../testing/commands-fixtures.ts';
import { plainLeads } from '../testing/definition-fixtures.ts';
import { filtersOf } from './subscriptions/form-draft.ts';
import { formOf } from './subscriptions/subscribe-form.ts';
import { messagesFor } from './index.ts';

const values = {
  text: ['KIA', 'KIA|Hyundai', '!Riyadh North', 'جدة', '100% of; all, of: it'],
  status: statuses,
} as const;

const every: readonly (readonly [name: keyof LeadFilter, value: string])[] = [
  ...textFilters.flatMap((name) => values.text.map((value) => [name, value] as const)),
  ...values.status.map((value) => ['status', value] as const),
];

describe.each(languageTags)('a filter in %s', (tag) => {
  const messages = messagesFor(tag);
  const context = contextFor(fakeApi([]), tag);
  const parsed = (line: string): LeadFilter => {
    const one = parseText(line, context);
    if (!one.ok) throw new Error(`not understood: ${line}: ${one.complaint.sentence}`);
    return one.query.filters ?? {};
  };

  test.each(every)('%s:%s', (name, value) => {
    const filters = written({ [name]: value });
    // The filter as a person types it.
    expect(parsed(`today ${name}:"${value}"`)).toEqual(filters);
    // The filter in the value of a button that opens the next page.
    const query = { command: 'today', period: { kind: 'today' }, filters, page: 2, share: false } as const;
    expect(decodeQuery(encodeQuery(query))).toEqual(query);
    // The filter as a subscription stores it.
    const definition = { ...plainLeads, filters };
    expect(readDefinition('leads', JSON.parse(JSON.stringify(writeDefinition(definition))) as object)).toEqual(
      definition,
    );
    // The filter as a card shows it.
    const said = JSON.stringify(filterText(filters, { messages }));
    for (const word of name === 'status' ? [] : value.replace('!', '').split('|')) expect(said).toContain(word);
    expect(said).not.toBe('[]');
  });

  test('a filter fills its field in the form and is read back unchanged', () => {
    // The values are short, because all filters together have one limit.
    const filters = written(Object.fromEntries(textFilters.map((name, n) => [name, `!${n}|a, b`])));
    const definition = { ...plainLeads, filters };
    const request = { channel: 'C1', zone: context.zone, settings: context.alerts.settings, kind: 'leads' } as const;
    const { fields } = formOf({ ...request, edited: { id: 1, definition } }, messages);
    const initial = fields.flatMap((field) => ('initial' in field ? [[field.id, field.initial] as const] : []));
    for (const [n, name] of textFilters.entries()) expect(initial).toContainEqual([name, `!${n}, "a, b"`]);
    const inputs = initial.filter(([id]) => textFilters.some((name) => name === id));
    const sent = readForm({
      values: Object.fromEntries(inputs.map(([id, value]) => [id, { [id]: { type: 'plain_text_input', value } }])),
    });
    expect(filtersOf(sent)).toEqual(filters);
  });
});

test('every word and every letter means exactly one filter', () => {
  const words = textFilters.flatMap((name) => filterTable[name].words.map((word) => [word, name] as const));
  for (const [word, name] of words)
    expect(parseText(`today ${word}:KIA`, contextFor(fakeApi([]), 'ar'))).toMatchObject({
      query: { filters: written({ [name]: 'KIA' }) },
    });
  const letters = [...textFilters.map((name): string => filterTable[name].letter), 'x', 'o'];
  expect(new Set(letters).size).toBe(letters.length);
});
