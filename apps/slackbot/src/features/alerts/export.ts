/** The errored leads of an alert as a file for the one who asked. Effects: the DMS by what it is handed. Errors: `LeadsApiError`, and the store's. */
import { type Lead, readEmails, readPhones, shownName } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import { messageIn } from '../../cards/rows.ts';
import type { Messages } from '../../words/en.ts';
import { toCsv } from './csv.ts';
import type { AlertDesk } from './desk.ts';
import { type ErroredLead, readErrored } from './errored-leads.ts';

export interface ExportFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

export interface Exported {
  readonly file: ExportFile;
  readonly leads: number;
  /** What it does not hold, see `errored-leads.ts`. */
  readonly unreadBulks: number;
  readonly unreadLeads: number;
}

export interface ExportOptions {
  readonly leadsApi: LeadsApi;
  readonly alerts: AlertDesk;
}

const header = [
  'bulk',
  'bulkCreated',
  'leadExternalId',
  'leadId',
  'brand',
  'branch',
  'source',
  'subSource',
  'priority',
  'firstName',
  'lastName',
  'phone',
  'email',
  'errors',
];

/** Null when none of its leads has errors any more. */
export async function exportAlert(
  id: number,
  { leadsApi, alerts }: ExportOptions,
  signal: AbortSignal,
  messages: Messages,
): Promise<Exported | null> {
  const found = await alerts.find(id);
  if (found === null) return null;
  const { leads, unreadBulks, unreadLeads } = await readErrored(found, leadsApi, signal);
  if (leads.length === 0) return null;
  return {
    file: {
      name: `alert-${id}.csv`,
      title: messages.alerts.exportTitle(id),
      content: toCsv([header, ...leads.map((one) => rowOf(one, messages))]),
    },
    leads: leads.length,
    unreadBulks,
    unreadLeads,
  };
}

function rowOf({ bulk, lead }: ErroredLead, messages: Messages): (string | number | null)[] {
  return [
    bulk.id,
    bulk.createdAt === null ? null : new Date(bulk.createdAt).toISOString(),
    lead.externalId,
    lead.leadId,
    lead.brand,
    lead.branch,
    lead.source,
    lead.subSource,
    lead.priority,
    shownName(lead.firstName),
    shownName(lead.lastName),
    phoneCell(lead),
    emailCell(lead),
    lead.errors
      .map((error) =>
        [error.code, error.field, messageIn(error, messages)].filter((part) => part !== null && part !== '').join(': '),
      )
      .join('; '),
  ];
}

/** As they can be dialled; as they were sent when they can't. */
function phoneCell({ phoneCode, phoneNumber }: Lead): string {
  const { kind, numbers, rest } = readPhones(phoneCode, phoneNumber);
  if (kind === 'none') return '';
  if (kind === 'sent') return [phoneCode, phoneNumber].filter((part) => part !== null && part !== '').join(' ');
  const dialled = numbers.map(({ e164, extension }) => (extension === null ? e164 : `${e164} ext. ${extension}`));
  return [dialled.join(' / '), rest].filter((part) => part !== '').join(' ');
}

function emailCell({ email }: Lead): string {
  const { kind, addresses, sent } = readEmails(email);
  return kind === 'addresses' ? addresses.join('; ') : sent;
}
