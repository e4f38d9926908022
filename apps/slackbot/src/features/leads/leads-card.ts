/**
 * Builds the card of a period's leads: the counts in a line, then the leads; or only the numbers
 * (see `numbers-card.ts`). Pure.
 */
import { coversScope } from '@leadbell/domain';
import type { Card, CardPart } from '@leadbell/slack-kit';
import type { Answer } from '../../reports/answer.ts';
import { withoutFilters } from '../../reports/onward.ts';
import { actions, footButtons, orderSelect, pageNote, queryButton } from '../../cards/controls.ts';
import {
  asOfNote,
  card,
  doubtNotes,
  footNote,
  noteBelowTitle,
  periodTitle,
  totalsInLine,
  totalsLine,
} from '../../cards/head.ts';
import { pageOf, rowPart, shortRowPart } from '../../cards/rows.ts';
import { valueHints } from './value-hints.ts';
import type { Page } from '../../cards/rows.ts';
import type { LeadOrder, PeriodQuery } from '../../queries/leads-query.ts';
import { ordered, orderOf } from '../../reports/lead-order.ts';
import { numbersParts, showsNumbers, viewButton } from './numbers-card.ts';
import type { Shown } from '../../reports/shown.ts';
import { lines, words } from '../../cards/text.ts';

/** Few enough that the first lead is visible on a phone, which shows the end of a message. */
const leadsPerPage = 5;

export function leadsCard(answer: Answer, shown: Shown): Card {
  const { messages, query, period } = shown;
  const title = periodTitle(shown);
  const header: CardPart = { kind: 'header', text: `${messages.leads.title} · ${title}` };
  const summary = `${title}: ${totalsLine(answer, shown)}`;
  if (answer.summary.total === 0)
    return card(shown, `${title}: ${emptyWords(answer, shown)}`, [header, ...emptyParts(answer, shown)]);
  if (showsNumbers(query)) return card(shown, summary, numbersParts(answer, shown));
  const page = pageOf(ordered(answer, orderOf(query, period)), query.page, leadsPerPage);
  return card(shown, summary, [
    header,
    { kind: 'text', text: totalsInLine(answer, shown) },
    noteBelowTitle(shown),
    countedNote(answer, shown),
    ...doubtNotes(answer, shown),
    ...page.rows.map((row) => shortRowPart(row, shown)),
    cutNote(answer, shown, orderOf(query, period)),
    pageNote(page, answer.summary.total, shown),
    footButtons(page, shown, answer.summary.total > 1 ? { first: viewButton(shown), last: orderSelect(shown) } : {}),
    asOfNote(answer, shown),
  ]);
}

/** Shows the list with its pages and buttons, for all answers that list leads. */
export function listParts(answer: Answer, page: Page, shown: Shown, errorsShown = 1): (CardPart | null)[] {
  return [
    { kind: 'divider' },
    ...page.rows.map((row) => rowPart(row, shown, errorsShown)),
    cutNote(answer, shown),
    pageNote(page, answer.summary.total, shown),
    footButtons(page, shown),
    footNote(answer, shown),
  ];
}

export function cutNote(
  { summary, rows }: Answer,
  { messages: { leads } }: Shown,
  order: LeadOrder = 'newest',
): CardPart | null {
  if (summary.total <= rows.length) return null;
  return note(order === 'hot' ? leads.hottestOnly(rows.length) : leads.newestOnly(rows.length));
}

/** Says why the list has fewer leads than the message whose button was pressed. */
export function countedNote(
  { summary: { total } }: Answer,
  { query, scope = 'all', messages }: Shown,
): CardPart | null {
  const counted = 'counted' in query ? query.counted : undefined;
  if (counted?.leads === undefined || counted.leads === total) return null;
  const isLimited = total < counted.leads && !coversScope(scope, counted.scope ?? 'all');
  return note(messages.sets[isLimited ? 'fewer' : 'changed'](total, counted.leads));
}

function emptyWords({ all }: Answer, { messages, period }: Shown): string {
  if (all.total > 0) return messages.leads.noneFiltered;
  return period?.spec.kind === 'today' ? messages.leads.noneYet : messages.leads.none;
}

/** Shows a friendly sentence and a suggestion. */
function emptyParts(answer: Answer, shown: Shown): (CardPart | null)[] {
  const { messages, query } = shown;
  const isFiltered = Object.keys(query.filters).length > 0 || ('counted' in query && query.counted?.onlyHot === true);
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
    noteBelowTitle(shown),
    countedNote(answer, shown),
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
