// Measures how long the real bot takes to make a digest about 100,000 leads of one day, from the press of the button to
// the post. The digest compares the day with the day before it, and with the same day a week earlier. Meanwhile `help`
// is typed four times per second; the time until it is acknowledged shows how long the event loop was blocked. `npx
// node tools/bench/src/digest-100k.ts [rounds] [folder of another checkout]`: if another checkout is given, the bots of
// both checkouts take turns. The processor time is that of the bot alone, but the simulated DMS takes most of the
// seconds.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Launcher from '@leadbell/launcher';

interface Figures {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly idleMb: number;
  readonly peakMb: number;
  readonly ackP50Ms: number;
  readonly ackMaxMs: number;
}

const here = fileURLToPath(new URL('../../..', import.meta.url));
/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

const [role = '1', other = ''] = process.argv.slice(2);
if (role === 'measure') await measure(other);
else await compare(Number(role), other);

async function compare(rounds: number, folder: string): Promise<void> {
  const trees = folder === '' ? { ours: here } : { ours: here, other: folder };
  const all: Record<string, Figures[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, tree] of Object.entries(trees)) {
      const child = fork(fileURLToPath(import.meta.url), ['measure', tree], { stdio: 'inherit' });
      const [[figures]] = await Promise.all([once(child, 'message') as Promise<[Figures]>, once(child, 'exit')]);
      (all[name] ??= []).push(figures);
    }
  }
  const lines = [
    '| digest of 100,000 leads, 200,000 to compare | seconds | user CPU s | idle MB | peak MB | ack p50 / max ms |',
    '|---|---|---|---|---|---|',
  ];
  for (const [name, own] of Object.entries(all)) {
    const of = (field: keyof Figures, digits = 0) => median(own.map((figures) => figures[field])).toFixed(digits);
    lines.push(
      `| ${name} | ${of('seconds', 1)} | ${of('cpuSeconds', 2)} | ${of('idleMb')} | ${of('peakMb')} | ` +
        `${of('ackP50Ms')} / ${of('ackMaxMs')} |`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  const { ours = [], other: others = [] } = all;
  if (others.length === 0) return;
  const pairs = ours.map(({ cpuSeconds }, n) => cpuSeconds / (others[n]?.cpuSeconds ?? Number.NaN));
  process.stdout.write(`ours / other, median of ${pairs.length} pairs: ${median(pairs).toFixed(2)} of the user CPU\n`);
}

async function measure(tree: string): Promise<void> {
  const launcher = new URL('tools/launcher/src/index.ts', pathToFileURL(`${tree}/`));
  const { builtBot, startSandbox } = (await import(launcher.href)) as typeof Launcher;
  const sandbox = await startSandbox({
    stdio: 'ignore',
    // The built bot, as with `npm start`.
    entry: await builtBot(),
    dms: { seed: 5, leadsPerDay: 100_000, historyDays: 10 },
    env: { LOG_LEVEL: 'silent', POLL_SECONDS: '0' },
  });
  const { slack, bot } = sandbox;
  const { control } = slack;
  const pid = bot.child.pid ?? 0;
  await delay(2_000);
  const idleMb = memoryOf(pid, 'VmRSS');
  await control.say('noura', 'sales', '/leads subscribe digest 08:30');
  const card = await control.waitFor(() =>
    control.messages('sales', { as: 'noura' }).find(({ blocks }) => JSON.stringify(blocks).includes('Send now')),
  );
  // *Send now* is the card's first button.
  const sendNow = /"leads\.subscription[^"]*"/.exec(JSON.stringify(card.blocks))?.[0].replaceAll('"', '') ?? '';
  const acks: number[] = [];
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const askedAt = performance.now();
      await control.say('samir', 'sales-riyadh', '/leads help');
      acks.push(performance.now() - askedAt);
      await delay(250);
    }
  })();
  const begunAt = performance.now();
  const cpu = userSecondsOf(pid);
  await control.click('noura', card, sendNow);
  await control.waitFor(() => slack.ledger().find(({ metadata }) => metadata !== undefined), 120_000);
  const seconds = (performance.now() - begunAt) / 1_000;
  const cpuSeconds = userSecondsOf(pid) - cpu;
  over.abort();
  await asking;
  acks.sort((a, b) => a - b);
  const figures: Figures = {
    seconds,
    cpuSeconds,
    idleMb,
    peakMb: memoryOf(pid, 'VmHWM'),
    ackP50Ms: acks[Math.floor(acks.length / 2)] ?? Number.NaN,
    ackMaxMs: acks.at(-1) ?? Number.NaN,
  };
  await sandbox.stop();
  process.send?.(figures);
  process.disconnect?.();
}

function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024);
}

function userSecondsOf(pid: number): number {
  // The user time is the 12th field after the name; the name is in brackets.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) / ticksPerSecond;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
