/** The buttons of a digest open exactly the leads that it counts: for random days, hours and priorities. */
import { dayWindow, type Instant, isHot, type Lead, type Period, type PlainDate, type Window } from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import type { Card } from '@leadbell/slack-kit';
import { asRead, runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnswers } from '../../reports/answers.ts';
import { type AnyQuery, answerQuery, decodeQuery } from '../../testing/commands-fixtures.ts';
import { plainDigest } from '../../testing/definition-fixtures.ts';
import { bulkOf, contextFor, nthLead, workingCalendar } from '../../testing/lead-fixtures.ts';
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

/** One bulk each half hour of three days. */
function bulks(seed: number): readonly { readonly at: Instant; readonly leads: readonly Lead[] }[] {
  return Array.from({ length: 144 }, (_, n) => ({
    at: (midnight + n * (hourMs / 2)) as Instant,
    leads: Array.from({ length: (n * seed) % 3 }, (_one, i) => ({
      ...nthLead(n * 3 + i + seed),
      priority: priorities[(n * 5 + i * 3 + seed) % priorities.length] ?? null,
    })),
  }));
}

/** Like the DMS, it answers with the bulks of the window. */
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

test('each button of a digest opens as many leads as the digest says', { timeout: 600_000 }, async () => {
  const opened = { list: 0, hot: 0, errors: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 3, arbitrary: ends }, wholeDays),
      fc.integer({ min: 1, max: 1_000 }),
      async ([start = 0, halfHours = 1], seed) => {
        const from = (midnight + start * (hourMs / 2)) as Instant;
        const window = { from, to: (from + halfHours * (hourMs / 2)) as Instant };
        const all = bulks(seed);
        const leads = all.flatMap((one) => (one.at >= window.from && one.at < window.to ? one.leads : []));
        const period: Period = periodIn(window, zone);
        const leadsApi = dmsOf(all);
        const answers = createAnswers({ now: () => now });
        const gathering = { leadsApi, answers, scope: 'all', catalogue: none, calendar: workingCalendar } as const;
        const gathered = await gatherDigest(definition, period, gathering, new AbortController().signal);
        const card = digestCard({ ...gathered, merged: 1, meantFor: null }, messagesFor('en'));
        const buttons = new Map(buttonsOf(card));
        const context = contextFor(leadsApi, 'en', { now, answers: createAnswers({ now: () => now }) });
        const totalOf = async (query: AnyQuery) =>
          Number(/: (\d+) (?:of \d+ )?lead/.exec(asRead((await answerQuery(query, context)).summary))?.[1] ?? 0);
        const counts = {
          list: leads.length,
          hot: leads.filter(({ priority }) => isHot(priority)).length,
          errors: leads.filter(({ outcome }) => outcome === 'errored').length,
        };
        const labels = { list: 'See the leads', hot: 'See hot leads', errors: 'See the errors' } as const;
        for (const name of ['list', 'hot', 'errors'] as const) {
          const query = buttons.get(labels[name]);
          const isOptional = name === 'hot' || (name === 'errors' && counts[name] === 0);
          expect([name, isOptional || query !== undefined]).toEqual([name, true]);
          if (query === undefined) continue;
          expect([name, await totalOf(query)]).toEqual([name, counts[name]]);
          opened[name] += 1;
        }
      },
    ),
    { numRuns: runs(300) },
  );
  expect(Object.values(opened).every((count) => count > 0)).toBe(true);
});

const none = { sources: {}, subSources: {} };
