/** Leadbell's Slack bot as a process: settings in, service up, service down. The only place with the environment, the clock and timers. */
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { instant } from '@leadbell/domain';
import type { Instant } from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';
import { createAnswers } from './answers/answers.ts';
import { createSlackApp } from './listeners/app.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { errorFields } from './log-error.ts';
import { configFile, describeProblems, readSettings } from './settings.ts';
import type { Settings } from './settings.ts';

/** `EX_CONFIG` of sysexits: whoever restarts services knows that restarting does not help. */
const exitOfSettings = 78;
const stopPatienceMs = 10_000;
const forgetEveryMs = 60_000;

// Leads are read, counted and forgotten piece by piece: room for young objects that stays small keeps a day of 100,000 about 50 MB smaller, at no cost in time.
setFlagsFromString('--semi-space-growth-factor=1');

const dotEnv = parseEnv(readIfThere('.env') ?? '');
const result = readSettings(process.env, { dotEnv, catalogue: readIfThere(configFile(process.env, dotEnv)) });
if (!result.ok) {
  process.stderr.write(describeProblems(result.problems));
  process.exit(exitOfSettings);
}
const { settings } = result;
const log = createLog({ level: settings.logLevel, secrets: settings.secrets });
process.on('unhandledRejection', (error) => log.error(errorFields(error), 'unhandled'));
await run(settings, log);

async function run(settings: Settings, log: Log): Promise<void> {
  const now = clockFrom(settings.clock);
  const leadsApi = createLeadsApi(settings.dms, {
    now,
    sleep: (ms, signal) => delay(ms, undefined, { signal }),
    random: Math.random,
    fetch,
    log: ({ event, ...fields }) => log.debug(fields, event),
  });
  const answers = createAnswers({ now, ownTurn: inTurn() });
  const slack = createSlackApp({
    ...settings,
    leadsApi,
    answers,
    now,
    sleep: (ms, signal) => delay(ms, undefined, { signal }),
    fetch,
    log,
    newReference,
  });
  const forgetting = setInterval(() => answers.forgetOld(), forgetEveryMs);

  let stopping = false;
  async function stop(signal: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    clearInterval(forgetting);
    await slack.stop(stopPatienceMs);
    answers.close();
    log.info({}, 'stopped');
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  // Whoever started us as a part of something is gone.
  process.on('disconnect', () => void stop('disconnect'));
  // Whoever started this process with a channel to it is gone.
  process.on('disconnect', () => void stop('disconnect'));

  try {
    announce(await slack.start(), settings, log);
  } catch (error) {
    log.error(errorFields(error), 'not started');
    process.stderr.write('Leadbell could not connect to Slack; the log line "not started" says why.\n');
    process.exit(1);
  }
}

function announce(port: number | null, { slack, zone }: Settings, log: Log): void {
  const where = port === null ? 'Socket Mode' : `HTTP, port ${port}, path /slack/events`;
  log.info({ connection: slack.connection.kind, port, zone }, 'ready');
  // Standard output is the log's.
  process.stderr.write(`Leadbell is ready: ${where}\n`);
  process.send?.({ ready: true, port });
}

/** Real time, or real time moved so that it starts at an instant of one's choice. */
function clockFrom(start: Instant | null): () => Instant {
  const moved = start === null ? 0 : start - Date.now();
  return () => instant(Date.now() + moved);
}

/** First come, first served, one each turn of the event loop. */
function inTurn(): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(() => nextTurn()));
}

/** Six letters and digits that are not mistaken for each other. */
function newReference(): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
