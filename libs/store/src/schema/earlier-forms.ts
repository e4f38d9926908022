/**
 * Repairs databases that were made by an earlier form of a migration: some migrations were edited, before checksums
 * prevented this. The list is complete, because released migrations no longer change.
 */
import { sql } from 'kysely';
import type { Database } from '../tables/database.ts';
import { type Records, rename } from './records.ts';
import { tableOf } from './shape.ts';

interface EarlierForm {
  readonly isHere: (names: ReadonlySet<string>, shape: ReadonlySet<string>) => boolean;
  readonly mend: (tx: Database) => Promise<void>;
}

/** The current name of a migration, by its former name. */
const renamed: Readonly<Record<string, string>> = { '0003-waiting-channels': '0004-waiting-channels' };

export function nameToday(migration: string): string {
  return renamed[migration] ?? migration;
}

const forms: readonly EarlierForm[] = [
  // An earlier 0002-alerts did not create the table of leads that were announced to a subscription; 0005 changes that
  // table.
  {
    isHere: (names, shape) => names.has('0002-alerts') && !names.has('0005-told-outcomes') && !has(shape, 'leads_told'),
    async mend(tx) {
      await sql`create table leads_told (
        subscription_id bigint not null references subscriptions on delete cascade,
        lead text not null,
        told_at timestamptz not null default clock_timestamp(),
        primary key (subscription_id, lead)
      )`.execute(tx);
      await sql`create index leads_told_by_time on leads_told (told_at)`.execute(tx);
    },
  },
  // 0004-waiting-channels was 0003-waiting-channels until 0003-history was put before it.
  {
    isHere: (names) => names.has('0003-waiting-channels') && !names.has('0004-waiting-channels'),
    mend: (tx) => rename(tx, '0003-waiting-channels', '0004-waiting-channels'),
  },
  // An earlier 0004-waiting-channels left channels awake that had nothing to send.
  {
    isHere: (names) => names.has('0004-waiting-channels') || names.has('0003-waiting-channels'),
    mend: letChannelsSleep,
  },
  // 0011-watch was extended before its release.
  { isHere: (names) => names.has('0011-watch'), mend: completeWatch },
];

/** Only a database without checksums can have been made by an earlier form. Returns whether anything was changed. */
export async function mendEarlierForms(
  tx: Database,
  { names, checksums }: Records,
  shape: ReadonlySet<string>,
): Promise<boolean> {
  if (checksums.size > 0) return false;
  const found = forms.filter(({ isHere }) => isHere(new Set(names), shape));
  for (const { mend } of found) await mend(tx);
  return found.length > 0;
}

async function completeWatch(tx: Database): Promise<void> {
  await sql`alter table bulks add column if not exists missing_since timestamptz`.execute(tx);
  await sql`create index if not exists bulks_undated on bulks (connection_id, observed_at desc) where created_at is null`.execute(
    tx,
  );
  await sql`alter table dms_connections add column if not exists answered_at_address text,
    add column if not exists unread_windows jsonb not null default '[]'`.execute(tx);
}

/**
 * Puts channels to sleep that have nothing to send, because they would delay the other channels. Until the transaction
 * ends, no other process can wake a channel.
 */
export async function letChannelsSleep(tx: Database): Promise<void> {
  await sql`lock table channels in share row exclusive mode`.execute(tx);
  await sql`
    update channels c set wake_at = null where wake_at is not null and not exists (
      select from outbox o where o.workspace_id = c.workspace_id and o.channel_id = c.id and o.state in ('pending', 'sending'))`.execute(
    tx,
  );
}

function has(shape: ReadonlySet<string>, table: string): boolean {
  return [...shape].some((line) => tableOf(line) === table);
}
