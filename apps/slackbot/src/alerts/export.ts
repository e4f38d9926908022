/** The errored leads of an alert as a file for the one who asked. Effects: the DMS by what it is handed. Errors: `LeadsApiError`, and the store's. */
import type { Instant, Lead } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { Messages } from '../locales/en.ts';
import { toCsv } from './csv.ts';
import type { AlertDesk } from './desk.ts';

export interface ExportFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

export interface ExportOptions {
  readonly leadsApi: LeadsApi;
  readonly alerts: AlertDesk;
}

const mostBulks = 50;
const mostLeads = 50_000;

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
): Promise<ExportFile | null> {
  const found = await alerts.find(id);
  if (found === null) return null;
  const rows: (string | number | null)[][] = [];
  for (const { dmsId, createdAt } of Object.values(found.alert.state.members).slice(0, mostBulks)) {
    if (createdAt === null) continue;
    const window = { from: createdAt, to: (createdAt + 1) as Instant };
    const waiting = new Map<number, Lead[]>();
    for await (const part of leadsApi.read({ kind: 'window', window }, { signal })) {
      if (part.type === 'leads') {
        const errored = part.leads.filter(({ outcome }) => outcome === 'errored');
        waiting.set(part.bulk, [...(waiting.get(part.bulk) ?? []), ...errored]);
      } else if (part.type === 'bulk') {
        const { info } = part;
        const isIt = info.createdAt === createdAt && (dmsId === null || info.id === null || info.id === dmsId);
        for (const lead of isIt ? (waiting.get(part.bulk) ?? []) : [])
          if (rows.length < mostLeads) rows.push(rowOf(lead, info.id, createdAt));
        waiting.delete(part.bulk);
      }
    }
  }
  if (rows.length === 0) return null;
  return { name: `alert-${id}.csv`, title: messages.alerts.exportTitle(id), content: toCsv([header, ...rows]) };
}

function rowOf(lead: Lead, bulk: number | null, createdAt: Instant): (string | number | null)[] {
  return [
    bulk,
    new Date(createdAt).toISOString(),
    lead.externalId,
    lead.leadId,
    lead.brand,
    lead.branch,
    lead.source,
    lead.subSource,
    lead.priority,
    lead.firstName,
    lead.lastName,
    [lead.phoneCode, lead.phoneNumber].filter((part) => part !== null && part !== '').join(' '),
    lead.email,
    lead.errors
      .map(({ code, field, message }) =>
        [code, field, message].filter((part) => part !== null && part !== '').join(': '),
      )
      .join('; '),
  ];
}
