/**
 * Builds the card of a period's errors: the reasons by number of leads, then the leads, each with
 * up to five errors. Pure.
 */
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import type { Answer } from '../../reports/answer.ts';
import { errorGroupsText } from '../../cards/breakdowns.ts';
import { actions, choices, footButtons } from '../../cards/controls.ts';
import { asOfNote, card, doubtNotes, outcomeSymbols, noteBelowTitle, periodTitle } from '../../cards/head.ts';
import { countedNote, listParts } from './leads-card.ts';
import { valueHints } from './value-hints.ts';
import { pageOf } from '../../cards/rows.ts';
import type { Shown } from '../../reports/shown.ts';
import { data, lines, words } from '../../cards/text.ts';

/** Few rows, because each row shows several errors. */
const rowsPerPage = 5;
const errorsShown = 5;
const groupsShown = 6;

export function errorsCard(answer: Answer, shown: Shown): Card {
  const { messages, query } = shown;
  const {
    errors,
    leads,
    formats: { errors: format },
  } = messages;
  const title = `${errors.title} · ${periodTitle(shown)}`;
  const header: CardPart = { kind: 'header', text: title };
  const errored = answer.summary.total;
  const { outcomes } = answer.choices;
  const all = outcomes.errored + outcomes.created + outcomes.pending;
  if (errored === 0) {
    const near = all === 0 ? valueHints(shown) : { lines: [], button: null };
    return card(shown, `${title}: ${errors.none}`, [
      header,
      { kind: 'text', text: lines([words(`✅ ${errors.none}`, 'bold'), words(leads.count(all)), ...near.lines]) },
      noteBelowTitle(shown),
      countedNote(answer, shown),
      ...doubts(answer, shown),
      actions([near.button]),
      footButtons(null, shown),
      asOfNote(answer, shown),
    ]);
  }
  const counts = errors.of(format.number(errored), leads.count(all), format.percent(errored, all));
  const page = pageOf(answer.rows, query.page, rowsPerPage);
  return card(shown, `${title}: ${counts}`, [
    header,
    { kind: 'text', text: [words(`${outcomeSymbols.errored} ${counts}`, 'bold')] },
    noteBelowTitle(shown),
    countedNote(answer, shown),
    ...doubts(answer, shown),
    page.page === 0 ? errorGroupsText(answer, shown, errors.groups, groupsShown) : null,
    choices(answer, shown),
    ...listParts(answer, page, shown, errorsShown),
  ]);
}

/** Includes the paths of unreadable values, for the people who integrate the DMS. A path contains no value. */
function doubts(answer: Answer, shown: Shown): CardPart[] {
  const { errors } = shown.messages;
  const { examples } = answer.unread;
  if (examples.length === 0) return doubtNotes(answer, shown);
  const paths = examples.map(({ path, expected, received }): Text => [
    data(path, 80, 'code'),
    words(` ${errors.expected(expected, received)}`),
  ]);
  return [...doubtNotes(answer, shown), { kind: 'note', text: lines([words(errors.unreadPaths), ...paths]) }];
}
