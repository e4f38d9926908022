/**
 * Finds everything stored about a person and erases it: rows in this transaction, posts and files by marking their
 * places for `erasing-places.ts`. Works in the caller's transaction. Throws the driver's errors.
 */
import { sql } from 'kysely';
import type { Erased, PersonFound, PersonTarget } from '../persons.ts';
import { businessNow } from './clock.ts';
import type { Database } from './database.ts';
import { closeErasure, eraseCards } from './erasing-places.ts';

/** The keys and marks of a target, including those of its lead. */
export interface Resolved {
  readonly persons: readonly string[];
  readonly marks: readonly string[];
}

/**
 * A bulk may be read again for this many days. Until then the rows of its leads are kept, without data that identifies
 * the person, because a lead without a row would count as new.
 */
const readAgainDays = 8;

export async function resolve(database: Database, { persons, marks = [], lead }: PersonTarget): Promise<Resolved> {
  if (lead === undefined) return { persons, marks };
  const { rows } = await sql<{ persons: readonly string[] | null; phone: string | null; email: string | null }>`
    select persons, phone_mark as phone, email_mark as email from bulk_leads
    where dms_id::text = ${lead} and not is_forgotten`.execute(database);
  const found = rows.flatMap((row) => row.persons ?? []);
  const old = rows.flatMap((row) => (row.persons === null ? [row.phone, row.email] : []));
  return {
    persons: [...new Set([...persons, ...found])],
    marks: [...new Set([...marks, ...old.filter((mark) => mark !== null)])],
  };
}

interface StoredLead {
  readonly bulkId: number;
  readonly key: string;
  /** The key as in `leads_told`. */
  readonly told: string;
  readonly mayBeReadAgain: boolean;
}

interface Held {
  readonly counts: PersonFound;
  readonly leads: readonly StoredLead[];
}

export async function findPerson(database: Database, { persons, marks }: Resolved): Promise<Held> {
  const { rows: leads } = await sql<StoredLead>`
    select l.bulk_id as "bulkId", l.key,
      coalesce((extract(epoch from b.created_at) * 1000)::bigint::text, '') || ' ' || coalesce(b.created_by::text, '') || ' ' || l.key as told,
      b.next_check_at is not null or b.observed_at > ${businessNow} - ${readAgainDays} * interval '1 day' as "mayBeReadAgain"
    from bulk_leads l join bulks b on b.id = l.bulk_id
    where not l.is_forgotten and (l.persons && ${[...persons]}::text[]
      or l.phone_mark = any(${[...marks]}::text[]) or l.email_mark = any(${[...marks]}::text[]))`.execute(database);
  const { rows } = await sql<PersonFound>`
    select count(*) filter (where kind = 'card') as cards, count(*) filter (where kind = 'share') as shares,
      count(*) filter (where kind = 'file') as files, 0 as leads,
      (select count(*) from leads_told where lead = any(${leads.map(({ told }) => told)}::text[])) as announcements
    from (select distinct kind, workspace_id, channel_id, ref from person_index
      where receipt is null and person = any(${[...persons]}::text[])) p`.execute(database);
  const [places] = rows;
  if (places === undefined) throw new Error('no answer');
  return { counts: { ...places, leads: leads.length }, leads };
}

export async function notedAlerts(database: Database, target: Resolved): Promise<readonly number[]> {
  const { leads } = await findPerson(database, target);
  const bulks = [...new Set(leads.map(({ bulkId }) => String(bulkId)))];
  const { rows } = await sql<{ id: number }>`
    select id from alerts
    where state -> 'members' ?| ${bulks}::text[] and jsonb_path_exists(state, '$.history[*].text ? (@.type() == "string")')
    order by id`.execute(database);
  return rows.map(({ id }) => id);
}

export async function erase(
  tx: Database,
  target: Resolved,
  {
    receipt,
    actor,
    workspace,
  }: { readonly receipt: string; readonly actor: string; readonly workspace: string | null },
): Promise<Erased | null> {
  const { counts, leads } = await findPerson(tx, target);
  const { numAffectedRows } = await sql`
    insert into forgotten (person, receipt) select unnest(${[...target.persons]}::text[]), ${receipt}
    on conflict do nothing`.execute(tx);
  const isNew = Number(numAffectedRows ?? 0) > 0;
  if (!isNew && Object.values(counts).every((count) => count === 0)) return null;
  await sql`
    insert into erasures (receipt, workspace_id, actor, found)
    values (${receipt}, ${workspace}, ${actor}, ${JSON.stringify(counts)}::jsonb)
    on conflict (receipt) do update set done_at = null`.execute(tx);
  await markPlaces(tx, target.persons, receipt);
  await eraseLeads(tx, leads);
  await eraseCards(tx, receipt);
  await closeErasure(tx, receipt);
  return { receipt, found: counts };
}

/**
 * Rows about other people in the same posts stay, because Slack may refuse to delete a post, and these people may be
 * forgotten later.
 */
async function markPlaces(tx: Database, persons: readonly string[], receipt: string): Promise<void> {
  await sql`
    update person_index set receipt = ${receipt}
    where person = any(${[...persons]}::text[]) and receipt is null`.execute(tx);
}

async function eraseLeads(tx: Database, leads: readonly StoredLead[]): Promise<void> {
  if (leads.length === 0) return;
  const given = JSON.stringify(
    leads.map(({ bulkId, key, told, mayBeReadAgain }) => ({ b: bulkId, k: key, t: told, r: mayBeReadAgain })),
  );
  const its = sql`jsonb_to_recordset(${given}::jsonb) as r (b bigint, k text, t text, r boolean)`;
  await sql`delete from leads_told using ${its} where lead = r.t`.execute(tx);
  await sql`delete from lead_set_members using ${its} where lead = r.t`.execute(tx);
  await sql`delete from claims using ${its} where bulk_id = r.b and lead_key = r.k`.execute(tx);
  await sql`update bulk_events set leads = array_replace(leads, r.k, 'forgotten') from ${its}
    where bulk_id = r.b and r.k = any(leads)`.execute(tx);
  await sql`delete from bulk_leads l using ${its} where l.bulk_id = r.b and l.key = r.k and not r.r`.execute(tx);
  await sql`
    update bulk_leads l set external_id = null, marks_key = null, phone_mark = null, email_mark = null, name_mark = null,
      persons = '{}', wrong_values = '{}', is_forgotten = true
    from ${its} where l.bulk_id = r.b and l.key = r.k`.execute(tx);
}
