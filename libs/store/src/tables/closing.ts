/**
 * Marks channels and workspaces in which Slack no longer lets us post as closed. Runs in the transaction that stores
 * Slack's refusal.
 */
import { sql } from 'kysely';
import { decide, Moved } from '../decision.ts';
import type { NoticeWriter, PausedSubscription } from '../delivery.ts';
import type { NewMessage } from '../outbox.ts';
import { appendAudit } from './audit.ts';
import { businessNow } from './clock.ts';
import type { Database } from './database.ts';
import { add } from './new-messages.ts';

interface Place {
  readonly workspace: string;
  readonly channel: string;
}

/** The subscriptions that will be paused, and the notices to their owners. */
export interface Closing {
  readonly reason: string;
  readonly paused: readonly PausedSubscription[];
  readonly notices: readonly NewMessage[];
}

/** An outcome with the notices that it needs. */
export type Planned<T extends { readonly kind: string }> =
  | Exclude<T, { readonly kind: 'closed' }>
  | ({ readonly kind: 'closed' } & Closing);

/** Calls `write` with the notices to the owners of all subscriptions that post in `place`. */
export function closing<T>(
  database: Database,
  place: Place,
  { reason, notices }: { readonly reason: string; readonly notices: NoticeWriter },
  write: (closing: Closing) => Promise<T>,
): Promise<T> {
  return decide({
    plan: () => unpausedAt(database, place),
    render: notices,
    write: (paused, written) => write({ reason, paused, notices: written }),
  });
}

async function unpausedAt(database: Database, { workspace, channel }: Place): Promise<readonly PausedSubscription[]> {
  const { rows } = await sql<PausedSubscription>`
    select id, workspace_id as workspace, channel_id as channel, owner_id as owner, kind, ${businessNow} as "pausedAt"
    from subscriptions where workspace_id = ${workspace} and channel_id = ${channel} and paused_at is null
    order by id`.execute(database);
  return rows;
}

/**
 * Makes the channel's waiting messages dead, pauses its subscriptions and notifies their owners. Throws `Moved` if it
 * would pause other subscriptions than the planned ones.
 */
export async function close(
  tx: Database,
  { workspace, channel }: Place,
  { reason, paused, notices }: Closing,
): Promise<void> {
  await sql`update outbox set state = 'dead', reason = ${reason}
    where workspace_id = ${workspace} and channel_id = ${channel} and state = 'pending'`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    update subscriptions set paused_reason = ${reason}, paused_at = ${new Date(paused[0]?.pausedAt ?? 0)}
    where workspace_id = ${workspace} and channel_id = ${channel} and paused_at is null returning id`.execute(tx);
  const ids = new Set(rows.map(({ id }) => id));
  if (ids.size !== paused.length || !paused.every(({ id }) => ids.has(id))) throw new Moved();
  for (const { id } of paused) {
    const subject = `subscription ${id}`;
    await appendAudit(tx, { workspace, actor: 'leadbell', action: 'subscription paused', subject, detail: { reason } });
  }
  await add(tx, notices);
}

export async function block(tx: Database, workspace: string, reason: string): Promise<void> {
  await sql`update workspaces set blocked_reason = ${reason}, blocked_at = coalesce(blocked_at, ${businessNow})
    where id = ${workspace}`.execute(tx);
}
