// Fetches, validates and summarises 100,000 leads, compared with fetch -> text -> JSON.parse of the
// same body, alternating, each in a fresh process: cold, as its first answer, and warm, after an
// answer of about 10,000 leads, as in a bot that has run for a while. `node
// tools/bench/src/leads-100k.ts [rounds]`. Prints medians: seconds, user processor time, peak RSS,
// and the p99 lateness of a 1-ms timer in the same process.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { hourBuckets, instant, parseZone, SummaryAccumulator, type Window } from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';

const from = Date.UTC(2026, 5, 6, 21);
const ways = ['floor cold', 'ours cold', 'floor warm', 'ours warm'];
const window: Window = { from: instant(from), to: instant(from + 86_400_000) };

interface Figures {
  /** `floor cold`, `ours warm` … */
  readonly who: string;
  readonly leads: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly pingP99Ms: number;
  readonly pingMaxMs: number;
}

const [role = '3', url = '', state = ''] = process.argv.slice(2);
if (role === 'serve') await serve();
else if (role === 'floor' || role === 'ours') await measure(role, url, state === 'warm');
else await compare(Number(role));

async function compare(rounds: number): Promise<void> {
  const server = spawn('serve');
  const [address] = (await once(server, 'message')) as [string];
  const all: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const who of ways) {
      const child = spawn(who, address);
      // The exit event may arrive before the last message.
      const [[figures]] = await Promise.all([once(child, 'message') as Promise<[Figures]>, once(child, 'exit')]);
      all.push(figures);
    }
  }
  server.kill();
  const median = (who: string, field: Exclude<keyof Figures, 'who'>) => {
    const values = all.filter((figures) => figures.who === who).map((figures) => figures[field]);
    return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  };
  const lines = [
    '| way | leads | seconds | user CPU s | peak RSS MB | 1-ms ping p99 / max ms |',
    '|---|---|---|---|---|---|',
  ];
  for (const who of ways) {
    const [seconds, cpu, peak, p99, max] = (['seconds', 'cpuSeconds', 'peakMb', 'pingP99Ms', 'pingMaxMs'] as const).map(
      (field) => median(who, field),
    );
    lines.push(
      `| ${who} | ${median(who, 'leads')} | ${seconds?.toFixed(2)} | ${cpu?.toFixed(2)} | ${peak?.toFixed(0)} | ${p99?.toFixed(1)} / ${max?.toFixed(1)} |`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
  for (const temper of ['cold', 'warm']) {
    const of = (way: string) => all.filter(({ who }) => who === `${way} ${temper}`);
    const [seconds, cpu] = (['seconds', 'cpuSeconds'] as const).map((field) => {
      const pairs = of('ours').map((figures, n) => figures[field] / (of('floor')[n]?.[field] ?? 1));
      return pairs.toSorted((a, b) => a - b)[Math.floor(pairs.length / 2)];
    });
    const pairs = `${temper}, median of ${of('ours').length} pairs`;
    process.stdout.write(
      `ours / floor, ${pairs}: ${seconds?.toFixed(2)} of the time, ${cpu?.toFixed(2)} of the user CPU\n`,
    );
  }
}

function spawn(way: string, url = ''): ChildProcess {
  const [role = '', state = ''] = way.split(' ');
  return fork(fileURLToPath(import.meta.url), [role, url, state], { stdio: 'inherit' });
}

/** One body, generated once and served from memory, so that no measurement includes it. */
async function serve(): Promise<void> {
  const simulator = await startDmsSimulator({
    leadsPerDay: 100_000,
    seed: 5,
    now: () => from + 30 * 86_400_000,
    answer: 'array',
  });
  const query = new URLSearchParams({
    fromDate: new Date(window.from).toISOString(),
    toDate: new Date(window.to - 1).toISOString(),
  });
  const body = Buffer.from(await (await fetch(`${simulator.url}/v1/leads/bulks?${query.toString()}`)).arrayBuffer());
  await simulator.close();
  // About a tenth of it, ending with a bulk, for the warm-up.
  const small = Buffer.concat([body.subarray(0, body.indexOf(',{"leads":[', body.length / 10)), Buffer.from(']')]);
  const server = createServer((req, res) => {
    const answer = req.url?.startsWith('/small/') === true ? small : body;
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function measure(way: 'floor' | 'ours', url: string, isWarm: boolean): Promise<void> {
  const read = way === 'floor' ? floor : ours;
  if (isWarm) await read(`${url}/small`);
  const late: number[] = [];
  let last = performance.now();
  const ping = setInterval(() => {
    const now = performance.now();
    late.push(now - last - 1);
    last = now;
  }, 1);
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const leads = await read(url);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuSeconds = process.cpuUsage(cpu).user / 1e6;
  await new Promise((resolve) => setTimeout(resolve, 5));
  clearInterval(ping);
  late.sort((a, b) => a - b);
  const figures: Figures = {
    who: `${way} ${isWarm ? 'warm' : 'cold'}`,
    leads,
    seconds,
    cpuSeconds,
    peakMb: process.resourceUsage().maxRSS / 1024,
    pingP99Ms: late[Math.floor(late.length * 0.99)] ?? Number.NaN,
    pingMaxMs: late.at(-1) ?? Number.NaN,
  };
  process.send?.(figures);
  process.disconnect?.();
}

async function floor(url: string): Promise<number> {
  const query = new URLSearchParams({
    fromDate: new Date(window.from).toISOString(),
    toDate: new Date(window.to).toISOString(),
  });
  const bulks = JSON.parse(await (await fetch(`${url}/v1/leads/bulks?${query.toString()}`)).text()) as {
    leads: unknown[];
  }[];
  return bulks.reduce((sum, { leads }) => sum + leads.length, 0);
}

async function ours(url: string): Promise<number> {
  // As in the bot's main.ts.
  setFlagsFromString('--semi-space-growth-factor=1');
  const api = createLeadsApi(
    // Only the reading: no answer is compared with its halves.
    { baseUrl: url, auth: { kind: 'none' }, extraRequests: 0 },
    { now: Date.now, random: Math.random, fetch, sleep: () => Promise.resolve(), log: () => {} },
  );
  const zone = parseZone('Asia/Riyadh');
  if (zone === null) throw new Error('no such zone');
  const buckets = hourBuckets(window, zone);
  const summary = new SummaryAccumulator();
  const open = new Map<number, SummaryAccumulator>();
  for await (const part of api.read({ kind: 'window', window }, { counted: true })) {
    if (part.type === 'leads') {
      let bulk = open.get(part.bulk);
      if (!bulk) open.set(part.bulk, (bulk = new SummaryAccumulator()));
      for (const lead of part.leads) bulk.add(lead);
    } else if (part.type === 'bulk' || part.type === 'dropped') {
      const bulk = open.get(part.bulk);
      open.delete(part.bulk);
      if (bulk && part.type === 'bulk') summary.merge(bulk, part.info.createdAt, buckets);
    }
  }
  return summary.finish(buckets).total;
}
