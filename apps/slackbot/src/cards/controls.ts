/** Controls under an answer: paging, filters, *Refresh*, *Share*. Pure. */
import { foldText, oneOf } from '@leadbell/domain';
import { type CommonFields, decodeQuery, encodeQuery } from '../queries/query-codec.ts';
import { readQueryWith } from '../queries/fields.ts';
import { type LeadsQuery, leadsQuery } from '../queries/leads-query.ts';
import type { Query } from '../queries/query.ts';
import { actionIds } from './action-ids.ts';
import type { Button, CardPart, Control, Select } from '@leadbell/slack-kit';
import { again, filtered, fromStart, onward } from '../reports/onward.ts';
import type { Answer } from '../reports/answer.ts';
import type { Page } from './rows.ts';
import type { Shown } from '../reports/shown.ts';
import { clip, words } from './text.ts';

/**
 * Slack's limits for an option. A choice whose value is too long is left out; it can still be
 * typed.
 */
const maxOptionValue = 75;
const maxOptionLabel = 75;
const maxSources = 12;
const outcomes = ['errored', 'created', 'pending'] as const;

export function queryButton(label: string, query: Query & CommonFields, style?: Button['style']): Button {
  const button: Button = { kind: 'button', action: actionIds.ask, value: encodeQuery(query), label };
  return style === undefined ? button : { ...button, style };
}

export function actions(elements: readonly (Control | null)[]): CardPart | null {
  const there = elements.filter((element) => element !== null);
  return there.length === 0 ? null : { kind: 'actions', elements: there };
}

/** Page 2 of 13 · 11–20 of 128. Null when there is only one page. */
export function pageNote({ page, pages, rows, firstIndex }: Page, total: number, { messages }: Shown): CardPart | null {
  if (pages < 2) return null;
  const { leads } = messages;
  const range = leads.range(firstIndex + 1, firstIndex + rows.length, total);
  return { kind: 'note', text: [words(`${leads.page(page + 1, pages)} · ${range}`)] };
}

/**
 * A channel message is the same for all readers, so it has no paging: each reader opens their own
 * answer.
 */
export function footButtons(page: Page | null, shown: Shown): CardPart | null {
  const { buttons } = shown.messages;
  if (shown.audience === 'channel') return actions([queryButton(buttons.seeForYourself, fromStart(shown))]);
  return actions([
    page !== null && page.page > 0 ? queryButton(buttons.previous, onward(shown, { page: page.page - 1 })) : null,
    page !== null && page.page + 1 < page.pages
      ? queryButton(buttons.next, onward(shown, { page: page.page + 1 }))
      : null,
    queryButton(buttons.refresh, again(shown)),
    shown.query.command === 'find'
      ? null
      : { kind: 'button', action: actionIds.share, value: encodeQuery(fromStart(shown, true)), label: buttons.share },
  ]);
}

/** One select for the status and one for the source; each keeps the other's filter. */
export function choices(answer: Answer, shown: Shown): CardPart | null {
  // A single lead leaves nothing to choose.
  const isOne = answer.summary.total === 1 && Object.keys(shown.query.filters).length === 0;
  if (shown.audience === 'channel' || isOne) return null;
  // A list of errors has only one status.
  const status = shown.query.command === 'errors' ? null : statusSelect(answer, shown);
  return actions([status, sourceSelect(answer, shown)]);
}

interface Choice {
  readonly label: string;
  readonly query: LeadsQuery;
  readonly chosen: boolean;
}

function statusSelect({ choices }: Answer, shown: Shown): Select | null {
  const {
    buttons,
    outcomes: names,
    formats: { buttons: format },
  } = shown.messages;
  const { status } = shown.query.filters;
  const counts = choices.outcomes;
  const all = counts.errored + counts.created + counts.pending;
  return select(buttons.statusPlaceholder, [
    { label: buttons.all(format.number(all)), query: filtered(shown, { status: null }), chosen: status === undefined },
    ...outcomes
      .filter((outcome) => counts[outcome] > 0 || outcome === status)
      .map((outcome) => ({
        label: `${names[outcome]} (${format.number(counts[outcome])})`,
        query: filtered(shown, { status: outcome }),
        chosen: status === outcome,
      })),
  ]);
}

function sourceSelect(answer: Answer, shown: Shown): Select | null {
  const {
    buttons,
    formats: { buttons: format },
  } = shown.messages;
  const { source } = shown.query.filters;
  const chosenSource = source?.isNot === false && source.alternatives.length === 1 ? source.alternatives[0] : undefined;
  const counts =
    answer.choices.sources ?? new Map(chosenSource === undefined ? [] : [[chosenSource, answer.summary.total]]);
  const names = [...counts]
    .filter(([name]) => clip(name, 50) !== '')
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, maxSources);
  if (names.length < 2 && source === undefined) return null;
  return select(buttons.sourcePlaceholder, [
    { label: buttons.allSources, query: filtered(shown, { source: null }), chosen: source === undefined },
    ...names.map(([name, count]) => ({
      label: `${clip(name, 50)} (${format.number(count)})`,
      query: filtered(shown, { source: oneOf(name) }),
      chosen: chosenSource !== undefined && foldText(name) === foldText(chosenSource),
    })),
  ]);
}

function select(placeholder: string, choices: readonly Choice[]): Select | null {
  const fitting = choices
    .map((choice) => ({ ...choice, label: clip(choice.label, maxOptionLabel), value: encodeQuery(choice.query) }))
    // A source can be any text, including text that could not be typed as a filter.
    .filter(({ value }) => value.length <= maxOptionValue && readQueryWith(leadsQuery, decodeQuery(value)) !== null)
    .filter(({ value }, index, all) => all.findIndex((other) => other.value === value) === index);
  if (fitting.length < 2) return null;
  const chosen = fitting.find((choice) => choice.chosen);
  return {
    kind: 'select',
    action: actionIds.filter,
    placeholder,
    options: fitting.map(({ label, value }) => ({ label, value })),
    ...(chosen === undefined ? {} : { chosen: chosen.value }),
  };
}
