/**
 * Builds the card for a lead's number. Each bulk that contains the number has a row that opens the
 * lead; usually there is one. Pure.
 */
import type { Card, CardPart } from '@leadbell/slack-kit';
import type { Answer } from '../../reports/answer.ts';
import { actions, queryButton, footButtons } from '../../cards/controls.ts';
import { asOfNote, card, doubtNotes, periodDates, periodNote, totalsLine } from '../../cards/head.ts';
import { listParts, note } from './leads-card.ts';
import { pageOf } from '../../cards/rows.ts';
import type { LeadQuery } from '../../queries/leads-query.ts';
import type { Shown } from '../../reports/shown.ts';
import { lines, words } from '../../cards/text.ts';

/** Few rows, because each row shows several errors. */
const rowsPerPage = 5;
const errorsShown = 5;

export function leadCard(answer: Answer, shown: Shown<LeadQuery>): Card {
  const { lead, buttons } = shown.messages;
  const { id } = shown.query;
  const header: CardPart = { kind: 'header', text: lead.title(id) };
  const assumed = shown.query.period === undefined ? note(lead.lastDays) : null;
  if (answer.summary.total === 0) {
    const days = shown.period === null ? '' : periodDates(shown.period, shown);
    const longer: LeadQuery = { ...shown.query, period: { kind: 'last-days', days: 30 }, page: 0, share: false };
    return card(shown, lead.none(id, days), [
      header,
      { kind: 'text', text: lines([words(lead.none(id, days), 'bold'), words(lead.tryLonger)]) },
      assumed,
      periodNote(shown),
      ...doubtNotes(answer, shown),
      actions([queryButton(buttons.lastMonth, longer)]),
      footButtons(null, shown),
      asOfNote(answer, shown),
    ]);
  }
  const page = pageOf(answer.rows, shown.query.page, rowsPerPage);
  return card(shown, `${lead.title(id)}: ${totalsLine(answer, shown)}`, [
    header,
    periodNote(shown),
    assumed,
    ...doubtNotes(answer, shown),
    ...listParts(answer, page, shown, errorsShown),
  ]);
}
