/**
 * Assembles the background work, which `service.ts` runs: watching the DMS, sending messages,
 * deleting old data. Effects: uses the database, the jobs, Slack and the DMS through its options.
 * Errors: `StoreError` when it cannot start; afterwards it recovers by itself.
 */
import {
  type AlertSettings,
  type BusinessCalendar,
  installationWords,
  type KnownValues,
  knownPart,
  type Instant,
  punctualMs,
  type Zone,
} from '@leadbell/domain';
import { type Jobs, startJobs } from '@leadbell/jobs';
import type { LeadsClient } from '@leadbell/leads-api';
import {
  type AuditGuard,
  connectionFor,
  type DatabaseConfig,
  type EmbeddedServer,
  forgottenFile,
  openKeys,
  type OpenKeys,
  openStore,
  type RetentionDays,
  readableByEveryone,
  readHealth,
  startEmbedded,
  type Store,
  StoreError,
} from '@leadbell/store';
import type { Answers } from './reports/answers.ts';
import type { ForgottenPeople } from './reports/forgotten.ts';
import type { HomeClock } from './features/home/home-clock.ts';
import type { FoundInstallation } from './features/status/installations.ts';
import type { Status } from './features/status/status.ts';
import type { Catalogue } from '@leadbell/settings';
import { sendDigestRequests } from './features/digest/requests.ts';
import { jobDefinitions, type OwnJobContext, runEachMinute } from './jobs/index.ts';
import { startMinuteClock } from './jobs/minute-clock.ts';
import { beatOf, type Delivering, startDelivering } from './delivery/deliver.ts';
import { noPace, slackPace } from './delivery/pace.ts';
import type { WatchedClock } from './delivery/watch-clock.ts';
import { adoptForgotten, eraseDue } from './delivery/erase.ts';
import type { Workspace } from './bot/slack.ts';
import type { Gate } from './bot/gate.ts';
import type { Messages } from './words/index.ts';
import { errorFields } from './log-error.ts';
import type { Meters } from './health/meters.ts';
import type { Log } from './log.ts';
import type { Calls } from '@leadbell/slack-kit';
import { evaluateAlerts } from './features/alerts/evaluate.ts';
import { createLearnedWords } from './watch/learned-words.ts';
import { createSeenValues } from './watch/seen-values.ts';
import { createLooks } from './watch/looks.ts';
import { startPoller } from './watch/poller.ts';
import { createRequestLog } from './watch/requests.ts';
import { createUnreadCounts } from './watch/unread-counts.ts';

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
      'The account in DATABASE_URL does not own the tables: give the one that does as DATABASE_OWNER_URL, which migrations and retention need',
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

export interface EngineOptions {
  readonly database: Database;
  readonly caFile: string | null;
  readonly leadsApi: LeadsClient;
  readonly gateOf: (workspace: string) => Gate | null;
  readonly mayEditIn: (workspace: string, user: string) => Promise<boolean>;
  /** Identifies the DMS's address without revealing it. */
  readonly address: string;
  readonly answers: Answers;
  readonly forgotten: ForgottenPeople;
  readonly values: KnownValues;
  readonly catalogue: Catalogue;
  readonly workspaces: readonly Pick<Workspace, 'id' | 'outbound'>[];
  readonly calendar: BusinessCalendar;
  readonly maxMissedDigests: number;
  readonly alertSettings: AlertSettings;
  readonly retention: RetentionDays;
  readonly zone: Zone;
  readonly messages: Messages;
  readonly pace: 'slack' | 'none';
  readonly pollMs: number | null;
  readonly requestsPerDay: number;
  /** For calls to Slack; see `DeliverOptions`. */
  readonly leaseMs: number;
  readonly graceMs: number;
  readonly doubtWaitMs: number;
  readonly calls: Calls;
  /** The database's clock, which has been watched since the database was opened. */
  readonly databaseClock: WatchedClock;
  readonly homeClock: HomeClock;
  readonly elapsed: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly meters: Meters;
  readonly log: Log;
}

