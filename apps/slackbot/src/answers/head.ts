/** The top of an answer: what it is of, how many there are, which days, and what it leaves out. Pure. */
import type { Period } from '@leadbell/domain';
import type { Card, CardPart, Text } from '../slack/card.ts';
import type { Filters } from '../commands/command.ts';
import type { Answer } from './answer.ts';
import type { Shown } from './shown.ts';
import { data, dotted, joined, lines, words } from './text.ts';

export const outcomeSymbols = { errored: '❌', created: '✅', pending: '⏳' } as const;

export function card(shown: Shown, summary: string, parts: readonly (CardPart | null)[]): Card {
  return { summary, direction: shown.messages.direction, parts: parts.filter((part) => part !== null) };
}

/** Today, Last 3 days. */
export function periodTitle({ period, messages }: Shown): string {
  return period === null ? '' : messages.periods.title(period.spec);
}

/** 128 leads · 9 with errors (7%) · 96 created in DMS · 23 pending. */
export function totalsWords({ summary }: Answer, { messages }: Shown): readonly [count: string, ...outcomes: string[]] {
  const { leads, format } = messages;
  const { errored, created, pending } = summary.outcomes;
  return [
    leads.count(summary.total),
    errored === 0 ? leads.noneErrored : leads.errored(errored, format.percent(errored, summary.total)),
    leads.created(created),
    leads.pending(pending),
  ];
}

export function totalsText(answer: Answer, shown: Shown): Text {
  const [count, errored = '', created = '', pending = ''] = totalsWords(answer, shown);
  if (answer.summary.total === 0) return [words(count, 'bold')];
  return lines([
    words(count, 'bold'),
    dotted([
      words(answer.summary.outcomes.errored === 0 ? errored : `${outcomeSymbols.errored} ${errored}`),
      words(`${outcomeSymbols.created} ${created}`),
      words(`${outcomeSymbols.pending} ${pending}`),
    ]),
  ]);
}

/** Sunday 24 August 2025 · Asia/Riyadh (UTC+3), then the filters. */
export function periodNote(shown: Shown): CardPart {
  const { period, ask } = shown;
  const days = period === null ? null : words(periodDates(period, shown));
  return { kind: 'note', text: lines([dotted([days, zoneText(shown)]), filterText(ask.filters, shown)]) };
}

/** The dates of a period, with times when it begins within a day. */
export function periodDates(period: Period, { messages }: Pick<Shown, 'messages'>): string {
  const { format, periods } = messages;
  const { firstDate, lastDate, spec, window, zone } = period;
  if (spec.kind === 'last-hours') {
    const [from, to] = [format.time(window.from, zone), format.time(window.to, zone)];
    if (firstDate === lastDate) return `${format.date(firstDate)} ${periods.span(from, to)}`;
    return periods.span(`${format.date(firstDate, { year: false })} ${from}`, `${format.date(lastDate)} ${to}`);
  }
  if (firstDate === lastDate) return format.date(firstDate);
  const sameYear = firstDate.slice(0, 4) === lastDate.slice(0, 4);
  return periods.span(format.date(firstDate, { year: !sameYear }), format.date(lastDate));
}

/** Asia/Riyadh (UTC+3): the offset is that at the end of the period. */
export function zoneText({ zone, period, messages }: Shown): Text {
  const at = period?.window.to;
  const offset = at === undefined ? '' : ` (${messages.format.offset(at, zone)})`;
  return [data(zone, 40), words(offset)].filter((span) => !('words' in span) || span.words !== '');
}

/** Only: brand KIA, status with errors. Empty without filters. */
export function filterText(filters: Filters, { messages }: Pick<Shown, 'messages'>): Text {
  const { leads, breakdowns, outcomes, listSeparator } = messages;
  const { status, ...values } = filters;
  const said = (['brand', 'branch', 'source', 'sub', 'priority', 'type'] as const).flatMap((key) => {
    const value = values[key];
    return value === undefined ? [] : [[words(`${breakdowns[key]} `), data(value, 60)]];
  });
  if (status !== undefined) said.push([words(`${breakdowns.status} `), words(outcomes[status])]);
  return said.length === 0 ? [] : [words(`${leads.only}: `), ...joined(said, words(listSeparator))];
}

/** As of 14:05 (Asia/Riyadh): when the DMS was asked. */
export function asOfNote(answer: Answer, { messages, zone }: Shown): CardPart {
  return { kind: 'note', text: [words(messages.leads.asOf(messages.format.time(answer.since, zone), zone))] };
}

/** What could not be read, and where the DMS counts otherwise. */
export function doubtNotes({ unread, serverDiffers }: Answer, { messages }: Shown): CardPart[] {
  const { leads, format } = messages;
  const doubts = [
    unread.leads > 0 ? leads.unread(unread.leads) : null,
    unread.others > 0 ? leads.notCounted(unread.others) : null,
    serverDiffers === null
      ? null
      : leads.serverDiffers(
          format.number(serverDiffers.total),
          format.number(serverDiffers.errored),
          format.number(serverDiffers.ourTotal),
          format.number(serverDiffers.ourErrored),
        ),
  ].filter((doubt) => doubt !== null);
  return doubts.length === 0 ? [] : [{ kind: 'note', text: lines(doubts.map((doubt) => words(`⚠️ ${doubt}`))) }];
}
