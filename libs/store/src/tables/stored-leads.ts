/** Reads stored leads for comparison. Inside this package only. */
import { sql } from 'kysely';
import type { BulkSnapshot, KnownLead, LeadState } from '@leadbell/domain';
import { type StoredTraits, traitsOfLead } from './bulk-facts.ts';
import type { Database } from './database.ts';

export interface StoredLead extends KnownLead {
  readonly traits: StoredTraits;
}

export interface StoredSnapshot extends BulkSnapshot {
  readonly leads: ReadonlyMap<string, StoredLead>;
}

export async function leadsOf(tx: Database, ids: readonly number[]): Promise<Map<number, Map<string, StoredLead>>> {
  const all = new Map<number, Map<string, StoredLead>>();
  if (ids.length === 0) return all;
  const { rows } = await sql<
    LeadState & {
      bulkId: number;
      key: string;
      traits: StoredTraits;
      missed: number;
      isGone: boolean;
      isReplaced: boolean;
    }
  >`
    select l.bulk_id as "bulkId", l.key, l.external_id as "externalId", l.dms_id::text as "dmsId", l.outcome, l.errors,
      ${traitsOfLead} as traits, l.missed, l.gone_at is not null as "isGone", l.superseded_by is not null as "isReplaced"
    from bulk_leads l where l.bulk_id = any(${[...ids]}::bigint[])`.execute(tx);
  for (const { bulkId, key, missed, isGone, isReplaced, ...state } of rows) {
    const leads = all.get(bulkId) ?? new Map<string, StoredLead>();
    const lead: StoredLead = {
      ...state,
      ...(missed > 0 ? { missed } : {}),
      ...(isGone ? { gone: true } : {}),
      ...(isReplaced ? { replaced: true } : {}),
    };
    all.set(bulkId, leads.set(key, lead));
  }
  return all;
}

/** Whether nothing about the lead needs to be written. */
export function isSameLead(was: KnownLead | undefined, { dmsId, outcome, errors }: LeadState): boolean {
  if (was === undefined || was.missed !== undefined || was.gone === true) return false;
  return was.dmsId === dmsId && was.outcome === outcome && was.errors.join('\n') === errors.join('\n');
}
