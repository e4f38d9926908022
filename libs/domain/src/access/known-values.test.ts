import { expect, test } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { ValueAliases } from '../leads/value-aliases.ts';
import { WordBook } from '../redact/word-book.ts';
import type { LeadValues } from '../leads/filter.ts';
import { KnownValues, type SeenValue, ValueGroups } from './known-values.ts';

const at = Date.parse('2025-08-25T12:00:00Z') as Instant;
const hour = 3_600_000;
const bare: LeadValues = {
  brand: null,
  branch: null,
  source: null,
  subSource: null,
  priority: null,
  leadType: null,
  vehicleType: null,
};
const leads = (...values: readonly Partial<LeadValues>[]) => values.map((one): LeadValues => ({ ...bare, ...one }));

test('the most frequent value comes first, in its most frequent spelling', () => {
  const known = new KnownValues();
  known.see(leads({ brand: 'MG' }, { brand: 'KIA' }, { brand: 'Kia' }, { brand: 'KIA' }), at);
  expect(known.within('all').valuesOf('brand')).toEqual(['KIA', 'MG']);
});

test('a person sees only the values of leads in their scope', () => {
  const known = new KnownValues();
  known.see(
    leads(
      { brand: 'KIA', branch: 'Jeddah', source: 'Website' },
      { brand: 'MG', branch: 'Riyadh', source: 'Walk-in' },
      { source: 'Email' },
    ),
    at,
  );
  const own = known.within([{ brands: ['kia'] }]);
  expect((['brand', 'branch', 'source'] as const).map(own.valuesOf)).toEqual([['KIA'], ['Jeddah'], ['Website']]);
  expect(known.within('all').valuesOf('source')).toEqual(['Email', 'Walk-in', 'Website']);
});

test('no personal data are kept: unknown words, phone numbers and e-mail addresses are dropped', () => {
  const known = new KnownValues(new WordBook());
  known.see(
    leads({ source: 'Zarqabadi Testali', branch: '0500000021', subSource: 'alfa@example.com', priority: 'Hot' }),
    at,
  );
  expect(known.takeNews().map(({ value }) => value)).toEqual(['Hot']);
});

test('`takeNews` returns changed values once, and again if they could not be stored', () => {
  const known = new KnownValues();
  known.see(leads({ brand: 'KIA' }), at);
  const news = known.takeNews();
  expect(news).toHaveLength(1);
  expect(known.takeNews()).toEqual([]);
  known.giveBack(news);
  expect(known.takeNews()).toEqual(news);
});

test('only new leads are counted, not leads that are read again', () => {
  const known = new KnownValues();
  const groups = new ValueGroups();
  for (const lead of leads({ brand: 'KIA' }, { brand: 'KIA' })) groups.add(lead);
  known.seeGroups(groups, at, true);
  known.seeGroups(groups, at, false);
  expect(known.takeNews().map((one) => one.leads)).toEqual([2]);
  known.seeGroups(groups, (at + 2 * hour) as Instant, false);
  expect(known.takeNews().map((one) => [one.leads, one.seenAt])).toEqual([[0, at + 2 * hour]]);
  known.seeGroups(groups, (at + 2 * hour) as Instant, true);
  expect(known.takeNews().map((one) => one.leads)).toEqual([2]);
});

test('a value’s count is its stored number of leads plus this process’s leads that are not stored yet', () => {
  const known = new KnownValues();
  known.see(leads({ brand: 'KIA' }), at);
  const row = (value: string, count: number): SeenValue => ({
    filter: 'brand',
    value,
    brand: value,
    branch: null,
    leads: count,
    seenAt: at,
  });
  known.learn([row('MG', 2), row('KIA', 2)]);
  expect(known.within('all').valuesOf('brand')).toEqual(['KIA', 'MG']);
  known.forgetBefore((at + 1) as Instant);
  expect(known.within('all').valuesOf('brand')).toEqual([]);
});

test('spellings that the settings declare equal are one value', () => {
  const aliases = new ValueAliases({ branch: [['Riyadh', 'الرياض']] });
  const known = new KnownValues(undefined, aliases);
  known.see(leads({ branch: 'الرياض' }, { branch: 'Riyadh' }, { branch: 'Riyadh' }), at);
  expect(known.within('all').valuesOf('branch')).toEqual(['Riyadh']);
});
