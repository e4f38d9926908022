/**
 * Records when bulks are checked again, because they may still change or have vanished. The functions work in the
 * caller's transaction, except `missed`, which needs none. Throws the driver's errors.
 */
import { sql } from 'kysely';
import { type Instant, nextCheckAt, nextSearchAt, type Window } from '@leadbell/domain';
import type { Database } from './database.ts';

/** Records that these bulks are unchanged, and the time of their next check. */
export async function touch(tx: Database, ids: readonly number[], at: Instant): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{
    id: number;
    state: string;
    createdAt: Instant | null;
    firstSeenAt: Instant;
    pending: number;
    errored: number;
  }>`
    update bulks set observed_at = greatest(observed_at, ${new Date(at)}), misses = 0, missing_since = null where id = any(${[...ids]}::bigint[]) and next_check_at is not null
    returning id, state, created_at as "createdAt", first_seen_at as "firstSeenAt", pending, errored`.execute(tx);
  await checkAgainAt(
    tx,
    rows.map((row) => ({ id: row.id, at: nextCheckAt(row, at) })),
  );
}

export async function checkAgainAt(
  tx: Database,
  bulks: readonly { readonly id: number; readonly at: Instant | null }[],
): Promise<void> {
  if (bulks.length === 0) return;
  const next = bulks.map(({ id, at }) => ({ id, at: isoOrNull(at) }));
  await sql`update bulks b set next_check_at = n.at
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n (id bigint, at timestamptz)
    where b.id = n.id and b.id = any(${next.map(({ id }) => id)}::bigint[])`.execute(tx);
}

/**
 * Records bulks of the window that were due and are missing from the answer, except the bulks with keys in `except`.
 * Returns how many bulks are given up.
 */
export async function missed(
  database: Database,
  connection: string,
  { from, to }: Window,
  at: Instant,
  except: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ id: number; misses: number; missingSince: Instant | null }>`
    select id, misses, missing_since as "missingSince" from bulks
    where connection_id = ${connection} and created_at >= ${new Date(from)} and created_at < ${new Date(to)}
      and next_check_at <= ${new Date(at)} and observed_at < ${new Date(at)} and key <> all(${[...except]}::text[])`.execute(
    database,
  );
  if (rows.length === 0) return 0;
  const next = rows.map(({ id, misses, missingSince }) => ({
    id,
    at: isoOrNull(nextSearchAt({ missingSince: missingSince ?? at, misses: misses + 1 }, at)),
  }));
  await sql`
    update bulks b set misses = misses + 1, missing_since = coalesce(missing_since, ${new Date(at)}), next_check_at = n.at
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n (id bigint, at timestamptz)
    where b.id = n.id and b.id = any(${next.map(({ id }) => id)}::bigint[])`.execute(database);
  return next.filter((one) => one.at === null).length;
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
