/**
 * Builds the card of a search: the leads that were found, or, if there are none, the period that
 * was searched and longer periods to choose. Pure.
 */
import { daysBetween, MAX_PERIOD_DAYS, type SoughtKind } from '@leadbell/domain';
import type { Card, CardPart } from '@leadbell/slack-kit';
import { actions, footButtons, pageNote, queryButton } from '../../cards/controls.ts';
import { asOfNote, card, doubtNotes, periodNote } from '../../cards/head.ts';
import { pageOf, shortRowPart } from '../../cards/rows.ts';
import { lines, words } from '../../cards/text.ts';
import type { FindQuery } from '../../queries/leads-query.ts';
import type { Answer } from '../../reports/answer.ts';
import type { Shown } from '../../reports/shown.ts';
import { cutNote, note } from './leads-card.ts';

export const foundPerPage = 5;
/** The longer periods that are offered if nothing was found. */
const longerDays = [30, MAX_PERIOD_DAYS];

export function findCard(answer: Answer, shown: Shown<FindQuery>, kind: SoughtKind): Card {
  const { find } = shown.messages;
  const title = `${find.title} · ${find.kinds[kind]}`;
  const head: (CardPart | null)[] = [{ kind: 'header', text: title }];
  if (answer.summary.total === 0) return card(shown, find.noneInShort, [...head, ...noneParts(answer, shown)]);
  const page = pageOf(answer.rows, shown.query.page, foundPerPage);
  const count = find.found(answer.summary.total);
  return card(shown, `${title}: ${count}`, [
    ...head,
    { kind: 'text', text: [words(count, 'bold')] },
    ...searchedParts(answer, shown),
    ...page.rows.map((row) => shortRowPart(row, shown)),
    cutNote(answer, shown),
    pageNote(page, answer.summary.total, shown),
    footButtons(page, shown),
    note(find.onlyYou),
    asOfNote(answer, shown),
  ]);
}

function noneParts(answer: Answer, shown: Shown<FindQuery>): (CardPart | null)[] {
  const { find, lead } = shown.messages;
  const longer = longerThan(shown);
  const advice = longer.length > 0 ? lead.tryLonger : find.longest;
  return [
    { kind: 'text', text: lines([words(find.none(shown.query.text), 'bold'), words(advice)]) },
    ...searchedParts(answer, shown),
    actions(longer.map((days) => longerButton(days, shown))),
    footButtons(null, shown),
    note(find.onlyYou),
    asOfNote(answer, shown),
  ];
}

/** Says which period was searched, and whether it is the default. */
function searchedParts(answer: Answer, shown: Shown<FindQuery>): (CardPart | null)[] {
  const assumed = shown.query.period === undefined ? note(shown.messages.lead.lastDays) : null;
  return [assumed, periodNote(shown), ...doubtNotes(answer, shown)];
}

function longerThan({ period }: Shown<FindQuery>): readonly number[] {
  const searched = period === null ? 0 : daysBetween(period.firstDate, period.lastDate) + 1;
  return longerDays.filter((days) => days > searched);
}

function longerButton(days: number, { query, messages }: Shown<FindQuery>) {
  const longer: FindQuery = { ...query, period: { kind: 'last-days', days }, page: 0 };
  return queryButton(messages.periods.title({ kind: 'last-days', days }), longer);
}
