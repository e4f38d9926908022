/**
 * The process of Leadbell's Slack bot: reads the settings, starts and stops the service. The only
 * place that uses the environment, the clock and timers.
 */
import { createHash, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type Instant, summarizeAccess, version } from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';
import { readKeyFile, readSecretFile, StoreError, type StoreErrorKind } from '@leadbell/store';
import { createSubscriptionService } from './features/subscriptions/create-subscription-service.ts';
import { createClock, readMove } from './clock.ts';
import { createAnswers } from './reports/answers.ts';
import { createAlertService } from './features/alerts/create-alert-service.ts';
import { createReadAudit } from './features/audit/read-audit.ts';
import { registry } from './features/index.ts';
import { createInstallations } from './features/status/installations.ts';
import { createReplays } from './features/replay/replay.ts';
import { dmsConnection, openDatabase, readStatus, reportReadable, startEngine } from './engine.ts';
import { pausedNotice } from './subscriptions/notices.ts';
import { marking } from './bot/inbox/marking.ts';
import { connectSlack } from './bot/app.ts';
import { createPlaceNotes } from './bot/place-notes.ts';
import { createRecord } from './bot/record.ts';
import { countRepeatedRefusals } from './bot/repeated-refusals.ts';
import { createGate } from './bot/gate.ts';
import { messagesFor } from './features/index.ts';
import { createLog } from './log.ts';
import type { Log, LogFields, OwnLog } from './log.ts';
import { errorFields } from './log-error.ts';
import { createPeople } from './bot/people.ts';
import { createCalls, type Directory } from '@leadbell/slack-kit';
import { describeAccess } from './settings/access.ts';
import { configFile, describeProblems, keyFile, readSettings, secretFiles } from './settings.ts';
import type { Settings } from './settings.ts';

/** `EX_CONFIG` of sysexits: tells the service manager that a restart does not help. */
const exitOfSettings = 78;
/** Database problems that a restart does not solve. */
const lastingTroubles: ReadonlySet<string> = new Set(['version', 'schema', 'key'] satisfies StoreErrorKind[]);
const stopPatienceMs = 10_000;
/** A person waiting for an answer learns within 10 s that it will not come. */
const answerPatienceMs = 5_000;
const forgetEveryMs = 60_000;

// Leads are read, counted and dropped piece by piece. A small young generation keeps a day of
// 100,000 leads about 50 MB smaller, at no cost in time.
setFlagsFromString('--semi-space-growth-factor=1');

const dotEnv = parseEnv(readIfThere('.env') ?? '');
const keys = keyFile(process.env, dotEnv);
const secrets = secretFiles(process.env, dotEnv);
const result = readSettings(process.env, {
  dotEnv,
  catalogue: readIfThere(configFile(process.env, dotEnv)),
  keys: keys === null ? null : readKeyFile(keys),
  secrets: new Map([...secrets].map(([name, file]) => [name, readSecretFile(file)])),
});
if (!result.ok) {
  process.stderr.write(describeProblems(result.problems));
  process.exit(exitOfSettings);
}
const { settings } = result;
const log = createLog({ level: settings.logLevel, secrets: settings.secrets });
reportReadable(['.env', ...secrets.values()], log);
process.on('unhandledRejection', (error) => log.error(errorFields(error), 'unhandled'));
process.on('uncaughtException', (error) => {
  // The message may quote a person or a secret; Node's default would print it.
  log.error(errorFields(error), 'uncaught');
  process.exit(1);
});
await run(settings, log);

