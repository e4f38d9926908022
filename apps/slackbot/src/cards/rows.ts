/**
 * The leads of an answer, in pages. Pure. Every list shows a person as a first name and an initial.
 * To see the rest, a person opens the lead, if their role allows it.
 */
import {
  installationWords,
  isHot,
  type Lead,
  type LeadError,
  maskContact,
  maskName,
  plainDateIn,
} from '@leadbell/domain';
import { encodeQuery, openValueOf } from '../queries/query-codec.ts';
import type { Language } from '@leadbell/i18n';
import { actionIds } from './action-ids.ts';
import { type CardPart, keepText, type Text } from '@leadbell/slack-kit';
import { fromStart } from '../reports/onward.ts';
import type { Row } from '../reports/answer.ts';
import { outcomeSymbols } from './head.ts';
import { shownErrors } from './person.ts';
import type { Messages } from '../words/index.ts';
import { valueText } from './values.ts';
import type { Shown } from '../reports/shown.ts';
import { clip, composed, data, dotted, given, lines, words } from './text.ts';
import { wantedVehicle } from './vehicle.ts';

export const rowsPerPage = 10;
const noBreak = '\u00A0';

export interface Page {
  /** The number of the page; the first page is 0. */
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
  return openable(row, shown, rowText(row, shown, errorsShown));
}

interface KeptText {
  /** Everything on which the text depends, apart from the row. */
  readonly key: string;
  readonly text: Text;
}

/** The latest text of each row in each language, kept because many answers contain the same leads. */
const keptTexts = new WeakMap<Row, Map<Language, KeptText>>();

/**
 * Two lines with what a sales person needs for the next call: person and request; then outcome, age, urgency and
 * branch.
 */
export function shortRowPart(row: Row, shown: Shown): CardPart {
  const { tag } = shown.messages;
  const age = ageText(row.bulk, shown);
  const key = JSON.stringify([age, installationWords.version]);
  const ofRow = keptTexts.get(row) ?? new Map<Language, KeptText>();
  keptTexts.set(row, ofRow);
  const known = ofRow.get(tag);
  const kept = known?.key === key ? known : { key, text: keepText(shortRowText(row, age, shown)) };
  ofRow.set(tag, kept);
  return openable(row, shown, kept.text);
}

function shortRowText(row: Row, age: Text, shown: Shown): Text {
  const { outcomes } = shown.messages;
  const lead = listedLead(row.lead);
  const { outcome } = lead;
  const symbol = words(outcomeSymbols[outcome]);
  return [
    ...requestText(lead, shown),
    { lineBreak: true },
    symbol,
    words(' '),
    ...dotted([
      outcome === 'errored' ? words(outcomes.errored) : null,
      age,
      priorityText(lead, shown.messages),
      row.isSentAgain === true ? words(shown.messages.leads.sentAgain) : null,
      contactText(lead),
      valueText('branch', lead.branch, 40, shown.messages),
    ]),
  ];
}

function openable(row: Row, shown: Shown, text: Text): CardPart {
  if (row.lead.isForgotten !== true) shown.onRow?.(row);
  return {
    kind: 'text',
    text,
    button: {
      kind: 'button',
      action: actionIds.open,
      value: openValue(row.ref, shown),
      label: shown.messages.buttons.open,
    },
  };
}

/** The encoded query for each card. It is encoded once, because all *Open* buttons of a card have the same query. */
const openQueries = new WeakMap<Shown, string>();

function openValue(ref: string, shown: Shown): string {
  const query = openQueries.get(shown) ?? encodeQuery(fromStart(shown));
  openQueries.set(shown, query);
  return openValueOf(ref, query);
}

/** One line each: person and request; age, urgency and branch; outcome and origin; and then the errors. */
function rowText({ lead: sent, bulk, isSentAgain }: Row, shown: Shown, errorsShown: number): Text {
  const { leads, outcomes } = shown.messages;
  const lead = listedLead(sent);
  return lines([
    requestText(lead, shown),
    dotted([
      ageText(bulk, shown),
      priorityText(lead, shown.messages),
      valueText('branch', lead.branch, 40, shown.messages),
    ]),
    dotted([
      words(`${outcomeSymbols[lead.outcome]} ${outcomes[lead.outcome]}`),
      isSentAgain === true ? words(leads.sentAgain) : null,
      valueText('source', lead.source, 30, shown.messages),
      valueText('sub', lead.subSource, 30, shown.messages),
      contactText(lead),
    ]),
    ...errorTexts(lead, shown, errorsShown),
  ]);
}

/** The masked contact, short enough for one line on a phone. */
function contactText(lead: Lead): Text {
  return given(maskContact(lead), 30).map((span) =>
    'data' in span ? { data: span.data.replaceAll(' ', noBreak) } : span,
  );
}

/** Returns a text such as “Sara M. · KIA RIO 2024 · Price Quote”. */
function requestText(lead: Lead, shown: Shown): Text {
  const { leads } = shown.messages;
  const vehicle = wantedVehicle(lead);
  return dotted([
    nameText(lead, shown),
    vehicle.parts.length === 0 ? words(leads.noVehicle) : composed(vehicle.parts, 40),
    vehicle.more > 0 ? words(leads.more(vehicle.more)) : null,
    given(lead.interest, 30),
    lead.testDriveRequired === true && !asksTestDrive(lead) ? words(leads.testDrive) : null,
  ]);
}

/**
 * Returns the lead's age, such as “12 min”. For a message that stays, returns the lead's time, such as “14:05”, with
 * the day if the list has several days.
 */
function ageText({ createdAt }: Row['bulk'], { now, messages, period, zone, onAge }: Shown): Text {
  if (createdAt === null) return [];
  onAge?.(createdAt);
  if (now !== undefined) return [words(messages.leads.age(now - createdAt))];
  if (period === null) return [];
  const format = messages.formats.leads;
  const time = format.time(createdAt, zone);
  const isOneDay = period.firstDate === period.lastDate;
  return [words(isOneDay ? time : `${format.shortDate(plainDateIn(zone, createdAt))} ${time}`)];
}

/** Returns the priority, such as “🔥 Hot”. */
export function priorityText({ priority }: Pick<Lead, 'priority'>, messages: Pick<Messages, 'tag'>): Text {
  const said = valueText('priority', priority, 20, messages);
  return said.length > 0 && isHot(priority) ? [words('🔥 '), ...said] : said;
}

/** The lead with its source, brand, branch and similar values in the form that a list may show. */
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

/** Whether the interest already mentions the test drive. */
function asksTestDrive({ interest }: Lead): boolean {
  return interest !== null && /test[\s-]?drive|تجربة قيادة/iu.test(interest);
}

function nameText(lead: Lead, { messages }: Pick<Shown, 'messages'>): Text {
  if (lead.isForgotten === true) return [words(messages.leads.erased, 'italic')];
  const name = maskName(lead);
  if (name === '') return [words(messages.leads.noName, 'bold')];
  // The initial may be in another script than the first name, so each is a part of its own.
  return composed(name.split(/ (?=\S+\.$)/), 30, { style: 'bold' });
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

/** An error's name in counts. If the error has only a code, the code is the name. */
export function reasonOf(error: LeadError, messages: Shown['messages']): string {
  const { noReason } = messages.errors;
  return messageIn(error, messages) || (error.code === null ? noReason : `${noReason} (${error.code})`);
}

/** An error in words. For lists, remove the person's data first; see `shownErrors`. */
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
