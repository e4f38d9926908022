/**
 * Builds the card of the leads that a message counted: their current state, with the reasons why
 * some are not listed. Pure.
 */
import type { Card, CardPart } from '@leadbell/slack-kit';
import { errorGroupsText } from '../../cards/breakdowns.ts';
import { actions, choices, footButtons, queryButton } from '../../cards/controls.ts';
import { asOfNote, card, periodNote, totalsLine, totalsText } from '../../cards/head.ts';
import { pageOf } from '../../cards/rows.ts';
import { lines, words } from '../../cards/text.ts';
import type { PeriodQuery, SetQuery } from '../../queries/leads-query.ts';
import type { Answer } from '../../reports/answer.ts';
import { withoutFilters } from '../../reports/onward.ts';
import type { Shown } from '../../reports/shown.ts';
import { listParts } from './leads-card.ts';

const numbersShown = 10;

export function setCard(answer: Answer, shown: Shown<SetQuery> & { readonly isLimited: boolean }): Card {
  const { sets, buttons, leads } = shown.messages;
  const header: CardPart = { kind: 'header', text: sets.title };
  const head = [missingNote(answer, shown), periodNote(shown)];
  if (answer.summary.total === 0) {
    const isFiltered = Object.keys(shown.query.filters).length > 0;
    const none = isFiltered && answer.all.total > 0 ? leads.noneFiltered : sets.none;
    return card(shown, `${sets.title}: ${none}`, [
      header,
      { kind: 'text', text: [words(none, 'bold')] },
      ...head,
      isFiltered ? actions([queryButton(buttons.withoutFilters, withoutFilters(shown))]) : null,
      footButtons(null, shown),
      asOfNote(answer, shown),
    ]);
  }
  const page = pageOf(answer.rows, shown.query.page);
  return card(shown, `${sets.title}: ${totalsLine(answer, shown)}`, [
    header,
    { kind: 'text', text: totalsText(answer, shown) },
    ...head,
    page.page === 0 ? errorGroupsText(answer, shown, shown.messages.breakdowns.errors, 3) : null,
    choices(answer, shown),
    ...listParts(answer, page, shown),
  ]);
}

/** Shown when the leads of the bulks have been deleted because of their age. */
export function outOfDateCard(shown: Shown): Card {
  const { sets, buttons } = shown.messages;
  const lastDays: PeriodQuery = {
    command: 'period',
    period: { kind: 'last-days', days: 7 },
    filters: {},
    page: 0,
    share: false,
  };
  return card(shown, sets.outOfDate, [
    { kind: 'text', text: [words(sets.outOfDate)] },
    actions([queryButton(buttons.lastDays, lastDays)]),
  ]);
}

/** Says why the list has fewer leads than the message counted. */
function missingNote({ all, set }: Answer, { messages, isLimited }: Shown & { readonly isLimited: boolean }) {
  if (set === undefined) return null;
  const { sets, listSeparator } = messages;
  const hidden = set.found - all.total;
  const numbers = isLimited ? [] : set.goneNumbers.slice(0, numbersShown);
  const told = [
    set.gone > 0 ? sets.gone(set.gone, set.size, numbers.join(listSeparator)) : null,
    hidden > 0 ? sets.hidden(hidden, set.size) : null,
    set.unread > 0 ? sets.unread(set.unread, set.size) : null,
  ].filter((one) => one !== null);
  return told.length === 0 ? null : ({ kind: 'note', text: lines(told.map((one) => words(one))) } as const);
}
