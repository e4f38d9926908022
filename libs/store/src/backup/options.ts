/** The parameters and results of a backup and a restore. Times are milliseconds. Pure. */
import type { Instant } from '@leadbell/domain';

export interface BackupOptions {
  readonly url: string;
  readonly caFile?: string | null;
  /** How long the database may take to appear. Default 30 s. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
  /** Called for each batch of rows that has passed. */
  readonly onRows?: (count: number) => void;
}

export interface RestoreOptions extends BackupOptions {
  /**
   * The available keys, which must include the backup's; `lost`: give up the missing ones. Default: no check, for data
   * that stays in its installation.
   */
  readonly keys?: { readonly ids: readonly string[]; readonly where: string } | 'lost';
}

export interface BackupSummary {
  /** When the backup was made, by the database's clock. */
  readonly at: Instant;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Sees each batch of rows, as JSON. */
export type OnDumped = (table: string, rows: readonly string[]) => void;
