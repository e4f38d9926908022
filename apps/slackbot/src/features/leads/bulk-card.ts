/** Builds the card of one bulk: state, sender and time, the DMS's counts beside Leadbell's, and leads. Pure. */
import type { Bulk, ProcessingState } from '@leadbell/domain';
import type { Messages } from '../../words/index.ts';
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import type { Answer } from '../../reports/answer.ts';
import { errorGroupsText } from '../../cards/breakdowns.ts';
import { choices, footButtons } from '../../cards/controls.ts';
import { asOfNote, card, doubtNotes, periodNote, totalsText, totalsLine } from '../../cards/head.ts';
import { listParts } from './leads-card.ts';
import { pageOf } from '../../cards/rows.ts';
import type { BulkQuery } from '../../queries/leads-query.ts';
import type { Shown } from '../../reports/shown.ts';
import { words } from '../../cards/text.ts';

export function bulkCard(answer: Answer, shown: Shown<BulkQuery>): Card {
  const { bulk } = shown.messages;
  const { id } = shown.query;
  const header: CardPart = { kind: 'header', text: bulk.title(id) };
  if (answer.bulkCount === 0) {
    return card(shown, bulk.none(id), [
      header,
      { kind: 'text', text: [words(bulk.none(id), 'bold')] },
      ...doubtNotes(answer, shown),
      footButtons(null, shown),
      asOfNote(answer, shown),
    ]);
  }
  const page = pageOf(answer.rows, shown.query.page);
  return card(shown, `${bulk.title(id)}: ${totalsLine(answer, shown)}`, [
    header,
    { kind: 'text', text: totalsText(answer, shown) },
    ...answer.bulks.map((each) => factsOf(each, shown)),
    periodNote(shown),
    ...doubtNotes(answer, shown),
    page.page === 0 ? errorGroupsText(answer, shown, shown.messages.breakdowns.errors, 3) : null,
    choices(answer, shown),
    ...listParts(answer, page, shown),
  ]);
}

/**
 * Shown when one of Leadbell's own numbers finds nothing: there is no such bulk, or its leads are
 * no longer stored. For a bulk number that the DMS does not know, `bulkCard` says so itself.
 */
export function noBulkCard(shown: Shown<BulkQuery>): Card {
  const none = shown.messages.bulk.noneOfOurs(shown.query.id);
  return card(shown, none, [{ kind: 'text', text: [words(none)] }]);
}

export function stateWords(state: ProcessingState, { bulk }: Messages): string {
  if (typeof state === 'string') return bulk.states[state];
  return state.unknown === null ? bulk.noState : bulk.unknownState(String(state.unknown));
}

/** Such as: `24 August 2025 14:05 (UTC+3)`. */
export function momentText(bulk: Bulk, shown: Pick<Shown, 'messages' | 'zone'>): Text {
  const {
    formats: { leads: format },
    leads,
  } = shown.messages;
  if (bulk.createdAt === null) return [words(leads.notGiven)];
  const offset = format.offset(bulk.createdAt, shown.zone);
  return [words(`${format.day(bulk.createdAt, shown.zone)} ${format.time(bulk.createdAt, shown.zone)} (${offset})`)];
}

function factsOf(each: Bulk, shown: Shown): CardPart {
  const { bulk } = shown.messages;
  return {
    kind: 'facts',
    facts: [
      { label: bulk.state, value: [words(stateWords(each.state, shown.messages))] },
      { label: bulk.createdAt, value: momentText(each, shown) },
      ...(each.createdBy === null ? [] : [{ label: bulk.createdBy, value: [words(bulk.user(each.createdBy))] }]),
      ...(each.totalRecords === null && each.errorRecords === null
        ? []
        : [{ label: bulk.counts, value: [words(bulk.countsOf(each.totalRecords, each.errorRecords))] }]),
    ],
  };
}
