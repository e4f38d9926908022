/**
 * Puts the service together: the database, the DMS, Slack, the engine and the listeners, in the
 * order in which they start. Effects: those of its options. Errors: `StoreError`, and those of
 * Slack.
 */
import { installationAliases, KnownValues, summarizeAccess } from '@leadbell/domain';
import { createLeadsApi, type LeadsClient } from '@leadbell/leads-api';
import { createCalls, createTransport, type Tokens } from '@leadbell/slack-kit';
import type { Store } from '@leadbell/store';
import { connectSlack } from './bot/app.ts';
import { createInbox } from './bot/inbox/inbox.ts';
import type { Slack } from './bot/slack.ts';
import type { Clock } from './clock.ts';
import { dmsConnection, type Engine, startEngine } from './engine.ts';
import { type Database, openDatabase } from './database.ts';
import { doubtLeftBehind } from './delivery/left-behind.ts';
import { messagesFor } from './features/index.ts';
import { createHomeClock } from './features/home/home-clock.ts';
import { createReplays } from './features/replay/replay.ts';
import { createInstallations, type Installations } from './features/status/installations.ts';
import { createForgottenPeople } from './reports/forgotten.ts';
import { type Answers, createAnswers } from './reports/answers.ts';
import { serveLinks } from './cards/dms-links.ts';
import type { Settings } from '@leadbell/settings';
import type { Watched } from './health/health.ts';
import { measuredFetch } from './health/measured-fetch.ts';
import type { Meters } from './health/meters.ts';
import type { Log } from './log.ts';
import { errorFields } from './log-error.ts';
import { pausedNotice } from './subscriptions/notices.ts';
import type { Surroundings } from './surroundings.ts';
import { createWorkspaceAccess } from './workspace-access.ts';
import { workspaceContext } from './workspace-context.ts';

const stopPatienceMs = 10_000;
/**
 * When the service stops, unfinished answers get this much more time. So a person learns within 10 s that no answer
 * will come.
 */
const answerPatienceMs = 5_000;
const forgetEveryMs = 60_000;

export interface ServiceOptions {
  readonly settings: Settings;
  /** Identifies the DMS's address without revealing it. */
  readonly dmsAddress: string;
  readonly clock: Clock;
  /** The tokens of Slack and the DMS, which may change in their files. */
  readonly tokens: Tokens;
  readonly surroundings: Surroundings;
  /** Called when another process has taken the data directory. */
  readonly onLost: () => void;
  /** Called for each part when it starts, with the function that stops the part. */
  readonly onStop: (end: () => Promise<void> | void) => void;
  /** Called before each part that may fail to start. */
  readonly startsWith: (part: 'the database' | 'Slack') => void;
  readonly meters: Meters;
}

export interface Service {
  /** The port for Slack's requests; null in Socket Mode. */
  readonly port: number | null;
  /** The parts that health and metrics read. */
  readonly watched: Watched;
  /** Call after moving business time. */
  clockMoved(): Promise<void>;
  /** Call after the settings have changed. */
  settingsChanged(): void;
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const { settings, clock, surroundings, onLost, onStop, startsWith } = options;
  const { log } = surroundings;
  serveSettings(settings);
  const dms = connectDms(options);
  startsWith('the database');
  const database = await openDatabase(settings.database, log, onLost);
  onStop(() => database.close());
  const { deliveryGraceMs: graceMs, doubtWaitMs } = settings;
  const databaseClock = await doubtLeftBehind(database.store.deliveries, { ...surroundings, graceMs, doubtWaitMs });
  log.hide(database.keys.secrets);
  const { store } = database;
  await store.setClockOffset(clock.offsetMs);
  await dms.remember(database);
  const { stop: stopReading, ...reading } = readLeads(database, surroundings);
  onStop(stopReading);
  startsWith('Slack');
  const { slack, calls } = await openSlack(database, options);
  const { workspaces } = slack;
  const installations = createInstallations({
    ...surroundings,
    access: () => summarizeAccess(settings.access, settings.subscriptionEditors),
    workspaces,
    store,
    english: messagesFor('en'),
  });
  await installations.lookAtAll();
  const access = createWorkspaceAccess({ ...settings, ...surroundings, workspaces });
  startsWith('the database');
  const { leadsApi } = dms;
  const homeClock = createHomeClock(surroundings.log);
  const engine = await startEngine({
    ...engineSettings(options),
    ...access,
    database,
    leadsApi,
    ...reading,
    workspaces,
    calls,
    databaseClock,
    homeClock,
  });
  onStop(() => engine.stop(stopPatienceMs));
  onStop(() => slack.stop(answerPatienceMs));
  startsWith('Slack');
  const replay = createReplays({ ...settings, store, connection: dmsConnection, turn: surroundings.turn });
  const parts = { settings, surroundings, database, engine, access, installations, leadsApi, replay, homeClock };
  const port = await slack.open((workspace) => workspaceContext(workspace, { ...parts, ...reading }));
  return {
    port,
    watched: watchedBy(settings, { store, slack, engine }),
    async clockMoved() {
      await store.setClockOffset(clock.offsetMs);
      await engine.clockMoved();
    },
    settingsChanged: () => takeChanges(settings, { ...reading, slack, engine, installations, log }),
  };
}

