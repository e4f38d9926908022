// Answers `/leads` about a day of 100,000 leads as the bot does: it fetches, checks, counts and compares the leads, and
// keeps the newest thousand. The floor fetches the same body as text and calls `JSON.parse`. The bot and the floor take
// turns, each in a fresh process: cold (the first answer of the process) and warm (after an answer of about 10,000
// leads, as in a bot that has run for a while). The bot's code is one built file, and its compiled code is kept between
// processes, as with `npm start`. `npx node tools/bench/src/leads-100k.ts [rounds] [leads] [folder of another
// checkout]`. If another checkout is given, its code is measured too. With `poll` as a further argument, the bot also
// reads whole leads, as a poll does. Prints medians of seconds, user processor time, peak RSS and the lateness of a
// 1-ms timer, then the medians of the pairs' ratios.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

/** The parts of a checkout that are measured. They are imported by path, because the bot is not a library. */
interface Product {
  readonly createLeadsApi: (config: object, effects: object) => Api;
  readonly createAnswers: (options: object) => {
    find(inquiry: object, asking: object): Promise<{ readonly all: { readonly total: number } }>;
  };
}
interface Api {
  read(question: object): AsyncIterable<{ readonly type: string; readonly leads?: readonly unknown[] }>;
}

interface Figures {
  /** Such as `floor cold` or `ours warm`. */
  readonly who: string;
  readonly leads: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly pingP99Ms: number;
  readonly pingMaxMs: number;
}

const from = Date.UTC(2026, 5, 6, 21);
const window = { from, to: from + 86_400_000 };
const here = fileURLToPath(new URL('../../..', import.meta.url));
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/leadbell', import.meta.url));
/** The floor can't read more leads, because the text would be longer than V8's longest string. */
const mostFloorLeads = 390_000;

const [role = '3', ...rest] = process.argv.slice(2);
if (role === 'measure') await measure(rest);
else await compare(Number(role), rest);

async function compare(rounds: number, given: readonly string[]): Promise<void> {
  const leads = given[0] ?? '100000';
  const other = given.find((one) => one.includes('/'));
  const server = fork(fileURLToPath(new URL('reading-bodies.ts', import.meta.url)), [leads]);
  const [address] = (await once(server, 'message')) as [string];
  const names = [
    'floor',
    'ours',
    ...(other === undefined ? [] : ['other']),
    ...(given.includes('poll') ? ['poll'] : []),
  ];
  const who = names.flatMap((name) =>
    name === 'floor' && Number(leads) > mostFloorLeads ? [] : [`${name} cold`, `${name} warm`],
  );
  // Imported only in the parent process, so that no measured process loads it.
  const { builtReading } = await import('./built-reading.ts');
  const built = { ours: await builtReading(here), other: other && (await builtReading(other)) };
  const all: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const one of who) {
      const child = spawn(one, address, String(one.startsWith('other') ? built.other : built.ours));
      // The exit event may arrive before the last message.
      const [[figures]] = await Promise.all([once(child, 'message') as Promise<[Figures]>, once(child, 'exit')]);
      all.push(figures);
    }
  }
  server.kill();
  printMedians(who, all);
  for (const one of who.filter((name) => !name.startsWith('floor'))) {
    const temper = one.split(' ')[1] ?? '';
    printRatios(one, `floor ${temper}`, all);
    if (one.startsWith('ours')) printRatios(one, `other ${temper}`, all);
  }
}

function spawn(who: string, address: string, program: string): ChildProcess {
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
  return fork(fileURLToPath(import.meta.url), ['measure', who, address, program], { stdio: 'inherit', env });
}

function printMedians(who: readonly string[], all: readonly Figures[]): void {
  const lines = [
    '| way | leads | seconds | user CPU s | peak RSS MB | 1-ms ping p99 / max ms |',
    '|---|---|---|---|---|---|',
  ];
  for (const one of who) {
    const own = all.filter((figures) => figures.who === one);
    const of = (field: Exclude<keyof Figures, 'who'>) => median(own.map((figures) => figures[field]));
    lines.push(
      `| ${one} | ${of('leads')} | ${of('seconds').toFixed(2)} | ${of('cpuSeconds').toFixed(2)} | ` +
        `${of('peakMb').toFixed(0)} | ${of('pingP99Ms').toFixed(1)} / ${of('pingMaxMs').toFixed(1)} |`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

function printRatios(one: string, beside: string, all: readonly Figures[]): void {
  const floor = all.filter(({ who }) => who === beside);
  if (floor.length === 0) return;
  const own = all.filter(({ who }) => who === one);
  const of = (field: 'seconds' | 'cpuSeconds' | 'peakMb') =>
    median(own.map((figures, n) => figures[field] / (floor[n]?.[field] ?? Number.NaN))).toFixed(2);
  process.stdout.write(
    `${one} / ${beside}, median of ${own.length} pairs: ` +
      `${of('seconds')} of the time, ${of('cpuSeconds')} of the user CPU, ${of('peakMb')} of the RSS\n`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measure([who = '', url = '', program = '']: readonly string[]): Promise<void> {
  const read = who.startsWith('floor') ? floor : await answering(program, who.startsWith('poll'));
  if (who.endsWith('warm')) await read(`${url}/small`);
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
    who,
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

/** Puts the parts together as the bot's main.ts and service.ts do. */
async function answering(program: string, isPoll: boolean): Promise<(url: string) => Promise<number>> {
  setFlagsFromString('--semi-space-growth-factor=1');
  const { createLeadsApi, createAnswers } = (await import(program)) as Product;
  const effects = { now: Date.now, random: Math.random, fetch, sleep: () => Promise.resolve(), log: () => {} };
  const question = { kind: 'window', window };
  const inquiry = {
    key: 'day',
    wholeKey: 'day',
    question,
    filters: {},
    scope: 'all',
    zone: 'Asia/Riyadh',
    narrowed: false,
    withQuality: false,
  };
  let turns = Promise.resolve();
  const ownTurn = () => (turns = turns.then(() => new Promise<void>((resolve) => setImmediate(resolve))));
  const answers = createAnswers({ now: Date.now, ownTurn });
  return async (baseUrl) => {
    // Without extra requests the client can't check an answer by requesting the halves of its window, so only reading is measured.
    const leadsApi = createLeadsApi({ baseUrl, auth: { kind: 'none' }, extraRequests: 0 }, effects);
    if (isPoll) return countWhole(leadsApi, question);
    const { signal } = new AbortController();
    const answer = await answers.find(inquiry, { leadsApi, signal, fresh: true });
    return answer.all.total;
  };
}

async function countWhole(api: Api, question: object): Promise<number> {
  let leads = 0;
  for await (const part of api.read(question)) leads += part.leads?.length ?? 0;
  return leads;
}
