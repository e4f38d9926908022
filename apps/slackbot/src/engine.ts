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
  type Zone,
} from '@leadbell/domain';
import { type Jobs, startJobs } from '@leadbell/jobs';
import type { LeadsClient } from '@leadbell/leads-api';
import { connectionFor, type RetentionDays, type Store } from '@leadbell/store';
import type { Database } from './database.ts';
import type { Answers } from './reports/answers.ts';
import type { ForgottenPeople } from './reports/forgotten.ts';
import type { HomeClock } from './features/home/home-clock.ts';
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
  /** Deletes messages and files about forgotten people from Slack at once. Retries failures in the next minute. */
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
