/** Controls under an answer: paging, filters, *Refresh*, *Share*. Pure. */
import { installationAliases, oneOf } from '@leadbell/domain';
import { type CommonFields, decodeQuery, encodeQuery } from '../queries/query-codec.ts';
import { readQueryWith } from '../queries/fields.ts';
import { type LeadOrder, type LeadsQuery, leadsQuery } from '../queries/leads-query.ts';
import type { Query } from '../queries/query.ts';
import { actionIds } from './action-ids.ts';
import type { Button, CardPart, Confirm, Control, Select } from '@leadbell/slack-kit';
import { orderOf } from '../reports/lead-order.ts';
import { markOfRows } from '../reports/lead-ref.ts';
import { again, filtered, fromStart, onward } from '../reports/onward.ts';
import type { Answer } from '../reports/answer.ts';
import type { Page } from './rows.ts';
import type { Shown } from '../reports/shown.ts';
import { clip, words } from './text.ts';
import { valueShown } from './values.ts';

/** Slack's limits for an option. A choice whose value is too long is left out of the select, but can still be typed. */
const maxOptionValue = 75;
const maxOptionLabel = 75;
const maxSources = 12;
const outcomes = ['errored', 'created', 'pending'] as const;
const orders: readonly LeadOrder[] = ['hot', 'newest'];

export function queryButton(label: string, query: Query & CommonFields, style?: Button['style']): Button {
  const button: Button = { kind: 'button', action: actionIds.ask, value: encodeQuery(query), label };
  return style === undefined ? button : { ...button, style };
}

/**
 * *Share* posts the visible page after the person has confirmed in Slack's dialog. If people from
 * other companies can read the channel, the dialog warns of this, and the bot does not ask again.
 * On a later page, the query contains a hash of the page's leads. If leads that arrived meanwhile
 * have shifted the list, nothing is posted.
 */
function shareButton(shown: Shown, page: Page | null): Button {
  const { isOutside = false, messages } = shown;
  const query = {
    ...onward(shown, { share: true }),
    ...(isOutside ? { knowingly: true as const } : {}),
    ...(page === null || shown.query.page === 0 ? {} : { seen: markOfRows(page.rows) }),
  };
  return {
    kind: 'button',
    action: actionIds.share,
    value: encodeQuery(query),
    label: messages.buttons.share,
    confirm: shareQuestion(messages, isOutside),
  };
}

/** The confirmation dialog of a button that posts Leadbell's answer to the channel. */
export function shareQuestion({ bot, access, buttons }: Shown['messages'], isOutside = false): Confirm {
  const { title, text, no } = bot.shareQuestion;
  return { title, text: isOutside ? `${access.sharedOutside} ${text}` : text, yes: buttons.share, no };
}

/**
 * *Previous* and *Next*. A list that has or had several pages shows both buttons on every page, so
 * that neither button moves. On the first page *Previous* opens the same page again, and so does
 * *Next* on the last page.
 */
export function turns<B>(
  { page, pages, asked = page }: { readonly page: number; readonly pages: number; readonly asked?: number },
  { buttons }: Pick<Shown['messages'], 'buttons'>,
  button: (page: number, label: string) => B,
): readonly B[] {
  if (pages < 2 && asked === 0) return [];
  return [
    button(Math.max(0, page - 1), buttons.previous),
    button(Math.min(page + 1, Math.max(0, pages - 1)), buttons.next),
  ];
}

export function actions(elements: readonly (Control | null)[]): CardPart | null {
  const there = elements.filter((element) => element !== null);
  return there.length === 0 ? null : { kind: 'actions', elements: there };
}

/** Returns a note such as “Page 2 of 13 · 11–20 of 128”; null if there is only one page. */
export function pageNote({ page, pages, rows, firstIndex }: Page, total: number, { messages }: Shown): CardPart | null {
  if (pages < 2) return null;
  const { leads } = messages;
  const range = leads.range(firstIndex + 1, firstIndex + rows.length, total);
  return { kind: 'note', text: [words(`${leads.page(page + 1, pages)} · ${range}`)] };
}

/**
 * A channel message is the same for all readers, so it has no paging, and each reader opens their own answer. `first`
 * is placed before the other buttons, and `last` after them.
 */
export function footButtons(
  page: Page | null,
  shown: Shown,
  { first = null, last = null }: { readonly first?: Button | null; readonly last?: Select | null } = {},
): CardPart | null {
  const { buttons } = shown.messages;
  if (shown.audience === 'channel') return actions([queryButton(buttons.seeForYourself, onward(shown))]);
  const { page: at = 0, pages = 1 } = page ?? {};
  return actions([
    first,
    ...turns({ page: at, pages, asked: shown.query.page }, shown.messages, (to, label) =>
      queryButton(label, onward(shown, { page: to })),
    ),
    queryButton(buttons.refresh, again(shown)),
    shown.query.command === 'find' ? null : shareButton(shown, page),
    last,
  ]);
}

/** One select for the status and one for the source; each keeps the other's filter. */
export function choices(answer: Answer, shown: Shown): CardPart | null {
  // With a single lead there is nothing to choose.
  const isOne = answer.summary.total === 1 && Object.keys(shown.query.filters).length === 0;
  if (shown.audience === 'channel' || isOne) return null;
  // All leads in a list of errors have the same status.
  const status = shown.query.command === 'errors' ? null : statusSelect(answer, shown);
  return actions([status, sourceSelect(answer, shown)]);
}

interface Choice {
  readonly label: string;
  readonly query: LeadsQuery;
  readonly chosen: boolean;
}

/** A select for the order in which the list of a period shows the leads. */
export function orderSelect(shown: Shown): Select | null {
  const { query, period, messages } = shown;
  const asked = fromStart(shown);
  const chosen = orderOf(query, period);
  const names = messages.buttons.orders;
  return select(
    messages.buttons.orderPlaceholder,
    orders.map((order) => ({
      label: names[order],
      query: { ...asked, order } as LeadsQuery,
      chosen: order === chosen,
    })),
  );
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
    ...names
      .map(([name, count]) => ({
        label: `${clip(valueShown('source', name, shown.messages), 50)} (${format.number(count)})`,
        query: filtered(shown, { source: oneOf(name) }),
        chosen: chosenSource !== undefined && keyOf(name) === keyOf(chosenSource),
      }))
      // A source can be any text, including text that could not be typed as a filter.
      .filter(({ query }) => readQueryWith(leadsQuery, decodeQuery(encodeQuery(query))) !== null),
  ]);
}

function keyOf(source: string): string {
  return installationAliases.keyOf('source', source);
}

function select(placeholder: string, choices: readonly Choice[]): Select | null {
  const fitting = choices
    .map((choice) => ({ ...choice, label: clip(choice.label, maxOptionLabel), value: encodeQuery(choice.query) }))
    .filter(({ value }) => value.length <= maxOptionValue)
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
