/** The parameters and results of backups and restores. Times are milliseconds. Pure. */
import type { Instant } from '@leadbell/domain';

export interface BackupOptions {
  readonly url: string;
  readonly caFile?: string | null;
  /** How long to wait for the database to answer. Default 30 s. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of rows in each batch. */
  readonly onRows?: (count: number) => void;
}

export interface RestoreOptions extends BackupOptions {
  /**
   * The keys that are available; they must include the backup's key. `lost`: restores even if keys are missing.
   * Default: keys are not checked, because the data stays in its installation.
   */
  readonly keys?: { readonly ids: readonly string[]; readonly where: string } | 'lost';
}

export interface BackupSummary {
  /** The time at which the backup was made, by the database's clock. */
  readonly at: Instant;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Called with each batch of rows, as JSON. */
export type OnDumped = (table: string, rows: readonly string[]) => void;
