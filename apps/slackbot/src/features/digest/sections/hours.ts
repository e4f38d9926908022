/**
 * Shows a chart of arrivals, by hour for a day and by day for a longer period, and how many leads
 * arrived while the business was closed.
 */
import { clockTime, plainDateIn } from '@leadbell/domain';
import { bars } from '../../../cards/breakdowns.ts';
import { lines, words } from '../../../cards/text.ts';
import type { Shown } from '../../../reports/shown.ts';
import type { DigestFacts, Section } from '../facts.ts';

const fewest = 3;
const mostPoints = 20;

export const hours: Section<'hours'> = {
  id: 'hours',
  present: (facts, shown) => {
    const { messages } = shown;
    const title = facts.days === 1 ? messages.digest.byHour : messages.digest.byDay;
    const points = facts.days === 1 ? byHour(facts) : byDay(facts, shown);
    const most = Math.max(0, ...points.map(({ value }) => value));
    if (most < fewest) return null;
    const closed = facts.afterHours > 0 ? words(messages.digest.afterHours(facts.afterHours)) : null;
    return {
      kind: 'chart',
      title: `${title}${facts.afterHours > 0 ? ` · ${messages.digest.afterHours(facts.afterHours)}` : ''}`,
      series: messages.digest.leadsColumn,
      points,
      text: lines([
        words(title, 'bold'),
        ...bars(
          points.filter(({ value }) => value > 0),
          messages,
        ),
        closed,
      ]),
    };
  },
};

type Points = readonly { readonly label: string; readonly value: number }[];

/** Returns points from the first hour with leads to the last; if they span a whole day, in steps of two hours. */
function byHour({ answer, period }: DigestFacts): Points {
  const all = answer.summary.hours.map(({ from, count }) => ({ hour: clockTime(from, period.zone).hour, count }));
  const counts = Array.from({ length: 24 }, (_, hour) =>
    all.reduce((sum, one) => sum + (one.hour === hour ? one.count : 0), 0),
  );
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  if (first < 0) return [];
  const step = last - first < mostPoints ? 1 : 2;
  const start = first - (first % step);
  return Array.from({ length: Math.floor((last - start) / step) + 1 }, (_, index) => {
    const hour = start + index * step;
    return {
      // The label has only two digits, because a phone shows a dozen labels side by side.
      label: String(hour).padStart(2, '0'),
      value: counts.slice(hour, hour + step).reduce((sum, count) => sum + count, 0),
    };
  });
}

/** Returns one point for each day, at most the latest twenty. */
function byDay({ answer, period }: DigestFacts, { messages }: Shown): Points {
  const counts = new Map<string, number>();
  for (const { from, count } of answer.summary.hours) {
    const date = plainDateIn(period.zone, from);
    counts.set(date, (counts.get(date) ?? 0) + count);
  }
  return [...counts].slice(-mostPoints).map(([date, value]) => ({
    label: messages.formats.digest.shortDate(date as ReturnType<typeof plainDateIn>),
    value,
  }));
}
