/**
 * Builds the groups of a lead's modal. Pure. The result has full personal data, so show it only to
 * the person who asked.
 */
import { type Lead, type PlainDate, readEmails, readPhones, shownName } from '@leadbell/domain';
import { bulkNumber } from '../../cards/bulk-name.ts';
import { momentText, stateWords } from './bulk-card.ts';
import type { Row } from '../../reports/answer.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { linkTo } from '../../cards/dms-links.ts';
import { outcomeSymbols } from '../../cards/head.ts';
import { errorsOf } from '../../cards/person.ts';
import { errorText, priorityText } from '../../cards/rows.ts';
import { valueText } from '../../cards/values.ts';
import type { Shown } from '../../reports/shown.ts';
import { composed, data, dotted, given, lines, wholeLines, words } from '../../cards/text.ts';
import { vehicleParts, wantedVehicle } from '../../cards/vehicle.ts';
import { reachEntries } from './contact.ts';
import type { CardPart, Text } from '@leadbell/slack-kit';

type Fields = Shown['messages']['lead']['fields'];
type Entry = readonly [field: keyof Fields, value: Text];

/** A block holds 3,000 characters, and the first block also has the title. */
const noteInBlock = 2_800;
/** A modal holds 100 blocks. A note gets 40, enough for 65,536 characters unless it has thousands of lines. */
const noteBlocks = 40;
const maxValue = 200;
const maxVehicles = 10;
const maxErrors = 20;

/** `more`: the value of the button *More*; null if there is no such button. */
export interface Opened {
  readonly isMore: boolean;
  readonly more: string | null;
}

export function leadParts(row: Row, shown: Shown, { isMore, more }: Opened): CardPart[] {
  const { lead } = row;
  const { groups } = shown.messages.lead;
  return [
    // The request and the note come first, because the person is about to call.
    requestPart(row, shown),
    ...noteParts(lead, shown),
    ...contactParts(lead, shown),
    ...consentNote(lead, shown),
    ...group(groups.wants, wantEntries(lead, shown), shown),
    ...vehicleLines(lead, shown),
    ...errorLines(lead, shown),
    ...group(groups.origin, originEntries(lead, shown), shown),
    ...group(groups.who, [...whoEntries(lead), ...(isMore ? moreEntries(lead, shown) : [])], shown),
    ...(more === null ? [] : [moreButton(more, shown)]),
    ...group(groups.dms, dmsEntries(row, shown), shown),
  ];
}

/** Such as `KIA RIO 2024 · Price Quote`, then `Arrived 12 min ago · Hot · Website`. */
function requestPart({ lead, bulk }: Row, { messages, now }: Shown): CardPart {
  const vehicle = wantedVehicle(lead).parts;
  const age = now === undefined || bulk.createdAt === null ? null : now - bulk.createdAt;
  const text = lines([
    dotted([
      vehicle.length === 0 ? words(messages.leads.noVehicle, 'bold') : composed(vehicle, 60, { style: 'bold' }),
      given(lead.interest, 60),
    ]),
    dotted([
      age === null ? null : words(messages.lead.arrived(age)),
      priorityText(lead, messages),
      valueText('source', lead.source, 40, messages),
    ]),
  ]);
  return { kind: 'text', text };
}

function group(title: string, entries: readonly Entry[], { messages }: Shown): CardPart[] {
  const known = entries.filter(([, value]) => value.length > 0);
  if (known.length === 0) return [];
  const facts = known.map(([field, value]) => ({ label: messages.lead.fields[field], value }));
  const parts: CardPart[] = [{ kind: 'text', text: [words(title, 'bold')] }];
  // Slack's section holds at most ten fields.
  for (let i = 0; i < facts.length; i += 10) parts.push({ kind: 'facts', facts: facts.slice(i, i + 10) });
  return parts;
}

function moreButton(value: string, { messages }: Shown): CardPart {
  return { kind: 'actions', elements: [{ kind: 'button', action: actionIds.more, value, label: messages.lead.more }] };
}