export interface Engine {
  /** Starts requested digests at once. Failures are retried in the next minute. */
  lookAtDigests(): Promise<void>;
  /** Evaluates alerts at once instead of in the next minute. */
  lookAtAlerts(): Promise<void>;
  /** Deletes data about forgotten people in Slack at once. Failures are retried in the next minute. */
  erase(): Promise<void>;
  /** Call when workspaces were added. */
  serveAll(): void;
  /** Sends the messages that waited in workspaces whose token works again. */
  unblock(): Promise<void>;
  /** Number of jobs that failed too often. */
  deadJobs(): Promise<number>;
  /**
   * Checks everything that waits for a time. Call it after business time was moved in this process and in the database.
   */
  clockMoved(): Promise<void>;
  stop(patienceMs: number): Promise<void>;
}

/** Leadbell has one DMS; the tables support more. */
export const dmsConnection = 'dms';
const concurrency = 20;

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { database, caFile, leaseMs, pollMs, log } = options;
  const { store, url, ownerUrl } = database;
  await store.connections.ensure(dmsConnection);
  const words = createLearnedWords(store, installationWords);
  await words.refresh();
  const seen = createSeenValues({
    store,
    connection: dmsConnection,
    values: options.values,
    days: () => options.retention.values,
  });
  await seen.refresh();
  await store.words.hideInKinds(knownPart);
  const watched = pollMs === 0 ? [] : [dmsConnection];
  const outbounds = new Map<string, Workspace['outbound']>();
  const served: string[] = [];
  function serveAll(): void {
    for (const { id, outbound } of options.workspaces) {
      if (!outbounds.has(id)) served.push(id);
      outbounds.set(id, outbound);
    }
  }
  serveAll();
  const delivering: Delivering = startDelivering({
    ...options,
    queue: store.deliveries,
    outbound: {
      async send(claim, mayPost) {
        const outbound = outbounds.get(claim.workspace);
        if (outbound === undefined) throw new RangeError('a claim for an unknown workspace');
        return outbound.send(claim, mayPost);
      },
      async look(look) {
        const outbound = outbounds.get(look.workspace);
        if (outbound === undefined) throw new RangeError('a claim for an unknown workspace');
        return outbound.look(look);
      },
    },
    workspaces: served,
    onOutbox: (listener, onSession) => store.onOutbox(listener, onSession, beatOf(options.graceMs)),
    pace: { ...(options.pace === 'none' ? noPace : slackPace), doubtWaitMs: options.doubtWaitMs },
    leaseMs,
    clock: options.databaseClock,
    concurrency,
  });
  const started = Promise.withResolvers<Jobs>();
  const requests = createRequestLog({
    store,
    connection: dmsConnection,
    zone: options.zone,
    made: () => options.leadsApi.requests(),
  });
  const looks = createLooks({
    ...options,
    store,
    evaluate: (connection, at) => evaluateAlerts(connection, at, { ...options, store }),
    sendLook: async (connection, afterMs) =>
      (await started.promise).send('alerts', { connection }, { key: connection, afterMs }),
  });
  const context: OwnJobContext = {
    ...options,
    store,
    // A process may have ended between its poll and its evaluation; then evaluate the alerts here.
    look: (connection) => (watched.includes(connection) ? looks.now(connection) : Promise.resolve()),
    sendAll: async (name, all, executor) => (await started.promise).sendAll(name, all, executor),
    unblock: () => unblock(store, outbounds, log),
  };
  const jobs = await startJobs({
    connection: connectionFor(url, caFile),
    owner: ownerUrl === null ? null : { connection: connectionFor(ownerUrl, caFile), serviceRole: await roleOf(store) },
    jobs: jobDefinitions(context),
    log: (event, fields) => log.warn(fields, event),
  });
  started.resolve(jobs);
  await unblock(store, outbounds, log);
  const erasing = { store, outbounds, forgottenFile: database.forgottenFile, log };
  await adoptForgotten(erasing);
  // Read the list of forgotten people first, so that no part that starts later shows anything about them.
  await options.forgotten.refresh();
  const poller = startPoller({
    ...options,
    store,
    connections: watched,
    intervalMs: pollMs,
    gapMs: () => options.alertSettings.notWatchingMs,
    identities: database.keys.identities,
    wordBook: installationWords,
    requests,
    unread: createUnreadCounts(),
    lookAgain: (connection, afterMs) => looks.after(connection, afterMs),
  });
  const minutes = startMinuteClock({
    ...options,
    now: () => store.now(),
    async atMinute() {
      // Evaluate alerts independently of jobs, polls and digests, so that a stopped watch is noticed.
      const looked = Promise.all(watched.map((connection) => looks.now(connection)));
      const all = await Promise.allSettled([
        looked,
        runEachMinute(context).then((names) => names.forEach((name) => jobs.wake(name))),
        store.now().then((now) => requests.flush(now)),
        options.forgotten.refresh(),
        eraseDue(erasing),
        // Read the words and values that other replicas have learned.
        words.refresh(),
        seen.refresh(),
      ]);
      for (const one of all) if (one.status === 'rejected') throw one.reason;
    },
  });
  return {
    async lookAtDigests() {
      try {
        if ((await sendDigestRequests(context)) > 0) jobs.wake('digest');
      } catch (error) {
        log.warn(errorFields(error), 'wishes.wait');
      }
    },
    async erase() {
      try {
        await options.forgotten.refresh();
        await eraseDue(erasing);
      } catch (error) {
        log.warn(errorFields(error), 'forgotten.wait');
      }
    },
    serveAll,
    unblock: () => unblock(store, outbounds, log),
    deadJobs: () => jobs.deadCount(),
    async lookAtAlerts() {
      for (const connection of watched) await looks.now(connection);
    },
    async clockMoved() {
      minutes.look();
      await poller.wake();
      for (const connection of watched) await looks.now(connection);
    },
    async stop(patienceMs) {
      await minutes.stop();
      looks.stop();
      await poller.stop(patienceMs);
      await Promise.all([jobs.stop(patienceMs), delivering.stop()]);
    },
  };
}