interface Changed {
  readonly values: KnownValues;
  readonly answers: Pick<Answers, 'forgetAll'>;
  readonly slack: Pick<Slack, 'join'>;
  readonly engine: Engine;
  readonly installations: Installations;
  readonly log: Log;
}

/** Passes changed settings to the parts that do not read them by themselves. */
function takeChanges(settings: Settings, { values, answers, ...parts }: Changed): void {
  serveSettings(settings);
  values.aliasesChanged();
  answers.forgetAll();
  lookAtWorkspaces(parts).catch((error: unknown) => parts.log.warn(errorFields(error), 'settings.look'));
}

/** Any workspace may have a new token, even a workspace that Slack refused at the start. */
async function lookAtWorkspaces({ slack, engine, installations }: Omit<Changed, 'values' | 'answers'>): Promise<void> {
  await slack.join();
  engine.serveAll();
  await Promise.all([engine.unblock(), installations.lookAtAll()]);
}

/** Sets the settings that the whole process shares. */
function serveSettings({ links, aliases, catalogue: { sources, subSources } }: Settings): void {
  serveLinks({ ...links });
  installationAliases.use({ ...aliases }, { source: Object.keys(sources), sub: Object.keys(subSources) });
}

function watchedBy(
  settings: Settings,
  { store, slack, engine }: { readonly store: Store; readonly slack: Slack; readonly engine: Engine },
): Watched {
  return {
    ...settings,
    store,
    isPolled: settings.pollMs !== 0,
    connection: settings.slack.connection.kind,
    isConnected: () => slack.isConnected(),
    deadJobs: () => engine.deadJobs(),
  };
}

/** Creates the parts that read leads for people, and that all answers share. */
function readLeads({ store, keys }: Database, { now, turn, every }: Surroundings) {
  const values = new KnownValues();
  const forgotten = createForgottenPeople({ list: () => store.persons.forgotten(), identities: keys.identities });
  const answers = createAnswers({ now, values, ownTurn: inTurn(turn), forgotten });
  const stopForgetting = every(forgetEveryMs, () => answers.forgetOld());
  return { values, forgotten, answers, stop: () => (stopForgetting(), answers.close()) };
}

function engineSettings({ settings, surroundings, dmsAddress, meters }: ServiceOptions) {
  const { deliveryGraceMs: graceMs, slack, database, language } = settings;
  return {
    ...settings,
    ...surroundings,
    meters,
    address: dmsAddress,
    messages: messagesFor(language),
    caFile: database.caFile,
    leaseMs: slack.timeoutMs + graceMs,
    graceMs,
  };
}

interface Dms {
  readonly leadsApi: LeadsClient;
  /** Reads from the database whether the DMS has ever answered at this address; at a wrong address it has not. */
  remember(database: Database): Promise<void>;
}

function connectDms({ settings, dmsAddress, surroundings, meters, tokens }: ServiceOptions): Dms {
  const { now, realNow, elapsed, random, sleep, fetch, log } = surroundings;
  let isKnown = false;
  const leadsApi = createLeadsApi(
    { ...settings.dms, zone: settings.zone, hasAnsweredBefore: () => isKnown },
    {
      // Real time, because retries and sign-ins wait in real time.
      now: realNow,
      businessNow: now,
      sleep,
      random,
      fetch: measuredFetch(fetch, elapsed, meters),
      onRefused: () => void tokens.lookAgain(),
      log(said) {
        const { event, ...fields } = said;
        if (event === 'dms.unread') log.warn(fields, event);
        else log.debug(fields, event);
        if (said.event === 'dms.scanned') meters.leadsRead(said);
      },
    },
  );
  return {
    leadsApi,
    async remember({ store }) {
      isKnown = (await store.connections.status()).some(({ answeredAt }) => answeredAt === dmsAddress);
    },
  };
}

async function openSlack({ store }: Database, { settings, surroundings, meters, tokens }: ServiceOptions) {
  const { elapsed, random } = surroundings;
  const messages = messagesFor(settings.language);
  const send = createTransport();
  const calls = createCalls(send, elapsed);
  const slack = await connectSlack({
    ...surroundings,
    slack: settings.slack,
    send,
    tokens,
    calls,
    onCall(method) {
      const startedAt = elapsed();
      return (result) => meters.slackCall(method, result, elapsed() - startedAt);
    },
    ...(settings.hearsPosted ? { onPosted: (workspace, posted) => store.deliveries.confirm(workspace, posted) } : {}),
    inbox: createInbox({ ...surroundings, queue: store.inbox }),
    outbound: {
      random,
      graceMs: settings.deliveryGraceMs,
      notices: (reason) => (paused) => paused.map((one) => pausedNotice(one, reason, messages)),
    },
  });
  return { slack, calls };
}

/** Resolves for one caller in each turn of the event loop, in the order of the calls. */
function inTurn(turn: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(turn));
}
