// `npm start`: the real service when there are settings, else the sandbox.
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { botEntry } from './bot-process.ts';
import { modeOf } from './mode.ts';
import { startSandbox } from './sandbox.ts';

const defaultPort = 4870;

const fromFile = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
if (modeOf({ ...fromFile, ...process.env }) === 'service') {
  await import(botEntry.href);
} else {
  await runSandbox();
}

async function runSandbox(): Promise<void> {
  const wanted = process.env['SANDBOX_PORT'];
  const leadsPerDay = numberOr('SANDBOX_LEADS_PER_DAY', 120, 1, 100_000);
  const port = numberOr('SANDBOX_PORT', defaultPort, 0, 65_535);
  // Kept between starts, so that the next start takes over the server of a killed sandbox.
  const dataDir = join(tmpdir(), `leadbell-sandbox-${userInfo().username}-${port}`);
  const options = { dataDir, dms: { leadsPerDay }, env: { LOG_LEVEL: 'warn', ...digestRequests() } };
  const sandbox = await startSandbox({ ...options, port }).catch((error: unknown) => {
    if (wanted === undefined && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      // Another sandbox uses the port: use a free one, and temporary data.
      const { dataDir: _, ...passing } = options;
      return startSandbox(passing);
    }
    throw error;
  });

  let stopping = false;
  function stop(code: number): void {
    if (stopping) return;
    stopping = true;
    void sandbox.stop().finally(() => process.exit(code));
  }
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  sandbox.bot.child.on('exit', (code) => stop(code ?? 1));

  // The DMS's answers contain no bulk numbers: print one to query.
  const bulk = sandbox.dms.bulks({ from: Date.now() - 86_400_000, to: Date.now() })[0]?.id;

  process.stdout.write(`
Leadbell sandbox: a Slack stand-in, a DMS simulator and the real bot, connected.

  Open   ${sandbox.slack.url}
  Type   /leads today          in any channel; then try  /leads errors  ·  /leads yesterday brand:KIA  ·  /leads اليوم  ·  /leads help${bulk === undefined ? '' : `  ·  /leads bulk ${bulk}`}

  Traffic between bot and Slack   ${sandbox.slack.url.replace(/\/$/, '')}/_inspector
  The simulated DMS               ${sandbox.dms.url}
  Move everybody's clock          curl -d '{"advance":3600000}' ${sandbox.dms.url}/_sim/clock   (or {"set":"2025-08-25T08:30:00+03:00"})
  Stop                            Ctrl+C

`);
}

/** A whole number; otherwise the process ends with a sentence. */
function numberOr(name: string, otherwise: number, least: number, most: number): number {
  const text = process.env[name] ?? '';
  if (text === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    process.stderr.write(`${name}: expected a whole number, ${least} to ${most}.\n`);
    process.exit(78);
  }
  return value;
}

/** Settings that a person may choose for a demonstration: the business's zone and the language. */
function digestRequests(): Record<string, string> {
  const names = ['TIME_ZONE', 'WEEK_START', 'LANGUAGE', 'LOG_LEVEL'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name] ?? fromFile[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}