async function run(settings: Settings, log: OwnLog): Promise<void> {
  const clock = createClock(settings.clock);
  const now = () => clock.now();
  const messages = messagesFor(settings.language);
  let isKnownDms = false;
  const address = createHash('sha256').update(settings.dms.baseUrl).digest('hex').slice(0, 16);
  const dms = { ...settings.dms, zone: settings.zone, hasAnsweredBefore: () => isKnownDms };
  const leadsApi = createLeadsApi(dms, {
    // Retries and sign-ins wait in real time.
    now: () => Date.now(),
    businessNow: now,
    sleep,
    random: Math.random,
    fetch,
    log({ event, ...fields }) {
      if (event === 'dms.unread') log.warn(fields, event);
      else log.debug(fields, event);
    },
  });
  const stops: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | null = null;
  function stop(signal: string, code = 0): void {
    stopping ??= stopAll(signal).finally(() => process.exit(code));
  }
  async function stopAll(signal: string): Promise<void> {
    log.info({ signal }, 'stopping');
    // Stops in reverse order of starting; one failure does not prevent the other stops.
    for (const end of stops.toReversed())
      await Promise.resolve(end()).catch((error: unknown) => log.warn(errorFields(error), 'stop.failed'));
    log.info({}, 'stopped');
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  // The parent process that started this one with a channel is gone.
  process.on('disconnect', () => stop('disconnect'));

  let startingWith: 'the database' | 'Slack' = 'the database';
  try {
    const database = await openDatabase(settings.database, log, () => stop('data directory taken', 1));
    stops.push(() => database.close());
    log.hide(database.keys.secrets);
    const { store } = database;
    await store.setClockOffset(clock.offsetMs);
    isKnownDms = (await store.connections.status()).some(({ answeredAt }) => answeredAt === address);
    const answers = createAnswers({ now, ownTurn: inTurn() });
    const forgetting = setInterval(() => answers.forgetOld(), forgetEveryMs);
    stops.push(() => (clearInterval(forgetting), answers.close()));
    const { timeoutMs } = settings.slack;
    const { deliveryGraceMs: graceMs } = settings;
    const calls = createCalls(fetch, elapsed);
    startingWith = 'Slack';
    const slack = await connectSlack({
      slack: settings.slack,
      fetch,
      calls,
      elapsed,
      realNow: () => Date.now(),
      ...(settings.hearsPosted ? { onPosted: (workspace, posted) => store.deliveries.confirm(workspace, posted) } : {}),
      sleep,
      log,
      inbox: store.inbox,
      outbound: {
        random: Math.random,
        graceMs,
        notices: (reason) => (paused) => paused.map((one) => pausedNotice(one, reason, messages)),
      },
    });
    const access = summarizeAccess(settings.access, settings.subscriptionEditors);
    const english = messagesFor('en');
    const { workspaces } = slack;
    const installations = createInstallations({ access, workspaces, store, english, sleep, log });
    await installations.lookAtAll();
    const served = slack.workspaces.map((one) => one.id);
    const directoryOf = (workspace: string) => slack.workspaces.find((one) => one.id === workspace)?.directory ?? null;
    const gates = new Map(
      slack.workspaces.map(({ id, directory }) => [
        id,
        createGate({ directory, directoryOf, workspace: id, served, rules: settings.access, sleep, log }),
      ]),
    );
    const gateOf = (workspace: string) => gates.get(workspace) ?? null;
    const directories = new Map(slack.workspaces.map(({ id, directory }) => [id, directory]));
    const mayEditIn = async (workspace: string, user: string) => {
      const directory = directories.get(workspace);
      return directory !== undefined && isOneOf(settings.subscriptionEditors, user, directory);
    };
    startingWith = 'the database';
    const engine = await startEngine({
      ...settings,
      messages,
      database,
      caFile: settings.database.caFile,
      leadsApi,
      gateOf,
      mayEditIn,
      address,
      answers,
      workspaces: slack.workspaces,
      leaseMs: timeoutMs + graceMs,
      graceMs,
      calls,
      elapsed,
      random: Math.random,
      sleep,
      log,
    });
    stops.push(() => engine.stop(stopPatienceMs));
    if (settings.clock !== null) {
      acceptMoves(async (at) => {
        clock.moveTo(at);
        await store.setClockOffset(clock.offsetMs);
        await engine.clockMoved();
      }, log);
    }
    stops.push(() => slack.stop(answerPatienceMs));
    const replay = createReplays({
      ...settings,
      store,
      connection: dmsConnection,
      turn: () => nextTurn(),
    });
    startingWith = 'Slack';
    const port = await slack.open(({ id, directory }) => {
      const common = { store, workspace: () => id, now, calendar: settings.calendar };
      const people = createPeople({ ...common, sleep });
      const gate = gateOf(id);
      if (gate === null) throw new RangeError('a workspace without a gate');
      const mayEdit = (user: string) => mayEditIn(id, user);
      const servicesOf = (its: typeof store, request: () => string) => ({
        alerts: createAlertService({
          ...settings,
          ...common,
          store: its,
          connection: dmsConnection,
          identities: database.keys.identities,
          mayEdit,
          async actsOn(user) {
            const decision = await gate.decide(user, 'act on alerts');
            return decision.isAllowed ? decision.scope : null;
          },
          isIn: (channel, user) => directory.isIn(channel, user),
          languageOf: async (user) => (await people.language(user)) ?? settings.language,
        }),
        subscriptionService: createSubscriptionService({
          ...common,
          store: its,
          send: (tx, one) => store.digestRequests.add(tx, { ...one, key: request() }),
          onSend: () => engine.lookAtDigests(),
          onNew: async (kind) => {
            if (kind === 'alerts') await engine.lookAtAlerts();
          },
          mayEdit,
          canReach: (channel) => directory.canReach(channel),
        }),
      });
      return {
        ...settings,
        gate,
        record: countRepeatedRefusals(
          createRecord({ ...settings, store, identities: database.keys.identities, workspace: id, sleep }),
          elapsed,
        ),
        placeNotes: createPlaceNotes({ store, identities: database.keys.identities, workspace: id }),
        services: {
          catalogue: settings.catalogue,
          calendar: settings.calendar,
          ...servicesOf(store, newReference),
          leadsApi,
          answers,
          status: () =>
            readStatus(
              {
                ...settings,
                store,
                deadJobs: () => engine.deadJobs(),
                installation: (workspace) => installations.look(workspace),
                sleep,
                log,
              },
              id,
            ),
          people,
          readAudit: createReadAudit({ store, identities: database.keys.identities, workspace: id }),
          replay,
        },
        acting: (once, actor) => servicesOf(marking(store, once, actor), () => once.key),
        registry,
        now,
        sleep,
        log,
        newReference,
      };
    });
    if (stopping === null) announce(port, settings, log);
  } catch (error) {
    const trouble = error instanceof StoreError ? error : null;
    log.error(trouble === null ? errorFields(error) : storeFields(trouble), 'not started');
    process.stderr.write(
      trouble === null
        ? `Leadbell could not connect to ${startingWith}; the log line "not started" says why.\n`
        : `Leadbell cannot start: ${trouble.message}.\n`,
    );
    stop('not started', trouble !== null && lastingTroubles.has(trouble.kind) ? exitOfSettings : 1);
  }
}

/** The store's error messages contain nothing that must stay out of the log. */
function storeFields({ kind, message }: StoreError): LogFields {
  return { kind: `store.${kind}`, reason: message };
}

async function isOneOf(groups: readonly string[] | null, user: string, directory: Directory): Promise<boolean> {
  if (groups === null) return true;
  const found = await Promise.all(groups.map((group) => directory.isMember(group, user)));
  return found.includes(true);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal });
}

