/**
 * Starts Leadbell and a bare Bolt app in turns: `npx node tools/bench/src/start.ts 5`. Both connect by Socket Mode to a
 * driver that answers at once; Leadbell also has a database, which is already up to date. Prints how long each takes
 * until it is ready, its processor time until then, and its resident memory after ten idle seconds. Linux only.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBot } from '@leadbell/launcher';
import { newKeyText } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { startDriver } from './slack-driver.ts';

const rounds = Number(process.argv[2] ?? 5);
const idleMs = 10_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Started {
  readonly cpuMs: number;
  readonly readyMs: number;
  readonly idleMB: number;
}

// Both apps use the compile cache that `npm start` uses.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../../node_modules/.cache/leadbell', import.meta.url));
const databases = await startTestDatabases();
const driver = await startDriver(() => true);
const url = await databases.createReady();
const env = {
  LOG_LEVEL: 'error',
  SLACK_API_URL: driver.apiUrl,
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_APP_TOKEN: 'xapp-bench',
  DATABASE_URL: url,
  LEADBELL_KEY: newKeyText(),
  DMS_BASE_URL: 'http://127.0.0.1:9',
  DMS_AUTH: 'none',
  POLL_SECONDS: '0',
};

/** Returns the processor time so far, which the system counts in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentMB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_000;
}

async function start(entry: URL): Promise<Started> {
  const startedAt = performance.now();
  const bot = await startBot({ env, stdio: 'ignore', entry });
  const pid = bot.child.pid ?? 0;
  const [readyMs, cpuMs] = [performance.now() - startedAt, cpuMsOf(pid)];
  await delay(idleMs);
  const idleMB = residentMB(pid);
  await bot.stop();
  return { cpuMs, readyMs, idleMB };
}

const ways = new Map<string, URL>([
  ['bare Bolt', new URL('bare-bolt.ts', import.meta.url)],
  ['Leadbell, npm start', new URL('../../start.mjs', import.meta.url)],
  ['Leadbell, sources', new URL('../../../apps/slackbot/src/main.ts', import.meta.url)],
]);
const results = new Map<string, Started[]>();
for (let round = 0; round < rounds; round += 1)
  for (const [name, entry] of ways) results.set(name, [...(results.get(name) ?? []), await start(entry)]);

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const bare = results.get('bare Bolt') ?? [];
say('| way | CPU ms until ready | ms until ready | idle MB | of bare Bolt |');
say('| --- | --- | --- | --- | --- |');
for (const [name, starts] of results) {
  const ratio = middle(starts.map(({ idleMB }, n) => idleMB / (bare[n]?.idleMB ?? NaN)));
  const cells = [
    middle(starts.map(({ cpuMs }) => cpuMs)).toFixed(0),
    middle(starts.map(({ readyMs }) => readyMs)).toFixed(0),
    middle(starts.map(({ idleMB }) => idleMB)).toFixed(0),
    ratio.toFixed(2),
  ];
  say(`| ${name} | ${cells.join(' | ')} |`);
}
await driver.close();
await databases.close();
