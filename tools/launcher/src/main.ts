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
  const leadsPerDay = Number(process.env['SANDBOX_LEADS_PER_DAY'] ?? 120);
  // Kept from one start to the next: what a sandbox that was killed left running is taken over.
  const dataDir = join(tmpdir(), `leadbell-sandbox-${userInfo().username}-${wanted ?? defaultPort}`);
  const options = { dataDir, dms: { leadsPerDay }, env: { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' } };
  const sandbox = await startSandbox({ ...options, port: Number(wanted ?? defaultPort) }).catch((error: unknown) => {
    if (wanted === undefined && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      // Somebody else's sandbox is there: a free port, and data that goes with it.
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

  // A DMS's answers carry no numbers of bulks: here is one to ask for.
  const bulk = sandbox.dms.bulks({ from: Date.now() - 86_400_000, to: Date.now() })[0]?.id;

  process.stdout.write(`
Leadbell sandbox: a Slack stand-in, a DMS simulator and the real bot, connected.

  Open   ${sandbox.slack.url}
  Type   /leads today          in any channel; then try  /leads errors  ·  /leads yesterday brand:KIA  ·  /leads اليوم  ·  /leads help${bulk === undefined ? '' : `  ·  /leads bulk ${bulk}`}

  Traffic between bot and Slack   ${sandbox.slack.url.replace(/\/$/, '')}/_inspector
  The simulated DMS               ${sandbox.dms.url}
  Stop                            Ctrl+C

`);
}
