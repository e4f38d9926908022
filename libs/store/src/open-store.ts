/** Opens the store; see `store.ts`. Effects: connects to PostgreSQL. Throws `StoreError`. */
import { Kysely, PostgresDialect } from 'kysely';
import { migrations } from './migrations/index.ts';
import { clientOptions, createPool, guarded, type PoolOptions } from './pool.ts';
import { restoreGuard } from './schema/audit-guard.ts';
import { bringUpToDate } from './schema/bring-up-to-date.ts';
import { askRole, auditGuard } from './schema/service-role.ts';
import type { Store, StoreOptions } from './store.ts';
import { createAlerts } from './tables/alerts.ts';
import { createSummaries } from './tables/summaries.ts';
import { createAuditLog } from './tables/audit.ts';
import { withDatabase } from './backup/dump.ts';
import { createBulks } from './tables/bulks.ts';
import { askNow, setClockOffset } from './tables/clock.ts';
import { createConnections } from './tables/connections.ts';
import { createCounters } from './tables/counters.ts';
import { handle, inTransaction, rawExecutor } from './tables/database.ts';
import { createDeliveryQueue } from './tables/delivery.ts';
import { createHistory } from './tables/history.ts';
import { createInbox } from './tables/inbox.ts';
import { createInstallations } from './tables/installations.ts';
import { createUninstalls } from './tables/uninstalls.ts';
import { createKeyRecords } from './tables/installation-keys.ts';
import { createLeadSets } from './tables/lead-sets.ts';
import { listenTo } from './tables/listen.ts';
import { outboxSignal } from './tables/lines.ts';
import { createOutbox } from './tables/outbox.ts';
import { createOutages } from './tables/outages.ts';
import { createPeople } from './tables/people.ts';
import { createPersons } from './tables/persons.ts';
import { forget, keptRows } from './tables/retention.ts';
import { createSetAside } from './tables/set-aside.ts';
import { createHomes } from './tables/homes.ts';
import { createShares } from './tables/shares.ts';
import { createSubscriptions } from './tables/subscriptions.ts';
import type { Tables } from './tables/tables.ts';
import { createDigestRequests } from './tables/digest-requests.ts';
import { sentSince } from './tables/sent-messages.ts';
import { createSeenValues } from './tables/seen-values.ts';
import { createWords } from './tables/words.ts';

/** Connects, brings the tables up to date (in any number of processes at once), and returns the store. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, ownerUrl = null, pool: size = 10, caFile = null, patienceMs = 30_000, name = 'leadbell' } = options;
  const { needsData = false } = options;
  const service = ownerUrl === null ? null : await withDatabase({ url, caFile, patienceMs, name }, askRole);
  // Migrates over a separate connection, whose statements may take a long time.
  await withDatabase({ url: ownerUrl ?? url, caFile, patienceMs, name }, (one) =>
    bringUpToDate(one, migrations, { service, needsData }),
  );
  const pool = createPool({ url, size, caFile, name });
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guarded(pool) }) });
  const owner = ownerUrl === null ? database : ownerDoor({ url: ownerUrl, size: 1, caFile, name: `${name} owner` });
  return {
    transaction: (work) => inTransaction(database, (tx) => work(handle(tx))),
    outbox: createOutbox(database),
    deliveries: createDeliveryQueue(database),
    connections: createConnections(database),
    bulks: createBulks(database),
    setAside: createSetAside(database),
    outages: createOutages(database),
    counters: createCounters(database),
    subscriptions: createSubscriptions(database),
    digestRequests: createDigestRequests(database),
    people: createPeople(database),
    persons: createPersons(database),
    inbox: createInbox(database),
    installations: createInstallations(database),
    uninstalls: createUninstalls(database),
    alerts: createAlerts(database),
    summaries: createSummaries(),
    leadSets: createLeadSets(database),
    shares: createShares(database),
    homes: createHomes(database),
    history: createHistory(database),
    keys: createKeyRecords(database),
    audit: createAuditLog(database, owner, {
      guard: () => auditGuard(database),
      restoreGuard: () => restoreGuard(database, owner),
    }),
    words: createWords(database),
    seenValues: createSeenValues(database),
    now: () => askNow(database, 'business'),
    realNow: () => askNow(database, 'real'),
    setClockOffset: (ms) => setClockOffset(database, ms),
    forget: (days) => forget(database, owner, days),
    kept: () => keptRows(database),
    onOutbox: (onSignal, onSession = () => {}, beatEveryMs = 1_000) =>
      listenTo(clientOptions(url, caFile), { signal: outboxSignal, onSignal, onSession, beatEveryMs }),
    sentSince: (since, postedAfter) => sentSince(database, since, postedAfter),
    poolUse: () => ({ busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    raw: (transaction = handle(database)) => rawExecutor(transaction),
    async close() {
      await database.destroy();
      if (owner !== database) await owner.destroy();
      // Kysely does not end a pool on which it made no query.
      if (!pool.ended) await pool.end();
    },
  };
}

/** Connects only when it is used: only the retention needs it, once a day. */
function ownerDoor(options: PoolOptions): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: async () => guarded(createPool(options)) }) });
}
