/**
 * The process of Leadbell's Slack bot: reads the settings, and starts and stops the service. Only this file uses the
 * environment, the clock and timers.
 */
import { createHash, randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { type Instant, summarizeAccess, version } from '@leadbell/domain';
import { describeAccess, describeProblems, liveSettings, loadSettings, type Settings } from '@leadbell/settings';
import { StoreError, type StoreErrorKind } from '@leadbell/store';
import { RefusedToken } from './bot/refused-token.ts';
import { createClock, readMove } from './clock.ts';
import { reportReadable } from './database.ts';
import type { Health } from './health/health.ts';
import { noMeters } from './health/meters.ts';
import { errorFields } from './log-error.ts';
import { createLog } from './log.ts';
import type { Log, LogFields, OwnLog } from './log.ts';
import { startService } from './service.ts';
import { watchSettings } from './settings-watch.ts';
import type { Surroundings } from './surroundings.ts';

/** The exit code `EX_CONFIG` of sysexits, which tells the service manager that a restart does not help. */
const exitOfSettings = 78;
/** Database problems that a restart does not solve. */
const lastingTroubles: ReadonlySet<string> = new Set(['version', 'schema', 'key'] satisfies StoreErrorKind[]);
// Leads are read, counted and dropped one after the other. With a small young generation of the heap, a day of 100,000
// leads needs about 50 MB less memory, and takes no longer.
setFlagsFromString('--semi-space-growth-factor=1');

const { result, files } = loadSettings(process.env);
if (!result.ok) {
  process.stderr.write(describeProblems(result.problems));
  process.exit(exitOfSettings);
}
const live = liveSettings(process.env, result);
const { settings } = live;
const log = createLog({ level: settings.logLevel, secrets: settings.secrets });
reportReadable(files, log);
process.on('unhandledRejection', (error) => log.error(errorFields(error), 'unhandled'));
process.on('uncaughtException', (error) => {
  // Log the error without its message, which may quote a person or a secret; Node by itself would print it.
  log.error(errorFields(error), 'uncaught');
  process.exit(1);
});
const surroundings: Omit<Surroundings, 'now' | 'log'> = {
  realNow: () => Date.now(),
  elapsed: () => performance.now(),
  random: Math.random,
  sleep,
  turn: () => nextTurn(),
  every(ms, work) {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
  newReference,
  fetch,
};
await run(settings, log);

async function run(settings: Settings, log: OwnLog): Promise<void> {
  const clock = createClock(settings.clock);
  const ending = endOfProcess(log);
  let startingWith = 'the database';
  const watch = watchSettings({ ...surroundings, live, log });
  ending.onStop(() => watch.stop());
  // At a terminal, this signal means that the terminal was closed.
  if (!process.stdin.isTTY) process.on('SIGHUP', () => watch.lookNow());
  const health = await startHealth(settings, log);
  if (health !== null) ending.onStop(() => health.close());
  try {
    const started = await startService({
      settings,
      dmsAddress: createHash('sha256').update(settings.dms.baseUrl).digest('hex').slice(0, 16),
      clock,
      tokens: { present: live.presentToken, lookAgain: () => watch.lookAgain() },
      surroundings: { ...surroundings, now: () => clock.now(), log },
      onLost: () => ending.stop('data directory taken', 1),
      onStop: ending.onStop,
      startsWith(part) {
        startingWith = part;
        health?.startsWith(part);
      },
      meters: health?.meters ?? noMeters,
    });
    watch.onChange(() => started.settingsChanged());
    health?.watch(started.watched);
    if (health !== null) ending.onStop(() => health.leave());
    if (settings.clock !== null)
      acceptMoves(async (at) => {
        clock.moveTo(at);
        await started.clockMoved();
      }, log);
    if (!ending.isStopping()) announce(started.port, settings, log);
  } catch (error) {
    const { fields, sentence, exitCode } = startFailure(error, startingWith);
    log.error(fields, 'not started');
    process.stderr.write(`${sentence}\n`);
    ending.stop('not started', exitCode);
  }
}

/** `part`: the part that could not be started. */
function startFailure(error: unknown, part: string) {
  if (error instanceof StoreError)
    return {
      fields: storeFields(error),
      sentence: `Leadbell cannot start: ${error.message}.`,
      exitCode: lastingTroubles.has(error.kind) ? exitOfSettings : 1,
    };
  const unconnected = `Leadbell could not connect to ${part}:`;
  if (error instanceof RefusedToken)
    return {
      fields: { setting: error.setting, ...errorFields(error.cause) },
      sentence: `${unconnected} ${error.message}`,
      exitCode: 1,
    };
  const fields = errorFields(error);
  const why =
    fields['code'] === 'no_answer'
      ? 'it did not answer. Check the network, the firewall and HTTPS_PROXY (docs/troubleshooting.md).'
      : 'the log line "not started" says why (docs/troubleshooting.md).';
  return { fields, sentence: `${unconnected} ${why}`, exitCode: 1 };
}

/** Null without `HEALTH_PORT`; then the code of the health server is not even loaded. */
async function startHealth({ health, slack }: Settings, log: Log): Promise<Health | null> {
  if (health === null) return null;
  const { openHealth } = await import('./health/health.ts');
  try {
    const opened = await openHealth({ ...surroundings, ...health, connection: slack.connection.kind });
    log.info({ port: opened.port }, 'health');
    return opened;
  } catch (error) {
    log.error(errorFields(error), 'not started');
    process.stderr.write(`HEALTH_PORT: Leadbell cannot listen on ${health.host}, port ${health.port}.\n`);
    return process.exit(1);
  }
}

/** Ends the process, but only once: on a signal, when its parent has ended, or when `stop` is called. */
function endOfProcess(log: Log) {
  const ends: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | null = null;
  function stop(signal: string, code = 0): void {
    stopping ??= stopAll(signal).finally(() => process.exit(code));
  }
  async function stopAll(signal: string): Promise<void> {
    log.info({ signal }, 'stopping');
    // Stop the parts in the reverse order of their start; a failure does not prevent the others from stopping.
    for (const end of ends.toReversed())
      await Promise.resolve(end()).catch((error: unknown) => log.warn(errorFields(error), 'stop.failed'));
    log.info({}, 'stopped');
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  // This event comes when the parent process has ended.
  process.on('disconnect', () => stop('disconnect'));
  return {
    stop,
    isStopping: () => stopping !== null,
    onStop: (end: () => Promise<void> | void) => void ends.push(end),
  };
}

/** The log fields of a store's error, with its message, which contains nothing that must stay out of the log. */
function storeFields({ kind, message }: StoreError): LogFields {
  return { kind: `store.${kind}`, reason: message };
}

function announce(port: number | null, { slack, zone, access, subscriptionEditors }: Settings, log: Log): void {
  const { connection } = slack;
  const where =
    connection.kind === 'socket' ? 'Socket Mode' : `HTTP, ${connection.host}, port ${port}, path /slack/events`;
  log.info({ reason: describeAccess(summarizeAccess(access, subscriptionEditors)) }, 'access');
  log.info({ version, connection: connection.kind, port, zone }, 'ready');
  // Write to standard error, because standard output belongs to the log.
  process.stderr.write(`Leadbell is ready: ${where}\n`);
  process.send?.({ ready: true, port });
}

/**
 * Handles the parent process's requests to move the clock, one request after the other. When a move
 * is done, the request is sent back as the answer, with `failed` if it failed.
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

/** Waits without `timers/promises`, which creates an exception for each timer that is ended early, as most are. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = (): void => {
    clearTimeout(timer);
    reject(signal.reason);
  };
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', stop);
    resolve();
  }, ms);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return promise;
}

/** Returns six random letters and digits, without those that are easily confused. */
function newReference(): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
}
