#!/usr/bin/env node
/**
 * `leadbell`, the operator's command line. The only place that uses the process: its arguments,
 * environment and streams.
 */
import { runProgram } from './program.ts';

const stop = new AbortController();
// After the first signal, Node's own handling applies, so a second signal ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// The program that reads our output has closed it, as `head` does.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  signal: stop.signal,
  print: (text) => void process.stdout.write(`${text}\n`),
  say: (text) => void process.stderr.write(`${text}\n`),
  hasColours: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
});
