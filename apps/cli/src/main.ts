#!/usr/bin/env node
/**
 * `leadbell`, the operator's command line. The only place that uses the process: its arguments,
 * environment and streams.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { commands } from './commands/index.ts';
import { withDatabase } from './database.ts';
import { describeError } from './errors.ts';
import { run } from './run.ts';
import { readBotSettings, readSettings } from './settings.ts';

const exitOfStop = 130;
const stop = new AbortController();
// A second signal ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// The reader of the output has closed it, as `head` does.
process.stdout.on('error', () => process.exit(0));

try {
  await run(process.argv.slice(2), {
    commands,
    signal: stop.signal,
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
    settings,
    everySetting: async () => (await import('@leadbell/settings')).loadSettings(process.env),
    hasColours: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
    exitWith: (code) => void (process.exitCode = code),
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
