/** The top of an answer: its subject, the counts, the dates and what is missing. Pure. */
import { textFilters } from '../queries/filters.ts';
import { type Area, type FilterValue, type LeadFilter, type LeadOutcome, oneOf, type Period } from '@leadbell/domain';
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import type { Answer } from '../reports/answer.ts';
import type { Shown } from '../reports/shown.ts';
import { data, dotted, joined, lines, words } from './text.ts';
import { valueShown } from './values.ts';

export const outcomeSymbols = { errored: '❌', created: '✅', pending: '⏳' } as const;

/** At most this many areas of a scope, and this many values of an area, are listed by name. */
const mostAreas = 3;
const mostNames = 6;

export function card(shown: Shown, summary: string, parts: readonly (CardPart | null)[]): Card {
  return { summary, direction: shown.messages.direction, parts: parts.filter((part) => part !== null) };
}

/** Returns a title such as “Today” or “Last 3 days”; for a span, its dates and times. */
export function periodTitle({ period, messages }: Shown): string {
  if (period === null) return '';
  return period.spec.kind === 'span' ? periodDates(period, { messages }) : messages.periods.title(period.spec);
}

/**
 * Returns texts such as “9 with errors (7%)”, “96 created in DMS” and “23 pending”. Outcomes without leads are left
 * out, but the errors are shown even if there are none.
 */
function outcomeWords({ summary }: Answer, { messages }: Shown, symbols: boolean): string[] {
  const {
    leads,
    formats: { leads: format },
  } = messages;
  const { errored, created, pending } = summary.outcomes;
  const told = (outcome: LeadOutcome, text: string): string => (symbols ? `${outcomeSymbols[outcome]} ${text}` : text);
  return [
    errored === 0 ? leads.noneErrored : told('errored', leads.errored(errored, format.percent(errored, summary.total))),
    ...(created === 0 ? [] : [told('created', leads.created(created))]),
    ...(pending === 0 ? [] : [told('pending', leads.pending(pending))]),
  ];
}

/** The totals on one line, for the notification. */
export function totalsLine(answer: Answer, shown: Shown): string {
  const count = shown.messages.leads.count(answer.summary.total);
  return answer.summary.total === 0 ? count : [count, ...outcomeWords(answer, shown, false)].join(' · ');
}

/** Returns a text such as “97 leads · ❌ 9 with errors (9%) · ✅ 81 created in DMS”. */
export function totalsInLine(answer: Answer, shown: Shown): Text {
  const count = words(shown.messages.leads.count(answer.summary.total), 'bold');
  return dotted([count, ...outcomeWords(answer, shown, true).map((told) => words(told))]);
}

export function totalsText(answer: Answer, shown: Shown): Text {
  const count = words(shown.messages.leads.count(answer.summary.total), 'bold');
  return answer.summary.total === 0 ? [count] : lines([count, outcomesText(answer, shown)]);
}

/** The outcomes without the total, each on its own line, so that a phone keeps each number next to its label. */
export function outcomesText(answer: Answer, shown: Shown): Text {
  return lines(outcomeWords(answer, shown, true).map((told) => words(told)));
}

/** Returns a note such as “Sunday 24 August 2025 · Asia/Riyadh (UTC+3)”, and then the filters. */
export function periodNote(shown: Shown): CardPart | null {
  const { period } = shown;
  return noteOf([period === null ? [] : dotted([words(periodDates(period, shown)), zoneText(shown)])], shown);
}

/** The note below a title that names the period. If the period is a span, the title already has the dates. */
export function noteBelowTitle(shown: Shown): CardPart | null {
  return shown.period?.spec.kind === 'span' ? zoneNote(shown) : periodNote(shown);
}

/** The zone, then the filters, for the place below a title that has the dates. */
export function zoneNote(shown: Shown): CardPart | null {
  return noteOf([zoneText(shown)], shown);
}

function noteOf(texts: readonly Text[], shown: Shown): CardPart | null {
  const text = lines([...texts, filterText(shown.query.filters, shown), ...scopeTexts(shown)]);
  return text.length === 0 ? null : { kind: 'note', text };
}

/** The dates of a period, with times if the period may begin or end within a day. */
export function periodDates(period: Period, { messages }: Pick<Shown, 'messages'>): string {
  const {
    formats: { periods: format },
    periods,
  } = messages;
  const { firstDate, lastDate, spec, window, zone } = period;
  if (spec.kind === 'last-hours' || spec.kind === 'part-of-day' || spec.kind === 'span') {
    const [from, to] = [format.time(window.from, zone), format.time(window.to, zone)];
    if (firstDate === lastDate) return `${format.date(firstDate)} ${periods.span(from, to)}`;
    return periods.span(`${format.date(firstDate, { year: false })} ${from}`, `${format.date(lastDate)} ${to}`);
  }
  if (firstDate === lastDate) return format.date(firstDate);
  const sameYear = firstDate.slice(0, 4) === lastDate.slice(0, 4);
  return periods.span(format.date(firstDate, { year: !sameYear }), format.date(lastDate));
}

/** Returns a text such as “Asia/Riyadh (UTC+3)”. The offset is the zone's at the end of the period. */
function zoneText({ zone, period, messages }: Shown): Text {
  const at = period?.window.to;
  const offset = at === undefined ? '' : ` (${messages.formats.periods.offset(at, zone)})`;
  return [data(zone, 40), words(offset)].filter((span) => !('words' in span) || span.words !== '');
}