/** See `more-fields.ts`. */
function moreEntries(lead: Lead, shown: Shown): Entry[] {
  const address = [lead.address1, lead.address2, lead.customerCity, lead.customerRegion, lead.customerCountry];
  return [
    ['nationality', given(lead.nationality, maxValue)],
    ['dateOfBirth', dateText(lead.dateOfBirth, shown)],
    ['monthlyIncome', given(lead.monthlyIncome, maxValue)],
    ['address', composed(address, maxValue, { separator: shown.messages.listSeparator })],
  ];
}

function whoEntries(lead: Lead): Entry[] {
  return [
    ['companyIndustryType', given(lead.companyIndustryType, maxValue)],
    ['gender', given(lead.gender, maxValue)],
    ['occupation', given(lead.occupation, maxValue)],
    ['leadType', given(lead.leadType, maxValue)],
  ];
}

function contactParts(lead: Lead, shown: Shown): CardPart[] {
  const { noContact, groups } = shown.messages.lead;
  if (lead.isForgotten === true) return [{ kind: 'text', text: [words(shown.messages.lead.erased)] }];
  const isReachable =
    readPhones(lead.phoneCode, lead.phoneNumber).kind !== 'none' || readEmails(lead.email).kind !== 'none';
  return [
    ...group(groups.contact, contactEntries(lead, shown), shown),
    ...(isReachable ? [] : [{ kind: 'text', text: [words(noContact)] } as const]),
  ];
}

function contactEntries(lead: Lead, shown: Shown): Entry[] {
  // The names are passed to `composed` word by word, because the first name's field may also
  // contain a title.
  const [name, contactName, company] = [
    [lead.title, lead.firstName, lead.middleName, lead.lastName].map(shownName).filter(isGiven).join(' '),
    shownName(lead.contactName),
    shownName(lead.companyName),
  ];
  // The contact's name is left out if it only repeats the person's name, as it usually does.
  const contact = name.includes(contactName) ? '' : contactName;
  return [
    ['name', composed(name.split(' '), maxValue)],
    ['contactName', composed(contact.split(' '), maxValue)],
    ['companyName', given(company, maxValue)],
    ...reachEntries(lead, shown),
    ['preferredContactType', given(lead.preferredContactType, maxValue)],
    ['preferredLanguage', given(lead.preferredLanguage, maxValue)],
  ];
}

/** Says beside the contact what the person has consented to. */
function consentNote(lead: Lead, { messages }: Shown): CardPart[] {
  if (lead.isForgotten === true) return [];
  const { lead: say } = messages;
  const consents = (['acceptMarketing', 'acceptNewsLetter', 'acceptPrivatePolicy'] as const).map((field): Text => {
    const value = lead[field];
    const told = value === null ? say.unknownConsent : value ? say.accepted : say.refused;
    return [words(`${say.fields[field]}: ${told}`)];
  });
  const text = lines([
    [words(`${say.groups.consent} · `, 'bold'), ...dotted(consents)],
    lead.acceptMarketing === true ? null : words(say.askFirst),
  ]);
  return [{ kind: 'note', text }];
}

function wantEntries(lead: Lead, shown: Shown): Entry[] {
  const { lead: say } = shown.messages;
  const { testDriveRequired: wanted } = lead;
  return [
    ['interest', given(lead.interest, maxValue)],
    ['brand', valueText('brand', lead.brand, maxValue, shown.messages)],
    ['vehicleType', given(lead.vehicleType, maxValue)],
    ['testDrive', wanted === null ? [] : [words(wanted ? say.wanted : say.notWanted)]],
    ['purchasePlan', given(lead.purchasePlan, maxValue)],
    ['paymentMode', given(lead.paymentMode, maxValue)],
    ['currency', given(lead.currency, maxValue)],
    ['priority', valueText('priority', lead.priority, maxValue, shown.messages)],
    ['branch', valueText('branch', lead.branch, maxValue, shown.messages)],
    ['businessArea', given(lead.businessArea, maxValue)],
  ];
}

