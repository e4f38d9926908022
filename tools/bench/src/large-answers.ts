// Lets the client read answers that are too large to hold in memory, each in a fresh process. Prints the outcome, the
// time, the memory above idle, and how long the event loop was blocked. `npx node tools/bench/src/large-answers.ts
// [name]`. Exits with 1 when a limit is exceeded: 300 MB, 5 s, 50 ms. On a busy machine the event loop can be late
// without being blocked. So the limit of 50 ms applies to the processor time that the thread used between two ticks of
// a 1-ms timer. The lateness is printed too.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createGzip } from 'node:zlib';
import { instant, SummaryAccumulator, type Window } from '@leadbell/domain';
import { createLeadsApi, LeadsApiError } from '@leadbell/leads-api';

const from = Date.UTC(2025, 7, 24, 21);
const window: Window = { from: instant(from), to: instant(from + 86_400_000) };
const bounds = { seconds: 5, megabytes: 300, heldMs: 50 };
const tail =
  '"createdDate":"2025-08-25T06:00:00.000Z","createdBy":1,"totalRecords":1,"errorRecords":0,"isProcessed":4}';

interface Large {
  readonly right: string;
  readonly gzip?: true;
  /** Whether the answer ends in the middle while the connection stays open. */
  readonly isEndless?: true;
  readonly parts: () => Iterable<string>;
}

function* lead(field: Iterable<string>, isError = 0): Generator<string> {
  yield `{"leads":[{"leadExternalId":1,"leadId":0,"isError":${isError},`;
  yield* field;
  yield `,"brand":"KIA"}],${tail}`;
}

function* times(count: number, part: (n: number) => string): Generator<string> {
  for (let n = 0; n < count; n += 1) yield part(n);
}

function* around(open: string, parts: Iterable<string>, close: string): Generator<string> {
  yield open;
  let isFirst = true;
  for (const part of parts) {
    yield isFirst ? part : `,${part}`;
    isFirst = false;
  }
  yield close;
}

const mega = 1_000_000;
const kilo = 'x'.repeat(100_000);
const answers: Readonly<Record<string, Large>> = {
  'thirty million lists open': {
    right: 'contract',
    isEndless: true,
    parts: () => lead(times(300, (n) => `${n === 0 ? '"errorList":' : ''}${'['.repeat(100_000)}`)),
  },
  'two million lists, closed': {
    right: '1/0/0/1',
    parts: () => lead(times(40, (n) => (n === 0 ? '"errorList":' : '') + (n < 20 ? '[' : ']').repeat(100_000))),
  },
  'a note of 300 MB': {
    right: 'contract',
    parts: () => lead(times(3_002, (n) => (n === 0 ? '"leadNote":"' : n === 3_001 ? '"' : kilo))),
  },
  'a note of 400 MB, zipped': {
    right: 'contract',
    gzip: true,
    parts: () => lead(times(4_002, (n) => (n === 0 ? '"leadNote":"' : n === 4_001 ? '"' : kilo))),
  },
  'a million unknown fields': {
    right: '1/0/0/1',
    parts: () => lead(times(mega, (n) => `${n === 0 ? '' : ','}"unknown${n}":"value ${n}"`)),
  },
  'errors under a million keys': {
    right: '1/1/0/0',
    parts: () =>
      lead(
        around(
          '"errorList":{',
          times(mega, (n) => `"field${n}":"Branch unknown"`),
          '}',
        ),
        1,
      ),
  },
  'a million vehicles': {
    right: '1/0/0/1',
    parts: () =>
      lead(
        around(
          '"vehicles":[',
          times(mega, (n) => `{"leadVehiclesId":${n + 1},"modelFamily":"K5","modelYear":2024}`),
          ']',
        ),
      ),
  },
  '200,000 bulks without leads': {
    right: '0/0/0/0',
    parts: () =>
      around(
        '[',
        times(200_000, (n) => `{"leads":[],${tail.replace('"createdBy":1', `"createdBy":${n}`)}`),
        ']',
      ),
  },
  'two million null': {
    right: 'contract',
    parts: () =>
      around(
        '[',
        times(2 * mega, () => 'null'),
        ']',
      ),
  },
  '300,000 leads, all different': {
    right: '300000/300000/0/0',
    parts: () =>
      around(
        '{"leads":[',
        times(
          300_000,
          (n) =>
            `{"leadExternalId":${n + 1},"leadId":0,"isError":1,"errorList":"Error ${word(n)}","brand":"Brand ${n}"}`,
        ),
        `],${tail}`,
      ),
  },
};

/** Makes a word of letters only, because words that differ only in digits would be one group. */
function word(n: number): string {
  return n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
}

interface Figures {
  readonly outcome: string;
  readonly requests: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly heldMs: number;
  /** The longest lateness of the event loop, for any reason. */
  readonly lateMs: number;
  readonly cpuSeconds: number;
}

const [role = '', name = ''] = process.argv.slice(2);
if (role === 'serve') await serve();
else if (role === 'read') await measure(name);
else await compare(role);

