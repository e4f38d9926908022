#!/usr/bin/env node
/** `leadbell`, for whoever looks after one. The only place with the process: its words, its environment, its streams. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { commands } from './commands/index.ts';
import { withDatabase } from './database.ts';
import { describeError } from './errors.ts';
import { run } from './run.ts';
import { readBotSettings, readSettings } from './settings.ts';

const exitOfStop = 130;
const stop = new AbortController();
// A second one ends it at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// Whoever read the answer has gone, as `head` does.
process.stdout.on('error', () => process.exit(0));

try {
  await run(process.argv.slice(2), {
    commands,
    signal: stop.signal,
    print: (text) => void process.stdout.write(`${text}\n`),
    settings,
    bot: readBotSettings(process.env, dotEnv()),
    withDatabase: (kind, work) => withDatabase(settings(), kind, work),
  });
} catch (error) {
  const { sentence, exitCode } = stop.signal.aborted
    ? { sentence: 'Stopped', exitCode: exitOfStop }
    : describeError(error);
  process.stderr.write(`${sentence}\n`);
  process.exitCode = exitCode;
}

function settings() {
  return readSettings(process.env, dotEnv());
}

function dotEnv() {
  return parseEnv(existsSync('.env') ? readFileSync('.env', 'utf8') : '');
}