function vehicleLines(lead: Lead, { messages }: Shown): CardPart[] {
  const told = lead.vehicles.slice(0, maxVehicles).map((vehicle): Text => {
    const name = vehicleParts(vehicle, lead.brand);
    return dotted([
      name.length === 0 ? words(messages.leads.noVehicle) : composed(name, 80, { style: 'bold' }),
      vehicle.totalQty !== null && vehicle.totalQty > 1 ? words(messages.lead.quantity(vehicle.totalQty)) : null,
      given(vehicle.modelMemo, maxValue),
      given(vehicle.modelPreferences, maxValue),
    ]);
  });
  const more = lead.vehicles.length + (lead.vehiclesLeftOut ?? 0) - told.length;
  if (told.length === 0) return [];
  return [{ kind: 'text', text: lines([...told, more > 0 ? words(messages.leads.more(more)) : null]) }];
}

/** Shows the whole note, because a person who calls needs its end too. */
function noteParts({ leadNote }: Lead, { messages }: Shown): CardPart[] {
  const [first, ...rest] = wholeLines(leadNote ?? '', noteInBlock);
  if (first === undefined) return [];
  const told = [lines([words(messages.lead.groups.note, 'bold'), first]), ...rest];
  const shown = told.length > noteBlocks ? [...told.slice(0, noteBlocks), [words('…')]] : told;
  return shown.map((text) => ({ kind: 'text', text }));
}

function errorLines(lead: Lead, { messages }: Shown): CardPart[] {
  const errors = errorsOf(lead);
  if (errors.length === 0) return [];
  const all = errors.slice(0, maxErrors).map((error): Text => [words('• '), ...errorText(error, messages, maxValue)]);
  const more = errors.length - all.length;
  const title = words(`${outcomeSymbols.errored} ${messages.lead.groups.errors}`, 'bold');
  // Slack's section holds at most 3,000 characters.
  return [
    { kind: 'text', text: lines([title, ...all.slice(0, 10)]) },
    ...(all.length > 10
      ? [
          {
            kind: 'text',
            text: lines([...all.slice(10), more > 0 ? words(messages.leads.more(more)) : null]),
          } as const,
        ]
      : []),
  ];
}

function originEntries(lead: Lead, shown: Shown): Entry[] {
  return [
    ['source', valueText('source', lead.source, maxValue, shown.messages)],
    ['subSource', valueText('sub', lead.subSource, maxValue, shown.messages)],
    ['leadDate', dateText(lead.leadDate, shown)],
    ['leadName', given(lead.leadName, maxValue)],
    ['leadReference', given(lead.leadReference, maxValue)],
    ['company', given(lead.company, maxValue)],
  ];
}

/** Shows the number in the DMS, as a link if the settings have the DMS's address. */
function numberText(leadId: Lead['leadId'], notCreated: string): Text {
  const link = linkTo('lead', leadId);
  if (leadId === null) return [words(notCreated)];
  return [link === null ? data(leadId, 20) : { link, label: leadId }];
}

function dmsEntries({ lead, bulk, bulkOfOurs }: Row, shown: Shown): Entry[] {
  const { lead: say, outcomes, bulk: bulkWords } = shown.messages;
  return [
    ['outcome', [words(`${outcomeSymbols[lead.outcome]} ${outcomes[lead.outcome]}`)]],
    ['leadId', numberText(lead.leadId, say.notCreated)],
    ['externalId', lead.externalId === null ? [] : [data(lead.externalId, 40)]],
    ['createdAt', momentText(bulk, shown)],
    ['bulkState', [words(stateWords(bulk.state, shown.messages))]],
    ['bulkId', given(bulkNumber({ dmsId: bulk.id, number: bulkOfOurs ?? null }), 20)],
    ['createdBy', bulk.createdBy === null ? [] : [words(bulkWords.user(bulk.createdBy))]],
  ];
}

function dateText(date: PlainDate | null, { messages }: Shown): Text {
  return date === null ? [] : [words(messages.formats.lead.date(date, { weekday: false }))];
}

function isGiven(value: string | null): value is string {
  return value !== null && value.trim() !== '';
}