async function compare(only: string): Promise<void> {
  const server = spawn('serve');
  const [url] = (await once(server, 'message')) as [string];
  process.stdout.write(
    '| answer | outcome | requests | seconds | CPU s | MB above idle | loop held / late, ms |\n|---|---|---|---|---|---|---|\n',
  );
  let isBroken = false;
  for (const [title, { right }] of Object.entries(answers)) {
    if (only !== '' && only !== title) continue;
    const reader = spawn('read', `${url}/${encodeURIComponent(title)}`);
    // The exit event may arrive before the last message.
    const [[got]] = await Promise.all([once(reader, 'message') as Promise<[Figures]>, once(reader, 'exit')]);
    const isRight = got.outcome === right && got.requests === 1;
    const isBounded = got.seconds < bounds.seconds && got.megabytes < bounds.megabytes && got.heldMs < bounds.heldMs;
    if (!isRight || !isBounded) isBroken = true;
    const late = `${got.heldMs.toFixed(0)} / ${got.lateMs.toFixed(0)}`;
    const times = `${got.seconds.toFixed(2)} | ${got.cpuSeconds.toFixed(2)}`;
    const figures = `${got.requests} | ${times} | ${got.megabytes.toFixed(0)} | ${late}`;
    process.stdout.write(
      `| ${title} | ${got.outcome}${isRight ? '' : ` ✗ ${right}`} | ${figures}${isBounded ? '' : ' ✗'} |\n`,
    );
  }
  server.kill();
  process.exitCode = isBroken ? 1 : 0;
}

function spawn(...args: string[]): ChildProcess {
  return fork(fileURLToPath(import.meta.url), args, { stdio: 'inherit' });
}

async function serve(): Promise<void> {
  const server = createServer((req, res) => {
    const large = answers[decodeURIComponent((req.url ?? '').split('/')[1] ?? '')];
    if (large === undefined) res.writeHead(400).end();
    else send(large, res).catch(() => res.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function send({ parts, gzip, isEndless }: Large, res: ServerResponse): Promise<void> {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  res.writeHead(200, { 'content-type': 'application/json', ...(gzip ? { 'content-encoding': 'gzip' } : {}) });
  const out = gzip ? createGzip() : res;
  if (out !== res) out.pipe(res);
  let block = '';
  for (const part of parts()) {
    block += part;
    if (block.length < 100_000) continue;
    if (!out.write(block)) await once(out, 'drain', { signal: gone.signal });
    block = '';
  }
  if (block !== '') out.write(block);
  if (isEndless !== true) out.end();
}

async function measure(url: string): Promise<void> {
  // The bot's main.ts sets this flag too.
  setFlagsFromString('--semi-space-growth-factor=1');
  let requests = 0;
  const api = createLeadsApi(
    // Without extra requests the client can't check an answer by requesting the halves of its window, so only reading is measured.
    { baseUrl: url, auth: { kind: 'none' }, extraRequests: 0 },
    {
      now: Date.now,
      random: Math.random,
      sleep: () => Promise.resolve(),
      log: ({ event }) => (requests += event === 'dms.request' ? 1 : 0),
      fetch,
    },
  );
  // A first request loads `fetch`, so that `fetch` is part of the idle memory.
  await fetch(url.replace(/\/[^/]*$/, '/none')).then((response) => response.arrayBuffer());
  await new Promise((resolve) => setTimeout(resolve, 200));
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const held = watchHeld();
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const outcome = await read(api);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const heldMs = held();
  delay.disable();
  clearInterval(watching);
  peak = Math.max(peak, process.resourceUsage().maxRSS * 1024);
  const megabytes = (peak - idle) / mega;
  const cpuSeconds = (user + system) / mega;
  const figures: Figures = { outcome, requests, seconds, megabytes, heldMs, lateMs: delay.max / mega, cpuSeconds };
  process.send?.(figures);
  process.disconnect?.();
}

/**
 * Measures the longest processor time that this thread uses between two ticks of a timer. The returned function ends
 * the measurement and returns it, in milliseconds.
 */
function watchHeld(): () => number {
  let most = 0;
  let before = threadMs();
  const timer = setInterval(() => {
    const now = threadMs();
    most = Math.max(most, now - before);
    before = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return most;
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function read(api: ReturnType<typeof createLeadsApi>): Promise<string> {
  const summary = new SummaryAccumulator();
  const open = new Map<number, SummaryAccumulator>();
  try {
    for await (const part of api.read({ kind: 'window', window })) {
      if (part.type === 'leads') {
        const bulk = open.get(part.bulk) ?? new SummaryAccumulator();
        open.set(part.bulk, bulk);
        for (const one of part.leads) bulk.add(one);
      } else if (part.type === 'bulk' || part.type === 'dropped') {
        const bulk = open.get(part.bulk);
        open.delete(part.bulk);
        if (bulk !== undefined && part.type === 'bulk') summary.merge(bulk, part.info.createdAt, []);
      }
    }
  } catch (error) {
    return error instanceof LeadsApiError ? error.kind : String(error);
  }
  const { errored, created, pending } = summary.outcomes;
  return `${summary.total}/${errored}/${created}/${pending}`;
}
