/**
 * Channels and workspaces that Slack has closed to us, in SQL. Runs in the transaction of the process that got the
 * refusal.
 */
import { sql } from 'kysely';
import type { NoticeWriter, PausedSubscription } from '../delivery.ts';
import { appendAudit } from './audit.ts';
import { businessNow } from './clock.ts';
import type { Database } from './database.ts';
import { add } from './outbox.ts';

/** Makes the channel's waiting messages dead, pauses its subscriptions and notifies their owners. */
export async function close(
  tx: Database,
  { workspace, channel }: { readonly workspace: string; readonly channel: string },
  { reason, notices }: { readonly reason: string; readonly notices: NoticeWriter },
): Promise<void> {
  await sql`update outbox set state = 'dead', reason = ${reason}
    where workspace_id = ${workspace} and channel_id = ${channel} and state = 'pending'`.execute(tx);
  const { rows: paused } = await sql<PausedSubscription>`
    update subscriptions set paused_reason = ${reason}, paused_at = ${businessNow}
    where workspace_id = ${workspace} and channel_id = ${channel} and paused_at is null
    returning id, workspace_id as workspace, channel_id as channel, owner_id as owner, kind, paused_at as "pausedAt"`.execute(
    tx,
  );
  for (const { id } of paused) {
    const subject = `subscription ${id}`;
    await appendAudit(tx, { workspace, actor: 'leadbell', action: 'subscription paused', subject, detail: { reason } });
  }
  await add(tx, notices(paused));
}

export async function block(tx: Database, workspace: string, reason: string): Promise<void> {
  await sql`update workspaces set blocked_reason = ${reason}, blocked_at = coalesce(blocked_at, ${businessNow})
    where id = ${workspace}`.execute(tx);
}
