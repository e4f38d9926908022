/** Tests that the buttons of a digest open exactly the leads that it counts, for random days, hours and priorities. */
import {
  dayWindow,
  type Instant,
  isHot,
  type Lead,
  type LeadFilter,
  leadMatcher,
  type Period,
  type PlainDate,
  type Scope,
  scopeMatcher,
  type Window,
} from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import type { Card } from '@leadbell/slack-kit';
import { asRead, runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnswers } from '../../reports/answers.ts';
import { type AnyQuery, answerQuery, decodeQuery, filters } from '../../testing/commands-fixtures.ts';
import { plainDigest } from '../../testing/definition-fixtures.ts';
import { scopeMark } from '../../subscriptions/scope.ts';
import { bulkOf, contextFor, noLeadSets, nthLead, workingCalendar } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { scheduleOf } from '../../testing/digest-fixtures.ts';
import { digestCard } from './digest-card.ts';
import { gatherDigest, periodIn } from './gather.ts';

const definition = { ...plainDigest, schedule: scheduleOf('08:30') };
const { zone } = definition;
const { from: midnight } = dayWindow('2025-08-24' as PlainDate, zone);
const hourMs = 3_600_000;
const now = (midnight + 72 * hourMs) as Instant;

const priorities = ['Hot', 'ساخن', 'Very high', 'Not hot', 'Cold', 'hot lead', null] as const;

/** Returns one bulk for each half hour of three days. */
function bulks(seed: number): readonly { readonly at: Instant; readonly leads: readonly Lead[] }[] {
  return Array.from({ length: 144 }, (_, n) => ({
    at: (midnight + n * (hourMs / 2)) as Instant,
    leads: Array.from({ length: (n * seed) % 3 }, (_one, i) => ({
      ...nthLead(n * 3 + i + seed),
      priority: priorities[(n * 5 + i * 3 + seed) % priorities.length] ?? null,
    })),
  }));
}

/** Simulates a DMS that answers with the bulks in the requested window. */
function dmsOf(all: ReturnType<typeof bulks>): LeadsApi {
  return {
    async *read(question) {
      await Promise.resolve();
      const { from, to }: Window = question.kind === 'bulk' ? { from: midnight, to: now } : question.window;
      const inside = all.filter(({ at }) => at >= from && at < to);
      yield* inside.flatMap(({ at, leads }, n): AnswerPart[] => bulkOf(leads, { key: String(at), createdAt: at }, n));
    },
  };
}

function buttonsOf(card: Card): readonly (readonly [label: string, query: AnyQuery])[] {
  return card.parts.flatMap((part) => {
    const all = part.kind === 'actions' ? part.elements : part.kind === 'text' ? [part.button] : [];
    return all.flatMap((one) => {
      const query = one?.kind === 'button' ? decodeQuery(one.value) : null;
      return one?.kind === 'button' && query !== null ? [[one.label, query] as const] : [];
    });
  });
}

const ends = fc
  .tuple(fc.integer({ min: 0, max: 143 }), fc.integer({ min: 1, max: 144 }))
  .filter(([from, halfHours]) => from + halfHours <= 144);
const wholeDays = fc.constantFrom([0, 48], [48, 48], [0, 96], [0, 144]);

const scopes = fc.constantFrom<Scope>(
  'all',
  [{ brands: ['KIA'] }],
  [{ brands: ['MG'] }],
  [{ branches: ['jeddah', 'Riyadh North'] }, { brands: ['MG'] }],
  // Together, these branches are too long for a button's value.
  [{ brands: ['KIA'] }, { branches: ['jeddah', ...Array.from({ length: 200 }, (_, n) => `Branch ${n}`)] }],
);
const asked = fc.constantFrom<LeadFilter>(
  {},
  filters({ brand: 'KIA' }),
  filters({ priority: 'hot' }),
  filters({ priority: '!hot', or: 'brand=MG;priority=cold' }),
);
const labels = { list: 'See the leads', hot: 'See hot leads', errors: 'See the errors' } as const;
const names = ['list', 'hot', 'errors'] as const;
const kinds = {
  list: () => true,
  hot: ({ priority }: Lead) => isHot(priority),
  errors: ({ outcome }: Lead) => outcome === 'errored',
} satisfies Record<(typeof names)[number], (lead: Lead) => boolean>;