/** Returns a text such as “Filters: brand KIA, status with errors”; empty without filters. */
export function filterText(filters: LeadFilter, { messages }: Pick<Shown, 'messages'>): Text {
  const { leads, listSeparator } = messages;
  const said = filterTexts(filters, messages);
  return said.length === 0 ? [] : [words(`${leads.filters}: `), ...joined(said, words(listSeparator))];
}

/** Says which leads the answer covers, if it does not cover all. */
function scopeTexts({ query, audience, scope = 'all', messages }: Shown): Text[] {
  const { leads } = messages;
  const { scope: counted, onlyHot } = ('counted' in query ? query.counted : undefined) ?? {};
  return [
    onlyHot === true ? [words(leads.onlyHot)] : [],
    counted === undefined ? [] : areasText(leads.countedOnly, counted, messages),
    scope === 'all' ? [] : areasText(audience === 'asker' ? leads.roleShows : leads.countedOnly, scope, messages),
  ];
}

/** Returns a text such as “Your role shows you only: brand KIA or MG, branch Riyadh”. */
function areasText(label: string, areas: readonly Area[], messages: Shown['messages']): Text {
  const { leads, listSeparator } = messages;
  const told = areas.slice(0, mostAreas).map(({ brands, branches }) =>
    joined(
      filterTexts(
        {
          ...(brands === undefined ? {} : { brand: few(brands) }),
          ...(branches === undefined ? {} : { branch: few(branches) }),
        },
        messages,
      ),
      words(listSeparator),
    ),
  );
  const rest = areas.length - told.length;
  const all = rest > 0 ? [...told, [words(leads.more(rest))]] : told;
  return [words(`${label}: `), ...joined(all, words(` ${leads.or} `))];
}

function few(names: readonly string[]): FilterValue {
  return names.length <= mostNames ? oneOf(...names) : oneOf(...names.slice(0, mostNames), '…');
}

function filterTexts({ status, or, ...values }: LeadFilter, messages: Shown['messages']): Text[] {
  const { leads, breakdowns, outcomes, listSeparator } = messages;
  const said = textFilters.flatMap((key): Text[] => {
    const value = values[key];
    if (value === undefined) return [];
    const { isNot, alternatives } = value;
    const any = joined(
      alternatives.map((one) => data(valueShown(key, one, messages), 60)),
      words(` ${leads.or} `),
    );
    return [[words(`${breakdowns[key]} ${isNot ? `${leads.not} ` : ''}`), ...any]];
  });
  if (status !== undefined) said.push([words(`${breakdowns.status} `), words(outcomes[status])]);
  if (or === undefined) return said;
  const groups = or.map((group) => joined(filterTexts(group, messages), words(listSeparator)));
  return [...said, joined(groups, words(` ${leads.or} `))];
}

/** Returns a note such as “As of 14:05 (Asia/Riyadh)”. The time is that of the request to the DMS. */
export function asOfNote(answer: Answer, { messages, zone }: Shown): CardPart {
  return { kind: 'note', text: [words(messages.leads.asOf(messages.formats.leads.time(answer.since, zone), zone))] };
}

/**
 * The count and the time, below a long list. They are repeated there because a chat scrolls to its end, where the top
 * of the list is no longer visible.
 */
export function footNote(answer: Answer, shown: Shown): CardPart {
  const {
    leads,
    formats: { leads: format },
  } = shown.messages;
  const { total, outcomes } = answer.summary;
  const isMixed = outcomes.errored > 0 && outcomes.errored < total;
  return {
    kind: 'note',
    text: dotted([
      words(leads.count(total), 'bold'),
      isMixed ? words(leads.errored(outcomes.errored, format.percent(outcomes.errored, total))) : null,
      words(leads.asOf(format.time(answer.since, shown.zone), shown.zone)),
    ]),
  };
}

const namesShown = 3;

/**
 * Lists the API's names of the unreadable fields with their leads, such as “: vehicles (lead 574), createdDate”.
 */
function unreadNames({ unread }: Answer, { leads, listSeparator }: Shown['messages']): string {
  const parts = unread.examples.filter(({ kind }) => kind === 'part');
  const names = parts
    .slice(0, namesShown)
    .map(({ field, lead }) => leads.unreadName(field.replace(/^leads\./, ''), lead));
  const more = unread.others - names.length;
  if (names.length === 0) return '.';
  return `: ${[...names, ...(more > 0 ? [leads.more(more)] : [])].join(listSeparator)}`;
}

/** Remarks on unreadable values, on counts that differ from the DMS's, and on resent leads. */
export function doubtNotes(answer: Answer, { messages }: Shown): CardPart[] {
  const { unread, serverDiffers, maybeIncomplete, sentAgain, areAllCompared } = answer;
  const { leads } = messages;
  const doubts = [
    unread.leads > 0 ? leads.unread(unread.leads) : null,
    unread.others > 0 ? `${leads.notCounted(unread.others)}${unreadNames(answer, messages)}` : null,
    maybeIncomplete === null ? null : leads.maybeIncomplete(maybeIncomplete.parts, maybeIncomplete.bulks),
    serverDiffers === null
      ? null
      : leads.serverDiffers(
          serverDiffers.total,
          serverDiffers.errored,
          serverDiffers.ourTotal,
          serverDiffers.ourErrored,
        ),
    areAllCompared ? null : leads.notAllCompared,
  ].filter((doubt) => doubt !== null);
  const told = [
    ...doubts.map((doubt) => words(`⚠️ ${doubt}`)),
    ...(sentAgain === 0 ? [] : [words(`🔁 ${leads.wereSentAgain(sentAgain)}`)]),
  ];
  return told.length === 0 ? [] : [{ kind: 'note', text: lines(told) }];
}
