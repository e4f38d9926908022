/** Breakdowns of leads by origin, interest and hour, in lines short enough for a phone. Pure. */
import type { Counted, Summary } from '@leadbell/domain';
import type { CardPart, Text } from '@leadbell/slack-kit';
import type { Answer } from '../reports/answer.ts';
import { errorText } from './rows.ts';
import type { Shown } from '../reports/shown.ts';
import { data, dotted, given, lines, words } from './text.ts';
import { countsShown } from './values.ts';

/** A list that does not fit into a message. */
export interface LongList {
  readonly title: string;
  readonly items: readonly Text[];
}

const valuesShown = 4;
const hoursShown = 3;
const barLength = 8;

export interface BreakdownOptions {
  /** False if another part of the card already shows the number of test drives. */
  readonly withTestDrives?: boolean;
  readonly without?: readonly string[];
}

export function breakdownFacts(
  { summary }: Answer,
  shown: Shown,
  { withTestDrives = true, without = [] }: BreakdownOptions = {},
): CardPart | null {
  const {
    breakdowns,
    formats: { breakdowns: format },
  } = shown.messages;
  const told = vocabularies(summary, shown).filter(({ name }) => !without.includes(name));
  const facts = told.map(({ label, counts }) => ({ label, value: countsText(counts, shown) }));
  if (withTestDrives && summary.testDrives > 0) {
    facts.push({ label: breakdowns.testDrives, value: [words(format.number(summary.testDrives))] });
  }
  return facts.length === 0 ? null : { kind: 'facts', facts };
}

function vocabularies(summary: Summary, { messages }: Shown) {
  const { breakdowns } = messages;
  const all = [
    { name: 'source', label: breakdowns.source, counts: summary.sources },
    { name: 'sub', label: breakdowns.sub, counts: summary.subSources },
    { name: 'brand', label: breakdowns.brand, counts: summary.brands },
    { name: 'branch', label: breakdowns.branch, counts: summary.branches },
    { name: 'priority', label: breakdowns.priority, counts: summary.priorities },
  ] as const;
  return (
    all
      .map(({ name, label, counts }) => ({ name, label, counts: countsShown(name, counts, messages) }))
      // Leave out a list with only "Not given", because it says nothing.
      .filter(({ counts }) => counts.some(({ value }) => value !== null))
  );
}

/** All values of the lists that the card shows only in part. */
export function breakdownRest({ summary }: Answer, shown: Shown): readonly LongList[] {
  return vocabularies(summary, shown)
    .filter(({ counts }) => counts.length > valuesShown)
    .map(({ label, counts }) => ({ title: label, items: counts.map((one) => countText(one, shown)) }));
}

/** Returns a text such as “Direct Contact 60 · Website 40 · +3 more”. */
function countsText(counts: readonly Counted[], shown: Shown): Text {
  const more = counts.length - valuesShown;
  return dotted([
    ...counts.slice(0, valuesShown).map((one) => countText(one, shown)),
    more > 0 ? words(shown.messages.leads.more(more)) : null,
  ]);
}

function countText(
  { value, count, others }: Counted,
  {
    messages: {
      leads,
      formats: { leads: format },
    },
  }: Shown,
): Text {
  return [
    others === true ? words(leads.others) : (given(value, 30)[0] ?? words(leads.notGiven)),
    words(` ${format.number(count)}`),
  ];
}

/** The busiest hours as bars, busiest first; null if no hour has at least three leads. */
export function hoursText({ summary }: Answer, { messages }: Shown): CardPart | null {
  const busiest = byHourOfDay(summary)
    .toSorted((a, b) => b.count - a.count || a.hour - b.hour)
    .slice(0, hoursShown);
  if ((busiest[0]?.count ?? 0) < 3) return null;
  const points = busiest.map(({ hour, count }) => ({ label: `${String(hour).padStart(2, '0')}:00`, value: count }));
  return { kind: 'text', text: lines([words(messages.breakdowns.hours, 'bold'), ...bars(points, messages)]) };
}

/** One line for each count; the longest bar is the maximum. */
export function bars(
  points: readonly { readonly label: string; readonly value: number }[],
  { formats: { breakdowns: format } }: Shown['messages'],
): Text[] {
  const most = Math.max(1, ...points.map(({ value }) => value));
  return points.map(({ label, value }): Text => [
    data(label, 20, 'code'),
    words(
      ` ${'▇'.repeat(value === 0 ? 0 : Math.max(1, Math.round((value / most) * barLength)))} ${format.number(value)}`,
    ),
  ]);
}

/** The number of leads for each hour of the day, added up over all days. */
function byHourOfDay({ hours }: Summary): { readonly hour: number; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const { hour, count } of hours) if (count > 0) counts.set(hour, (counts.get(hour) ?? 0) + count);
  return [...counts].map(([hour, count]) => ({ hour, count }));
}

/** The most frequent errors, each with the number of leads that have it. */
export function errorGroupsText({ summary }: Answer, { messages }: Shown, title: string, max: number): CardPart | null {
  if (summary.errorGroups.length === 0) return null;
  const more = summary.errorGroups.length - max;
  return {
    kind: 'text',
    text: lines([
      words(title, 'bold'),
      ...summary.errorGroups
        .slice(0, max)
        .map(({ error, count }): Text => [
          words(`${messages.formats.errors.number(count)} × `),
          ...errorText(error, messages),
        ]),
      more > 0 ? words(messages.leads.more(more), 'italic') : null,
    ]),
  };
}

/** All groups of errors, if the card shows only some of them. */
export function errorGroupsRest(
  { summary }: Answer,
  { messages }: Shown,
  title: string,
  max: number,
): readonly LongList[] {
  if (summary.errorGroups.length <= max) return [];
  const items = summary.errorGroups.map(({ error, count }): Text => [
    words(`${messages.formats.errors.number(count)} × `),
    ...errorText(error, messages),
  ]);
  return [{ title, items }];
}