/** Releases the messages of workspaces where Slack accepts our token again. */
async function unblock(store: Store, outbounds: ReadonlyMap<string, Workspace['outbound']>, log: Log): Promise<void> {
  for (const workspace of await store.deliveries.blocked([...outbounds.keys()])) {
    try {
      await outbounds.get(workspace)?.whoAmI();
    } catch (error) {
      log.warn({ workspace, ...errorFields(error) }, 'workspace.blocked');
      continue;
    }
    await store.deliveries.unblock(workspace);
    log.info({ workspace }, 'workspace.unblocked');
  }
}

async function roleOf(store: Store): Promise<string> {
  const [row] = (await store.raw().execute('select current_user::text as role')) as readonly {
    readonly role: string;
  }[];
  return row?.role ?? '';
}

const dayMs = 86_400_000;
const statusPatienceMs = 2_000;

export interface StatusOptions extends Pick<EngineOptions, 'zone' | 'pollMs' | 'requestsPerDay' | 'sleep' | 'log'> {
  readonly store: Store;
  /** Number of jobs that failed too often. */
  readonly deadJobs: () => Promise<number>;
  readonly installation: (workspace: string) => Promise<FoundInstallation>;
}

/** The status; null when the database does not answer soon. */
export async function readStatus(options: StatusOptions, workspace: string): Promise<Status | null> {
  const { sleep, log } = options;
  const enough = new AbortController();
  const late = sleep(statusPatienceMs, enough.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([late, statusOf(options, workspace)]);
  } catch (error) {
    log.warn(errorFields(error), 'status.unavailable');
    return null;
  } finally {
    enough.abort();
  }
}

async function statusOf(
  { store, zone, pollMs, requestsPerDay, deadJobs: countDead, installation: look }: StatusOptions,
  workspace: string,
): Promise<Status> {
  const now = await store.now();
  const [connections, messages, lateActs, owed, deadJobs, installation, guard] = await Promise.all([
    readHealth(store, now, zone),
    store.outbox.counts((now - dayMs) as Instant, workspace),
    store.inbox.late(workspace),
    store.subscriptions.owed((now - punctualMs) as Instant, workspace),
    countDead(),
    look(workspace),
    store.audit.guard(),
  ]);
  return {
    now,
    isPolled: pollMs !== 0,
    connections,
    requestsPerDay,
    messages,
    lateActs,
    owed,
    deadJobs,
    installation,
    isAuditOpen: guard === 'none',
  };
}
