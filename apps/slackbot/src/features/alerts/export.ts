/**
 * Exports an alert's errored leads as a file for the person who asked. Effects: reads the DMS
 * through its options. Errors: `LeadsApiError`, and those of the store.
 */
import { type Lead, type leadFields, readEmails, readPhones, shownName } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import { bulkNumber } from '../../cards/bulk-name.ts';
import { messageIn } from '../../cards/rows.ts';
import type { Messages } from '../../words/index.ts';
import { toCsv } from './csv.ts';
import type { AlertService } from './alert-service.ts';
import { type ErroredLead, type ErroredReading, readErrored } from './errored-leads.ts';

export interface ExportFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

export interface Exported {
  readonly file: ExportFile;
  readonly leads: readonly Lead[];
  readonly fields: readonly string[];
  /** The number of bulks missing from the file; see `errored-leads.ts`. */
  readonly unreadBulks: number;
  readonly unreadLeads: number;
}

export interface ExportOptions {
  readonly leadsApi: LeadsApi;
  readonly alerts: AlertService;
}

/** The lead's text fields that the DMS calls by the same name. */
type WordField = {
  [Name in keyof typeof leadFields & keyof Lead]: Lead[Name] extends string | null ? Name : never;
}[keyof typeof leadFields & keyof Lead];

type Cell = (one: ErroredLead, messages: Messages) => string | number | null;

/** Returns columns for these fields of the lead, with the names that the DMS uses. */
function asSent<Name extends WordField>(...names: readonly Name[]): Readonly<Record<Name, Cell>> {
  const cells = names.map((name): readonly [Name, Cell] => [name, ({ lead }) => lead[name]]);
  return Object.fromEntries(cells) as Record<Name, Cell>;
}

/** The file's columns in order. Programs read them by name, so they must not be renamed. */
const columns = {
  bulk: ({ bulk, bulkNumber: number }) => bulkNumber({ dmsId: bulk.id, number }),
  bulkCreated: ({ bulk }) => (bulk.createdAt === null ? null : new Date(bulk.createdAt).toISOString()),
  leadExternalId: ({ lead }) => lead.externalId,
  leadId: ({ lead }) => lead.leadId,
  ...asSent('brand', 'branch', 'source', 'subSource', 'priority'),
  firstName: ({ lead }) => shownName(lead.firstName),
  lastName: ({ lead }) => shownName(lead.lastName),
  phone: ({ lead }) => phoneCell(lead),
  email: ({ lead }) => emailCell(lead),
  errors: ({ lead }, messages) =>
    lead.errors
      .map((error) =>
        [error.code, error.field, messageIn(error, messages)].filter((part) => part !== null && part !== '').join(': '),
      )
      .join('; '),
} as const satisfies Readonly<Record<string, Cell>>;

export function exportedRow(one: ErroredLead, messages: Messages): readonly (string | number | null)[] {
  return Object.values(columns).map((cell: Cell) => cell(one, messages));
}

/** Returns null when no lead of the alert has errors any more. */
export async function exportAlert(
  id: number,
  { leadsApi, alerts }: ExportOptions,
  reading: ErroredReading,
  messages: Messages,
): Promise<Exported | null> {
  const found = await alerts.find(id);
  if (found === null) return null;
  const { leads, unreadBulks, unreadLeads } = await readErrored(found, leadsApi, reading);
  if (leads.length === 0) return null;
  return {
    file: {
      name: `alert-${id}.csv`,
      title: messages.alerts.exportTitle(id),
      content: toCsv([Object.keys(columns), ...leads.map((one) => exportedRow(one, messages))]),
    },
    leads: leads.map(({ lead }) => lead),
    fields: Object.keys(columns),
    unreadBulks,
    unreadLeads,
  };
}

/** Returns the lead's phone numbers as they can be dialled; if none can be dialled, returns the number as sent. */
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
