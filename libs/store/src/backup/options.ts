/** What a backup and a restore are given, and what they say of it. Times are milliseconds. Pure. */
import type { Instant } from '@leadbell/domain';

export interface BackupOptions {
  readonly url: string;
  readonly caFile?: string | null;
  /** How long the database may take to appear. Default 30 s. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

export interface RestoreOptions extends BackupOptions {
  /** The keys at hand, among which the backup's must be; `lost`: they are let go. Default: none are looked at, for data that stays in its installation. */
  readonly keys?: { readonly ids: readonly string[]; readonly where: string } | 'lost';
}

export interface BackupSummary {
  /** When the backup was made, by the database's clock. */
  readonly at: Instant;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
}
