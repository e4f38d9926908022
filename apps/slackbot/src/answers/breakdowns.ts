/** Where the leads come from, what they want, when they come. Short lines: a phone shows forty characters. Pure. */
import type { Counted, Summary } from '@leadbell/domain';
import type { CardPart, Text } from '../slack/card.ts';
import type { Answer } from './answer.ts';
import { errorText } from './rows.ts';
import type { Shown } from './shown.ts';
import { data, dotted, given, lines, words } from './text.ts';

const valuesShown = 4;
const hoursShown = 3;
const barLength = 8;

export function breakdownFacts({ summary }: Answer, shown: Shown): CardPart | null {
  const { breakdowns, format } = shown.messages;
  const facts = [
    { label: breakdowns.source, counts: summary.sources },
    { label: breakdowns.sub, counts: summary.subSources },
    { label: breakdowns.brand, counts: summary.brands },
    { label: breakdowns.branch, counts: summary.branches },
    { label: breakdowns.priority, counts: summary.priorities },
  ]
    // "Not given" alone says nothing.
    .filter(({ counts }) => counts.some(({ value }) => value !== null))
    .map(({ label, counts }) => ({ label, value: countsText(counts, shown) }));
  if (summary.testDrives > 0) {
    facts.push({ label: breakdowns.testDrives, value: [words(format.number(summary.testDrives))] });
  }
  return facts.length === 0 ? null : { kind: 'facts', facts };
}

/** Direct Contact 60 · Website 40 · +3 more. */
function countsText(counts: readonly Counted[], { messages }: Shown): Text {
  const { format, leads } = messages;
  const more = counts.length - valuesShown;
  return dotted([
    ...counts
      .slice(0, valuesShown)
      .map(({ value, count, others }): Text => [
        others === true ? words(leads.others) : (given(value, 30)[0] ?? words(leads.notGiven)),
        words(` ${format.number(count)}`),
      ]),
    more > 0 ? words(leads.more(more)) : null,
  ]);
}

/** The busiest hours, busiest first, as bars; none of a handful of leads. */
export function hoursText({ summary }: Answer, { messages }: Shown): CardPart | null {
  const busiest = byHourOfDay(summary)
    .toSorted((a, b) => b.count - a.count || a.hour - b.hour)
    .slice(0, hoursShown);
  const most = busiest[0]?.count ?? 0;
  if (most < 3) return null;
  const bars = busiest.map(({ hour, count }): Text => [
    data(`${String(hour).padStart(2, '0')}:00`, 5, 'code'),
    words(` ${'▇'.repeat(Math.max(1, Math.round((count / most) * barLength)))} ${messages.format.number(count)}`),
  ]);
  return { kind: 'text', text: lines([words(messages.breakdowns.hours, 'bold'), ...bars]) };
}

/** Over several days, the same hour of each counts together. */
function byHourOfDay({ hours }: Summary): { readonly hour: number; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const { hour, count } of hours) if (count > 0) counts.set(hour, (counts.get(hour) ?? 0) + count);
  return [...counts].map(([hour, count]) => ({ hour, count }));
}

/** What is wrong most, with how many leads it is wrong with. */
export function errorGroupsText({ summary }: Answer, { messages }: Shown, title: string, max: number): CardPart | null {
  if (summary.errorGroups.length === 0) return null;
  const more = summary.errorGroups.length - max;
  return {
    kind: 'text',
    text: lines([
      words(title, 'bold'),
      ...summary.errorGroups
        .slice(0, max)
        .map(({ error, count }): Text => [words(`${messages.format.number(count)} × `), ...errorText(error, messages)]),
      more > 0 ? words(messages.leads.more(more), 'italic') : null,
    ]),
  };
}
