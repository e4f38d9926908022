/**
 * Builds the modal *View errors* of an alert: its error groups, then the leads with all of their
 * errors. Only the person who opened it sees it; people are masked as in every list. Pure.
 */
import { errorGroup, shortHash, type Zone } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { AlertView } from './alert-view.ts';
import type { ErroredLead, ErroredLeads } from './errored-leads.ts';
import { erroredPage, errorParts } from './errored-pages.ts';
import { times, titleOf } from './title.ts';
import { bulkName } from '../../cards/bulk-name.ts';
import { actions, turns } from '../../cards/controls.ts';
import { queryForLead } from '../../reports/lead-query.ts';
import { errorsOf } from '../../cards/person.ts';
import { reasonOf, rowPart } from '../../cards/rows.ts';
import { clip, data, lines, words } from '../../cards/text.ts';
import { actionIds, erroredViewName } from '../../cards/action-ids.ts';
import type { Messages } from '../../words/index.ts';
import type { Button, CardPart, ModalCard, Select } from '@leadbell/slack-kit';

/** The part that is shown: an alert, one of its error groups or all of them, and a page. */
export interface ErroredRequest {
  readonly id: number;
  /** See `Group`. */
  readonly group: string | null;
  /** Zero-based. */
  readonly page: number;
}

interface Group {
  readonly key: string;
  readonly text: string;
  readonly leads: readonly ErroredLead[];
}

const groupsShown = 12;
const choicesShown = 24;
const labelMax = 60;

export function writeErroredRequest({ id, group, page }: ErroredRequest): string {
  return `${id} ${group ?? '-'} ${page}`;
}

export function readErroredRequest(value: string): ErroredRequest | null {
  const [, id, group, page] = /^(\d{1,15}) ([\w-]{1,40}) (\d{1,6})$/.exec(value) ?? [];
  return group === undefined ? null : { id: Number(id), group: group === '-' ? null : group, page: Number(page) };
}

export function alertErrorsView(
  { alert, errorTexts, found }: Pick<AlertView, 'alert' | 'errorTexts'> & { readonly found: ErroredLeads },
  { group: wanted, page: asked }: ErroredRequest,
  messages: Messages,
  zone: Zone,
): ModalCard {
  const { alerts: say, leads: sayLeads } = messages;
  const groups = groupsOf(found.leads, messages);
  const chosen = groups.find(({ key }) => key === wanted) ?? null;
  const listed = chosen?.leads ?? found.leads;
  const page = erroredPage(listed, asked);
  const shownGroups = chosen === null && page.page === 0 && groups.length > 1 ? groups : [];
  const more = shownGroups.length - groupsShown;
  return modal(alert, messages, [
    {
      kind: 'text',
      text: lines([
        words(titleOf(alert, messages, errorTexts), 'bold'),
        words(found.leads.length === 0 ? say.exportEmpty : say.erroredNow(found.leads.length)),
      ]),
    },
    ...(shownGroups.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: lines([
              ...shownGroups
                .slice(0, groupsShown)
                .map(({ text, leads }) => [data(text, 80), words(times(messages.formats.alerts.number(leads.length)))]),
              more > 0 ? words(sayLeads.more(more)) : null,
            ]),
          } as const,
        ]),
    ...compact([groupSelect(alert.id, { groups, chosen, total: found.leads.length }, messages)]),
    ...page.leads.flatMap((one) => leadParts(one, messages, zone)),
    ...(page.pages > 1
      ? [
          {
            kind: 'note',
            text: [
              words(
                `${sayLeads.page(page.page + 1, page.pages)} · ${sayLeads.range(page.firstIndex + 1, page.firstIndex + page.leads.length, listed.length)}`,
              ),
            ],
          } as const,
        ]
      : []),
    ...unreadNotes(found, messages),
    ...compact([actions(turns({ ...page, asked }, messages, (to, label) => turn(alert.id, chosen, to, label)))]),
  ]);
}

