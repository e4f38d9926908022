/**
 * Opens the database: the configured one, or the embedded one. Logs how far its secrets and the audit log are
 * protected. Effects: files, the database, the log. Errors: `StoreError`.
 */
import {
  type AuditGuard,
  type DatabaseConfig,
  type EmbeddedServer,
  forgottenFile,
  openKeys,
  type OpenKeys,
  openStore,
  readableByEveryone,
  startEmbedded,
  type Store,
  StoreError,
} from '@leadbell/store';
import type { Log } from './log.ts';

export interface Database {
  readonly store: Store;
  readonly url: string;
  /** The address for the account that owns the tables; null if no such account is configured. */
  readonly ownerUrl: string | null;
  readonly keys: OpenKeys;
  /** The file of tombstones. */
  readonly forgottenFile: string;
  close(): Promise<void>;
}

/**
 * Opens the configured database, or the embedded one. `onLost` is called when another Leadbell has taken our data
 * directory.
 */
export async function openDatabase(config: DatabaseConfig, log: Log, onLost: () => void): Promise<Database> {
  const { pool, caFile } = config;
  const closes: (() => Promise<void>)[] = [];
  async function close(): Promise<void> {
    for (const one of closes.toReversed()) await one();
  }
  try {
    const server = config.url === null ? await startOwn(config.dataDir, log, onLost) : null;
    if (server !== null) {
      closes.push(() => server.close());
      reportReadable([server.dataDir, `${server.dataDir}/connection.json`], log);
    }
    const url = server?.url ?? config.url ?? '';
    const ownerUrl = server?.ownerUrl ?? config.ownerUrl;
    const store = await openStore({ url, ownerUrl, pool, caFile: server === null ? caFile : null });
    closes.push(() => store.close());
    if (await store.audit.restoreGuard()) log.error({ reason: restored }, 'audit.guard-restored');
    reportGuard(await store.audit.guard(), ownerUrl, log);
    const folder = server?.dataDir ?? null;
    const keys = await openKeys(store, config, folder);
    return { store, url, ownerUrl, keys, forgottenFile: forgottenFile(config, folder), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Logs one line for each secret file that every account of this machine can read. */
export function reportReadable(files: readonly string[], log: Log): void {
  for (const reason of readableByEveryone(files)) log.warn({ reason }, 'readable');
}

/**
 * Logs how far the audit log is protected. Throws if the service's account does not own the tables
 * and the account that owns them is not configured, because migrations and retention need it.
 */
function reportGuard(guard: AuditGuard, ownerUrl: string | null, log: Log): void {
  if (guard === 'owner' && ownerUrl === null) {
    throw new StoreError(
      'schema',
      'The account in DATABASE_URL does not own the tables: set DATABASE_OWNER_URL to the address for the account that owns them, because migrations and retention need it',
    );
  }
  if (guard === 'trigger') log.warn({ guard, reason: triggerOnly }, 'audit.guarded');
  if (guard === 'none') log.error({ guard, reason: unguarded }, 'audit.unguarded');
}

const triggerOnly =
  'the account in DATABASE_URL owns the tables: a trigger protects the audit log from mistakes, not from the database’s owner (DATABASE_OWNER_URL: docs/storage.md)';

const restored =
  'nothing protected the audit log from changes: its trigger was gone, switched off or changed. It was made again, with an entry in the log; entries from before may have been changed';

const unguarded =
  'nothing protects the audit log from changes: its trigger is gone, switched off or calls another function (docs/storage.md)';

function startOwn(dataDir: string, log: Log, onLost: () => void): Promise<EmbeddedServer> {
  return startEmbedded({ dataDir, role: 'service', log: (event, fields) => log.info(fields, event), onLost });
}
