/**
 * Tests that every choice in a list's menus shows the number of leads in the list that it opens,
 * for random days, filters, scopes, and answers that were cached earlier in the day.
 */
import { installationAliases, type Scope } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { Card } from '@leadbell/slack-kit';
import { asRead, runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnswers } from '../reports/answers.ts';
import { type AnyQuery, answerQuery, decodeOpen, decodeQuery, parseText } from '../testing/commands-fixtures.ts';
import { contextFor, dayOf, fakeApi, noon, nthLead } from '../testing/lead-fixtures.ts';

const asked = fc.constantFrom(
  'today',
  'today source:Website',
  'today status:created',
  'today brand:KIA',
  'today branch:Jeddah -brand:MG',
);
const scopes = fc.constantFrom<Scope>('all', [{ brands: ['KIA'] }], [{ brands: ['MG'] }, { branches: ['Jeddah'] }]);
const visits = fc.array(fc.record({ text: asked, arrived: fc.integer({ min: 0, max: 30 }), fresh: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});

function choicesIn(card: Card): readonly { readonly value: string; readonly count: number }[] {
  return card.parts.flatMap((part) =>
    part.kind !== 'actions'
      ? []
      : part.elements.flatMap((one) =>
          one.kind !== 'select'
            ? []
            : one.options.flatMap(({ label, value }) => {
                const [, count] = /\((\d+)\)$/.exec(asRead(label)) ?? [];
                return count === undefined ? [] : [{ value, count: Number(count) }];
              }),
        ),
  );
}

function rowsIn(card: Card): readonly string[] {
  return card.parts.flatMap((part) => {
    const opened = part.kind === 'text' && part.button !== undefined ? decodeOpen(part.button.value) : null;
    return opened === null ? [] : [opened.leadRef];
  });
}

const printsCounts = process.env['THOROUGH_TESTS'] === '1';

test('every number in a menu equals the number of leads in the list that it opens', { timeout: 600_000 }, async () => {
  let [numbers, cases] = [0, 0];
  await fc.assert(
    fc.asyncProperty(visits, scopes, fc.constantFrom(5, 40, 1_000), async (all, scope, maxRows) => {
      let [count, now] = [4, Number(noon)];
      const leadsApi: LeadsApi = {
        async *read() {
          await Promise.resolve();
          yield* dayOf(count);
        },
      };
      const answers = createAnswers({ now: () => now as never, maxRows });
      const context = () => contextFor(leadsApi, 'en', { now: now as never, answers, scope });
      let card: Card | null = null;
      for (const { text, arrived, fresh } of all) {
        [count, now] = [count + arrived, now + 60_000];
        const parsed = parseText(text, context());
        if (!parsed.ok) throw new Error(text);
        card = await answerQuery({ ...parsed.query, view: 'numbers' } as AnyQuery, {
          ...context(),
          fresh: fresh || arrived > 0,
        });
      }
      for (const { value, count: number } of card === null ? [] : choicesIn(card)) {
        const chosen = decodeQuery(value);
        if (chosen === null) throw new Error(value);
        const { view: _view, ...query } = chosen;
        const rows: string[] = [];
        for (let page = 0; page < Math.max(1, Math.ceil(Math.min(number, maxRows) / 5)) + 1; page += 1)
          rows.push(...rowsIn(await answerQuery({ ...query, page } as AnyQuery, context())));
        const opened = await answerQuery(query, context());
        expect([value, asRead(opened.summary)]).toEqual([
          value,
          expect.stringContaining(number === 1 ? ': 1 lead' : `: ${number} leads`),
        ]);
        expect(new Set(rows).size).toBe(Math.min(number, maxRows));
        numbers += 1;
      }
      cases += 1;
    }),
    { numRuns: runs(400) },
  );
  expect(numbers).toBeGreaterThan(0);
  if (printsCounts) process.stdout.write(`${cases} days, ${numbers} numbers compared with the lists they open\n`);
});

test('the count of a source in the menu includes longer names that contain it, and its other spellings', async () => {
  installationAliases.use({ source: [['Website', 'الموقع']] });
  try {
    const counts = { Email: 5, 'Email Campaign': 3, Website: 4, الموقع: 6 };
    const sources = Object.entries(counts).flatMap(([source, count]) => Array.from({ length: count }, () => source));
    const parts = dayOf(sources.length, 4, (n) => ({ ...nthLead(n), source: sources[n] ?? null }));
    const context = contextFor(fakeApi(parts));
    const parsed = parseText('today', context);
    if (!parsed.ok) throw new Error('today');
    const choices = choicesIn(await answerQuery({ ...parsed.query, view: 'numbers' } as AnyQuery, context));
    const ofSources = choices.filter(({ value }) => decodeQuery(value)?.filters?.source !== undefined);
    expect(ofSources.map(({ count }) => count)).toEqual([10, 8, 3]);
    for (const [tag, label, other] of [
      ['en', 'Website (10)', 'الموقع'],
      ['ar', 'الموقع (10)', 'Website'],
    ] as const) {
      const menus = asRead(
        JSON.stringify(
          await answerQuery({ ...parsed.query, view: 'numbers' } as AnyQuery, contextFor(fakeApi(parts), tag)),
        ),
      );
      expect(menus).toContain(`"label":"${label}"`);
      expect(menus).not.toContain(`"label":"${other} (`);
    }
    for (const { value, count } of ofSources) {
      const { view: _view, ...query } = decodeQuery(value) ?? parsed.query;
      expect(asRead((await answerQuery(query, context)).summary)).toContain(`: ${count} leads`);
    }
  } finally {
    installationAliases.use({});
  }
});

const word = fc.constantFrom('Email', 'Campaign', 'Web', 'بريد', 'E-mail', 'e mail');
const sourceNames = fc.uniqueArray(
  fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join(' ')),
  { minLength: 2, maxLength: 6 },
);