/** Milliseconds on a monotonic clock. */
function elapsed(): number {
  return performance.now();
}

function announce(port: number | null, { slack, zone, access, subscriptionEditors }: Settings, log: Log): void {
  const { connection } = slack;
  const where =
    connection.kind === 'socket' ? 'Socket Mode' : `HTTP, ${connection.host}, port ${port}, path /slack/events`;
  log.info({ reason: describeAccess(summarizeAccess(access, subscriptionEditors)) }, 'access');
  log.info({ version, connection: connection.kind, port, zone }, 'ready');
  // Standard output belongs to the log.
  process.stderr.write(`Leadbell is ready: ${where}\n`);
  process.send?.({ ready: true, port });
}

/**
 * Handles clock moves from the parent process one after the other. Each is answered with its own
 * message once done, or with `failed`.
 */
function acceptMoves(move: (at: Instant) => Promise<void>, log: Log): void {
  let last = Promise.resolve();
  process.on('message', (message) => {
    const at = readMove(message);
    if (at === null) return;
    last = last
      .then(() => move(at))
      .then(
        () => void process.send?.(message),
        (error: unknown) => {
          log.warn(errorFields(error), 'clock.not-moved');
          process.send?.({ ...(message as object), failed: true });
        },
      );
  });
}

/** First come, first served, one in each turn of the event loop. */
function inTurn(): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(() => nextTurn()));
}

/** Six letters and digits that cannot be mistaken for each other. */
function newReference(): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