/** Shows the masked person, all errors, and the bulk. */
function leadParts(one: ErroredLead, messages: Messages, zone: Zone): CardPart[] {
  const { ref, bulk, lead, readIn } = one;
  const {
    formats: { bulks: format },
  } = messages;
  const shown = {
    query: queryForLead(bulk, zone, 'errors', readIn),
    period: null,
    messages,
    zone,
    audience: 'asker',
  } as const;
  const row = { ref, lead: { ...lead, errors: [] }, bulk };
  const at = bulk.createdAt;
  const when = at === null ? '' : `${format.day(at, zone)} ${format.time(at, zone)}`;
  const name = words(bulkName({ dmsId: bulk.id, number: one.bulkNumber }, when, messages));
  return [{ kind: 'divider' }, rowPart(row, shown, 0), ...errorParts(one, shown), { kind: 'note', text: [name] }];
}

export function noErrorsView(id: number, sentence: string, messages: Messages): ModalCard {
  return modal({ id }, messages, [{ kind: 'text', text: [words(sentence)] }]);
}

/** Returns one sentence for each kind of data that could not be read. */
export function unreadNotes(
  { unreadBulks, unreadLeads }: Pick<ErroredLeads, 'unreadBulks' | 'unreadLeads'>,
  { alerts: say }: Messages,
): CardPart[] {
  const told = [
    unreadBulks > 0 ? words(say.unreadBulks(unreadBulks)) : null,
    unreadLeads > 0 ? words(say.unreadLeads(unreadLeads)) : null,
  ];
  return told.every((one) => one === null) ? [] : [{ kind: 'note', text: lines(told) }];
}

function modal({ id }: Pick<StoredAlert, 'id'>, messages: Messages, parts: readonly CardPart[]): ModalCard {
  const title = messages.alerts.number(id);
  return {
    name: erroredViewName,
    title,
    closeLabel: messages.buttons.close,
    summary: title,
    direction: messages.direction,
    parts,
  };
}

/**
 * Returns the largest groups first. Errors with the same text are one group, even if the DMS adds a
 * code to some of them.
 */
function groupsOf(leads: readonly ErroredLead[], messages: Messages): readonly Group[] {
  const groups = new Map<string, ErroredLead[]>();
  for (const one of leads) {
    const texts = new Set(errorsOf(one.lead).map((error) => reasonOf(errorGroup(error, one.lead).error, messages)));
    for (const text of texts) {
      const its = groups.get(text) ?? [];
      groups.set(text, its);
      its.push(one);
    }
  }
  return [...groups]
    .map(([text, its]) => ({ key: shortHash(text), text, leads: its }))
    .toSorted((a, b) => b.leads.length - a.leads.length || (a.text < b.text ? -1 : 1));
}

function groupSelect(
  id: number,
  {
    groups,
    chosen,
    total,
  }: { readonly groups: readonly Group[]; readonly chosen: Group | null; readonly total: number },
  { alerts: say, formats: { alerts: format } }: Messages,
): CardPart | null {
  if (groups.length < 2) return null;
  const value = (group: string | null): string => writeErroredRequest({ id, group, page: 0 });
  const select: Select = {
    kind: 'select',
    action: actionIds.errored,
    placeholder: say.chooseError,
    options: [
      { label: say.allErrors(format.number(total)), value: value(null) },
      ...groups.slice(0, choicesShown).map(({ key, text, leads }) => ({
        label: `${clip(text, labelMax)} × ${format.number(leads.length)}`,
        value: value(key),
      })),
    ],
    chosen: value(chosen?.key ?? null),
  };
  return actions([select]);
}

function turn(id: number, chosen: Group | null, page: number, label: string): Button {
  const value = writeErroredRequest({ id, group: chosen?.key ?? null, page });
  return { kind: 'button', action: actionIds.errored, value, label };
}

function compact(parts: readonly (CardPart | null)[]): CardPart[] {
  return parts.filter((part) => part !== null);
}
