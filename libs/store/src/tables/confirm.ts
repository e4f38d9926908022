/** Handles messages in doubt that turn out to be in Slack, in SQL; see `../delivery.ts`. */
import { type RawBuilder, sql } from 'kysely';
import type { Posted } from '../delivery.ts';
import { businessNow } from './clock.ts';
import type { Database } from './database.ts';
import { lockChannels, setLines } from './lines.ts';

/** Assignments that end a message's doubt. */
export const noDoubt = sql`look_at = null, visible_at = null, holds_until = null`;

/** Assignments for a message `o` whose post exists with the given values. */
export function standsAs(given: Readonly<Record<'ts' | 'version' | 'conversation', RawBuilder<unknown>>>) {
  return sql`ts = ${given.ts}, conversation_id = ${given.conversation}, sent_version = ${given.version}, sent_at = ${businessNow},
    attempt = 0, reason = null, refused_since = null, not_before = null, ${noDoubt}, sought = null,
    state = case when o.version > ${given.version} then 'pending' else 'sent' end`;
}

export async function confirm(tx: Database, workspace: string, { key, ...posted }: Posted): Promise<void> {
  // While the attempt is still under way, keeps the confirmation in case the result of the attempt stays unknown.
  const { numAffectedRows } = await sql`
    update outbox set sought = coalesce(sought, '{}') || jsonb_build_object('seen', ${JSON.stringify(posted)}::jsonb)
    where workspace_id = ${workspace} and key = ${key} and ts is null and state = 'sending' and look_at is null`.execute(
    tx,
  );
  if (Number(numAffectedRows ?? 0) > 0) return;
  const { rows: places } = await sql<{ workspace: string; channel: string }>`
    select workspace_id as workspace, channel_id as channel from outbox
    where workspace_id = ${workspace} and key = ${key} and ts is null and ${isDoubtful}`.execute(tx);
  if (places.length === 0) return;
  await lockChannels(tx, places);
  const { ts, version, conversation } = posted;
  await sql`
    update outbox o set ${standsAs({ ts: sql`${ts}`, version: sql`${version}::integer`, conversation: sql`${conversation}` })}
    where workspace_id = ${workspace} and key = ${key} and ts is null and ${isDoubtful}`.execute(tx);
  await setLines(tx, places);
}

const isDoubtful = sql`(look_at is not null or (state = 'dead' and reason like 'perhaps posted (%'))`;

/**
 * Ends the doubt of messages that were confirmed in the meantime. Call after locking the channels, and before setting
 * what the channels wait for.
 */
export async function settleSeen(
  tx: Database,
  places: readonly { readonly workspace: string; readonly channel: string }[],
): Promise<void> {
  await sql`
    update outbox o set ${standsAs({ ts: seen('ts'), version: sql`${seen('version')}::integer`, conversation: seen('conversation') })}
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as t (workspace text, channel text)
    where o.workspace_id = t.workspace and o.channel_id = t.channel and o.state = 'sending' and o.look_at is not null and o.sought ? 'seen'`.execute(
    tx,
  );
}

function seen(name: string) {
  return sql`(sought -> 'seen' ->> ${sql.lit(name)})`;
}