test(
  'whatever the sources are called and whichever have codes, each number in a menu equals the leads in its list',
  { timeout: 600_000 },
  async () => {
    let [numbers, byCode] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        sourceNames,
        fc.integer({ min: 0, max: 63 }),
        fc.nat({ max: 100 }),
        async (names, coded, seed) => {
          const sources = Object.fromEntries(
            names.flatMap((name, n) => ((coded >> n) % 2 === 1 ? [[name, n + 1]] : [])),
          );
          installationAliases.use({}, { source: Object.keys(sources) });
          const leadsApi: LeadsApi = {
            async *read(question) {
              await Promise.resolve();
              const code = question.kind === 'window' ? question.source : undefined;
              if (code !== undefined) byCode += 1;
              const all = Array.from({ length: 30 }, (_, n) => ({
                ...nthLead(n),
                source: names[(n * n + seed) % names.length] ?? null,
              }));
              const asked = all.filter(({ source }) => code === undefined || sources[source ?? ''] === code);
              yield* dayOf(asked.length, 4, (n) => asked[n] ?? nthLead(n));
            },
          };
          const catalogue = { sources, subSources: {} };
          // A new context each time, so that nothing is cached between the menu and the list.
          const context = () => contextFor(leadsApi, 'en', { catalogue });
          const overview = parseText('today', context());
          if (!overview.ok) throw new Error('today');
          const card = await answerQuery({ ...overview.query, view: 'numbers' } as AnyQuery, context());
          for (const { value, count } of choicesIn(card)) {
            const { view: _view, ...query } = decodeQuery(value) ?? overview.query;
            const list = asRead((await answerQuery(query, context())).summary);
            expect([value, list]).toEqual([
              value,
              expect.stringContaining(count === 1 ? ': 1 lead' : `: ${count} leads`),
            ]);
            numbers += 1;
          }
        },
      ),
      { numRuns: runs(400) },
    );
    installationAliases.use({});
    expect(Math.min(numbers, byCode)).toBeGreaterThan(0);
  },
);

test('a list that shows hot leads first says which leads were sorted, unless the list has all leads', async () => {
  const answers = createAnswers({ now: () => noon, maxRows: 10 });
  const context = contextFor(fakeApi(dayOf(40)), 'en', { answers });
  const said = async (text: string, order: 'hot' | 'newest') => {
    const parsed = parseText(text, context);
    if (!parsed.ok) throw new Error(text);
    return JSON.stringify((await answerQuery({ ...parsed.query, order } as AnyQuery, context)).parts);
  };
  expect(await said('today', 'hot')).toContain('The list shows the first 10: hot leads before the others');
  expect(await said('today', 'newest')).toContain('The list shows the newest 10;');
  expect(await said('today priority:hot', 'hot')).not.toContain('The list shows');
});