async function digestOf(leadsApi: LeadsApi, period: Period, scope: Scope, by: LeadFilter): Promise<Card> {
  const answers = createAnswers({ now: () => now });
  const gathering = { leadsApi, answers, scope, catalogue: none, calendar: workingCalendar };
  const facts = await gatherDigest({ ...definition, filters: by }, period, gathering, new AbortController().signal);
  return digestCard({ ...facts, subscription: 1, merged: 1, meantFor: null }, messagesFor('en'));
}

test(
  'each button of a digest opens the leads that it counts, or says why there are fewer',
  { timeout: 600_000 },
  async () => {
    const opened = { list: 0, hot: 0, errors: 0, fewer: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 3, arbitrary: ends }, wholeDays),
        fc.integer({ min: 1, max: 1_000 }),
        fc.tuple(scopes, scopes),
        asked,
        async ([start = 0, halfHours = 1], seed, [owner, reader], by) => {
          const from = (midnight + start * (hourMs / 2)) as Instant;
          const window = { from, to: (from + halfHours * (hourMs / 2)) as Instant };
          const all = bulks(seed);
          const leadsApi = dmsOf(all);
          const counted = all
            .flatMap((one) => (one.at >= window.from && one.at < window.to ? one.leads : []))
            .filter((lead) => scopeMatcher(owner)(lead) && leadMatcher(by)(lead));
          const card = await digestOf(leadsApi, periodIn(window, zone), owner, by);
          const buttons = new Map(buttonsOf(card));
          const context = contextFor(leadsApi, 'en', {
            now,
            answers: createAnswers({ now: () => now }),
            scope: reader,
            leadSets: {
              ...noLeadSets,
              scopeOf: ({ mark }) => Promise.resolve(owner !== 'all' && scopeMark(owner) === mark ? owner : null),
            },
          });
          for (const name of names) {
            const its = counted.filter(kinds[name]);
            const query = buttons.get(labels[name]);
            // In a digest of only hot leads, no section repeats how many are hot.
            const isOptional =
              (name === 'hot' && its.length === counted.length) || (name !== 'list' && its.length === 0);
            expect([name, isOptional || query !== undefined]).toEqual([name, true]);
            if (query === undefined) continue;
            const isSaid = name !== 'hot' || asRead(JSON.stringify(card)).includes(`🔥 ${its.length} hot lead`);
            expect([name, isSaid]).toEqual([name, true]);
            const list = await answerQuery(query, context);
            const seen = its.filter(scopeMatcher(reader)).length;
            const said = JSON.stringify(list.parts);
            const total = Number(/: (\d+) (?:of \d+ )?lead/.exec(asRead(list.summary))?.[1] ?? 0);
            expect([name, total]).toEqual([name, seen]);
            expect(said.includes(`this list has ${seen}, because your role`)).toBe(seen < its.length);
            expect(said.includes('because the DMS has changed')).toBe(false);
            opened[name] += 1;
            if (seen < its.length) opened.fewer += 1;
          }
        },
      ),
      { numRuns: runs(300) },
    );
    expect(Object.values(opened).every((count) => count > 0)).toBe(true);
  },
);

test('a list says that it has more leads than the digest counted; when the list is filtered, it does not compare the numbers', async () => {
  const window = { from: midnight, to: (midnight + 24 * hourMs) as Instant };
  const card = await digestOf(dmsOf(bulks(7)), periodIn(window, zone), [{ brands: ['KIA'] }], {});
  const query = new Map(buttonsOf(card)).get('See the leads');
  if (query === undefined) throw new Error('no button');
  const more = bulks(7).map(({ at, leads }) => ({
    at: (at + 1) as Instant,
    leads: leads.map((lead) => ({ ...lead, externalId: `9${lead.externalId}` })),
  }));
  const later = contextFor(dmsOf([...bulks(7), ...more]), 'en', { now });
  const list = await answerQuery(query, later);
  expect(JSON.stringify(list.parts)).toMatch(
    /The message counted \d+; this list has \d+, because the DMS has changed since/,
  );
  expect(JSON.stringify(list.parts)).toContain('Counted only: ');
  const overview = await answerQuery({ ...query, view: 'numbers' } as AnyQuery, later);
  const options = overview.parts.flatMap((part) => (part.kind === 'actions' ? part.elements : []));
  const [chosen] = options.flatMap((one) =>
    one.kind === 'select' ? [decodeQuery(one.options.at(-1)?.value ?? '')] : [],
  );
  if (chosen === undefined || chosen === null) throw new Error('no choice');
  const filtered = JSON.stringify((await answerQuery(chosen, later)).parts);
  expect(filtered).not.toContain('The message counted');
  expect(filtered).toContain('Counted only: ');
});

const none = { sources: {}, subSources: {} };
