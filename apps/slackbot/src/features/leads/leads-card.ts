/**
 * The card of a period's leads: counts by outcome, then by origin and interest, then the leads.
 * Pure.
 */
import type { Card, CardPart } from '@leadbell/slack-kit';
import type { Answer } from '../../reports/answer.ts';
import { withoutFilters } from '../../reports/onward.ts';
import { breakdownFacts, errorGroupsText, hoursText } from '../../cards/breakdowns.ts';
import { actions, queryButton, choices, footButtons, pageNote } from '../../cards/controls.ts';
import { card, doubtNotes, footNote, periodNote, periodTitle, totalsText, totalsLine } from '../../cards/head.ts';
import { valueHints } from './value-hints.ts';
import { pageOf, rowPart } from '../../cards/rows.ts';
import type { Page } from '../../cards/rows.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import { fixedSpec } from '../../queries/periods.ts';
import type { Shown } from '../../reports/shown.ts';
import { lines, words } from '../../cards/text.ts';

export function leadsCard(answer: Answer, shown: Shown): Card {
  const { messages, query } = shown;
  const title = periodTitle(shown);
  const header: CardPart = { kind: 'header', text: `${messages.leads.title} · ${title}` };
  const summary = `${title}: ${totalsLine(answer, shown)}`;
  if (answer.summary.total === 0)
    return card(shown, `${title}: ${emptyWords(answer, shown)}`, [header, ...emptyParts(answer, shown)]);
  const page = pageOf(answer.rows, query.page);
  return card(shown, summary, [
    header,
    totalsPart(answer, shown),
    periodNote(shown),
    ...doubtNotes(answer, shown),
    ...(page.page === 0 ? breakdownParts(answer, shown) : []),
    choices(answer, shown),
    ...listParts(answer, page, shown),
  ]);
}

/** The list with its pages and buttons, shared by all answers that list leads. */
export function listParts(answer: Answer, page: Page, shown: Shown, errorsShown = 1): (CardPart | null)[] {
  const { leads } = shown.messages;
  const cut = answer.summary.total - answer.rows.length;
  return [
    { kind: 'divider' },
    ...page.rows.map((row) => rowPart(row, shown, errorsShown)),
    cut > 0 ? note(leads.newestOnly(answer.rows.length)) : null,
    pageNote(page, answer.summary.total, shown),
    footButtons(page, shown),
    footNote(answer, shown),
  ];
}

function totalsPart(answer: Answer, shown: Shown): CardPart {
  const text = totalsText(answer, shown);
  const { errored } = answer.summary.outcomes;
  if (errored === 0 || shown.audience === 'channel' || shown.period === null) return { kind: 'text', text };
  const { status: _status, ...filters } = shown.query.filters;
  const period = fixedSpec(shown.period);
  const query: PeriodQuery = { command: 'errors', period, filters, page: 0, share: false };
  return { kind: 'text', text, button: queryButton(shown.messages.buttons.errors, query) };
}

function breakdownParts(answer: Answer, shown: Shown): (CardPart | null)[] {
  // A single lead shows everything itself.
  if (answer.summary.total === 1) return [];
  return [
    breakdownFacts(answer, shown),
    hoursText(answer, shown),
    errorGroupsText(answer, shown, shown.messages.breakdowns.errors, 3),
  ];
}

function emptyWords({ all }: Answer, { messages, period }: Shown): string {
  if (all.total > 0) return messages.leads.noneFiltered;
  return period?.spec.kind === 'today' ? messages.leads.noneYet : messages.leads.none;
}

/** A kind sentence and a suggestion. */
function emptyParts(answer: Answer, shown: Shown): (CardPart | null)[] {
  const { messages, query } = shown;
  const isFiltered = Object.keys(query.filters).length > 0;
  const hint =
    isFiltered && answer.all.total > 0 ? messages.leads.tryWithout(answer.all.total) : messages.leads.tryOther;
  const lastDays: PeriodQuery = {
    command: query.command === 'errors' ? 'errors' : 'period',
    period: { kind: 'last-days', days: 7 },
    filters: query.filters,
    page: 0,
    share: false,
  };
  const near = valueHints(shown);
  return [
    { kind: 'text', text: lines([words(emptyWords(answer, shown), 'bold'), words(hint), ...near.lines]) },
    periodNote(shown),
    ...doubtNotes(answer, shown),
    actions([
      near.button,
      isFiltered ? queryButton(messages.buttons.withoutFilters, withoutFilters(shown)) : null,
      queryButton(messages.buttons.lastDays, lastDays),
    ]),
    footButtons(null, shown),
    footNote(answer, shown),
  ];
}

export function note(text: string): CardPart {
  return { kind: 'note', text: [words(text)] };
}
