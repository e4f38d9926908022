import { decodeQuery, filters } from '../../testing/commands-fixtures.ts';
import { type Language, languageTags } from '@leadbell/i18n';
import { readdirSync } from 'node:fs';
import type { Period, PlainDate, Zone } from '@leadbell/domain';
import type { AnswerPart } from '@leadbell/leads-api';
import { languageGoldens } from '../../testing/language-goldens-fixtures.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { createAnswers } from '../../reports/answers.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { at, bulkOf, dayOf, example, fakeApi, noon, nthLead, problem } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { type Card, checkBlocks, renderMessage } from '@leadbell/slack-kit';
import { digestCard } from './digest-card.ts';
import type { DigestFacts } from './facts.ts';
import { sections } from './sections/index.ts';

const golden = languageGoldens(new URL('./__golden__/', import.meta.url));
afterAll(golden.expectNoOrphans);

const zone = 'Asia/Riyadh' as Zone;
const yesterday = '2025-08-24' as PlainDate;
const period: Period = {
  spec: { kind: 'date', date: yesterday },
  zone,
  window: { from: at('2025-08-24T00:00:00+03:00'), to: at('2025-08-26T00:00:00+03:00') },
  firstDate: yesterday,
  lastDate: yesterday,
};

async function digest(parts: readonly AnswerPart[], tag: Language, changes: Partial<DigestFacts> = {}): Promise<Card> {
  const inquiry = inquiryOf(
    { kind: 'window', period },
    {},
    { catalogue: { sources: {}, subSources: {} }, zone, scope: 'all' },
    true,
  );
  const answer = await createAnswers({ now: () => noon }).find(inquiry, {
    leadsApi: fakeApi(parts),
    signal: new AbortController().signal,
    fresh: true,
  });
  return digestCard(
    {
      answer,
      period,
      filters: {},
      before: null,
      weekBefore: null,
      outcomesBefore: null,
      outcomesWeekBefore: null,
      branchesBefore: null,
      scope: 'all',
      subscription: 5,
      afterHours: 0,
      days: 1,
      merged: 1,
      meantFor: null,
      hijri: false,
      without: [],
      ...changes,
    },
    messagesFor(tag),
  );
}

const cases: readonly (readonly [name: string, parts: readonly AnswerPart[], changes: Partial<DigestFacts>])[] = [
  ['empty', [], { before: 0, weekBefore: 12 }],
  ['one', bulkOf([example]), { before: 1, weekBefore: 0 }],
  [
    'many',
    [
      ...dayOf(40),
      ...bulkOf([{ ...nthLead(3), externalId: null }], { state: 'in-progress' }, 90),
      ...bulkOf([{ ...nthLead(5), externalId: null }], { state: 'cancelled' }, 91),
    ],
    {
      before: 36,
      weekBefore: 60,
      outcomesBefore: { errored: 4, created: 30, pending: 2 },
      outcomesWeekBefore: { errored: 9, created: 50, pending: 1 },
    },
  ],
  [
    'huge',
    [...dayOf(5_000, 50), problem('[0].leads[3]')],
    { before: 4_000, weekBefore: 4_000, filters: filters({ brand: 'KIA' }) },
  ],
  [
    'weekly',
    dayOf(60),
    {
      days: 7,
      hijri: true,
      afterHours: 4,
      before: 50,
      without: ['outcomes'],
      branchesBefore: [
        { value: 'Riyadh North', count: 20 },
        { value: 'Jeddah', count: 3 },
      ],
    },
  ],
  ['late', dayOf(12), { merged: 3, days: 3, meantFor: '24 August 08:30', before: 12 }],
];

describe.each(languageTags)('the digest in %s', (tag) => {
  it.each(cases)('%s', async (name, parts, changes) => {
    const card = await digest(parts, tag, changes);
    const { blocks } = renderMessage(card, { tag, more: messagesFor(tag).leads.more });
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    const { parts: shown, ...rest } = card;
    golden.expect(
      name,
      tag,
      'json',
      `${JSON.stringify(rest)}\n${shown.map((part) => JSON.stringify(part)).join('\n')}`,
    );
  });
});

it('a digest’s button refers to the subscription if the brands and branches of its scope are too long for the button', async () => {
  const scope = [{ branches: Array.from({ length: 200 }, (_, n) => `Branch ${n}`) }];
  const card = await digest(dayOf(8), 'en', { scope });
  const values = card.parts
    .flatMap((part) => (part.kind === 'actions' ? part.elements : []))
    .flatMap((one) => (one.kind === 'button' ? [one.value] : []));
  expect(values.length).toBeGreaterThan(0);
  for (const value of values) {
    expect(value.length).toBeLessThan(200);
    expect(decodeQuery(value)).toMatchObject({ counted: { scopeOf: { subscription: 5 } } });
  }
  expect(JSON.stringify(card)).toContain('Counted only');
});

it('a digest filtered by one value names it once, and has no breakdown by that field', async () => {
  const leads = dayOf(20, 4, (n) => ({ ...nthLead(n), brand: 'KIA', priority: 'Hot' }));
  const filtered = { filters: filters({ brand: 'KIA', priority: 'hot' }) };
  const said = JSON.stringify(await digest(leads, 'en', filtered));
  expect(said).not.toContain('hot leads');
  expect(said).not.toContain('"Brand"');
  expect(said.match(/20 leads/g)).toHaveLength(2);
});

it('a digest contains no names and no phone numbers', async () => {
  const said = JSON.stringify(await digest(dayOf(40), 'en'));
  for (const { firstName, lastName, phoneNumber, email } of Array.from({ length: 40 }, (_, n) => nthLead(n))) {
    for (const personal of [firstName, lastName, phoneNumber, email].filter((one) => one !== null && one.length > 2)) {
      expect(said).not.toContain(personal);
    }
  }
});

it('the list of sections has one section for each file in the folder', () => {
  const files = readdirSync(new URL('./sections/', import.meta.url)).filter((file) => file !== 'index.ts');
  expect(sections.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
});
