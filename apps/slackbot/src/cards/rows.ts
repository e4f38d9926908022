/**
 * The leads of an answer, in pages. Pure. Every list shows a person as a first name and an initial;
 * opening the lead shows the rest to those allowed to see it.
 */
import { installationWords, type Lead, type LeadError, maskContact, maskName } from '@leadbell/domain';
import { encodeOpen } from '../queries/query-codec.ts';
import { actionIds } from './action-ids.ts';
import type { CardPart, Text } from '@leadbell/slack-kit';
import { fromStart } from '../reports/onward.ts';
import type { Row } from '../reports/answer.ts';
import { outcomeSymbols } from './head.ts';
import { shownErrors } from './person.ts';
import type { Shown } from '../reports/shown.ts';
import { clip, data, dotted, given, lines, words } from './text.ts';
import { wantedVehicle } from './vehicle.ts';

export const rowsPerPage = 10;

export interface Page {
  /** Zero-based, clamped to the last page. */
  readonly page: number;
  readonly pages: number;
  readonly rows: readonly Row[];
  readonly firstIndex: number;
}

export function pageOf(rows: readonly Row[], asked: number, perPage = rowsPerPage): Page {
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const page = Math.min(asked, pages - 1);
  const firstIndex = page * perPage;
  return { page, pages, rows: rows.slice(firstIndex, firstIndex + perPage), firstIndex };
}

/** Names of the lead's fields that a row shows. */
export const rowFields: readonly (keyof Lead)[] = [
  'firstName',
  'lastName',
  'phoneNumber',
  'email',
  'vehicles',
  'outcome',
  'errors',
  'priority',
  'source',
  'subSource',
  'interest',
  'testDriveRequired',
  'branch',
];

export function rowPart(row: Row, shown: Shown, errorsShown: number): CardPart {
  if (row.lead.isForgotten !== true) shown.onRow?.(row.lead);
  return {
    kind: 'text',
    text: rowText(row, shown, errorsShown),
    button: {
      kind: 'button',
      action: actionIds.open,
      value: encodeOpen({ query: fromStart(shown), leadRef: row.ref }),
      label: shown.messages.buttons.open,
    },
  };
}

function rowText({ lead: sent, isSentAgain }: Row, shown: Shown, errorsShown: number): Text {
  const { leads, outcomes } = shown.messages;
  const lead = listedLead(sent);
  const vehicle = wantedVehicle(lead);
  return lines([
    dotted([
      nameText(lead, shown),
      vehicle.words === '' ? words(leads.noVehicle) : data(vehicle.words, 40),
      vehicle.more > 0 ? words(leads.more(vehicle.more)) : null,
    ]),
    dotted([
      words(`${outcomeSymbols[lead.outcome]} ${outcomes[lead.outcome]}`),
      isSentAgain === true ? words(leads.sentAgain) : null,
      given(lead.priority, 20),
    ]),
    dotted([given(lead.source, 30), given(lead.subSource, 30), given(maskContact(lead), 30)]),
    dotted([
      given(lead.interest, 30),
      lead.testDriveRequired === true && !asksTestDrive(lead) ? words(leads.testDrive) : null,
      given(lead.branch, 40),
    ]),
    ...errorTexts(lead, shown, errorsShown),
  ]);
}

/** The lead with the values of its vocabularies as a list may show them. */
function listedLead(lead: Lead): Lead {
  const value = (text: string | null): string | null => (text === null ? null : installationWords.valueOf(text, lead));
  return {
    ...lead,
    priority: value(lead.priority),
    source: value(lead.source),
    subSource: value(lead.subSource),
    interest: value(lead.interest),
    branch: value(lead.branch),
    brand: value(lead.brand),
    vehicles: lead.vehicles.map((one) => ({ ...one, modelFamily: value(one.modelFamily) })),
  };
}

/** Checks whether the interest already mentions the test drive. */
function asksTestDrive({ interest }: Lead): boolean {
  return interest !== null && /test[\s-]?drive|تجربة قيادة/iu.test(interest);
}

function nameText(lead: Lead, { messages }: Pick<Shown, 'messages'>): Text {
  if (lead.isForgotten === true) return [words(messages.leads.erased, 'italic')];
  const name = maskName(lead);
  return [name === '' ? words(messages.leads.noName, 'bold') : data(name, 30, 'bold')];
}

/** At most `max` errors, and how many more there are. */
function errorTexts(lead: Lead, { messages }: Shown, max: number): Text[] {
  if (max === 0) return [];
  const told = shownErrors(lead, max).map((error): Text => [words('• '), ...errorText(error, messages)]);
  const more = lead.errors.length - told.length;
  return more > 0 ? [...told, [words(messages.leads.more(more), 'italic')]] : told;
}

/** The message in the reader's language if the DMS provides it. */
export function messageIn({ message, messages }: LeadError, { tag }: Pick<Shown['messages'], 'tag'>): string {
  const inLanguages: Readonly<Record<string, string | undefined>> = { ...messages };
  return inLanguages[tag] ?? message;
}

/** An error's name in counts. A bare code is a name, not a reason. */
export function reasonOf(error: LeadError, messages: Shown['messages']): string {
  const { noReason } = messages.errors;
  return messageIn(error, messages) || (error.code === null ? noReason : `${noReason} (${error.code})`);
}

/** For lists, remove the person's data first; see `shownErrors`. */
export function errorText(error: LeadError, messages: Shown['messages'], max = 90): Text {
  const { breakdowns, errors } = messages;
  const field = clip(error.field ?? '', 24);
  const code = clip(error.code ?? '', 24);
  const about = dotted([
    field === '' ? null : [words(breakdowns.field), words(' '), data(field, 24)],
    code === '' ? null : data(code, 24, 'code'),
  ]);
  const told = clip(messageIn(error, messages), max);
  const message = told === '' ? words(errors.noReason) : data(told, max);
  return about.length === 0 ? [message] : [message, words(' ('), ...about, words(')')];
}
