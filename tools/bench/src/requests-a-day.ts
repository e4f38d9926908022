/**
 * Counts the requests to the DMS in a day: `npx node tools/bench/src/requests-a-day.ts`. It uses the real poll with a
 * real database and the simulator over HTTP, and moves the clock to the time of each poll. To compare, prints the
 * floor, which is one request for each poll.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type DmsSimulatorOptions, startDmsSimulator } from '@leadbell/dms-simulator';
import { type BusinessCalendar, defaultAlertSettings, pollRules } from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';
import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

/** The bot is not a library, so the measured code is imported by its path. */
const { pollOnce } = (await import(new URL('../../../apps/slackbot/src/watch/poll.ts', import.meta.url).href)) as {
  readonly pollOnce: (connection: string, options: object, signal: AbortSignal) => Promise<number>;
};

const { createRequestLog } = (await import(
  new URL('../../../apps/slackbot/src/watch/requests.ts', import.meta.url).href
)) as { readonly createRequestLog: (options: object) => object };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const never = new AbortController().signal;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** The midnight in Riyadh at which a Friday begins. */
const friday = Date.parse('2025-08-21T21:00:00.000Z');
/** The midnight in Riyadh at which the Monday after it begins. */
const monday = Date.parse('2025-08-24T21:00:00.000Z');
const calendar: BusinessCalendar = {
  workingDays: [7, 1, 2, 3, 4],
  hours: { open: 540, close: 1_080 },
  holidays: [],
  specialHours: [],
};
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const kinds = ['newest', 'recheck', 'sweep', 'gap', 'again'] as const;
type Kind = (typeof kinds)[number];

interface Trial {
  readonly name: string;
  readonly begins: number;
  readonly dms: DmsSimulatorOptions;
  /** The DMS refuses requests between these hours. */
  readonly trouble?: readonly [from: number, to: number];
}

const trials: readonly Trial[] = [
  { name: 'quiet: a Friday, 40 leads', begins: friday, dms: { leadsPerDay: 40, seed: 3 } },
  {
    name: 'busy: a Monday, 5,000 leads, half of the errors corrected',
    begins: monday,
    dms: { leadsPerDay: 5_000, corrections: true },
  },
  {
    name: 'busy, and 429 or 503 from 10 to 11',
    begins: monday,
    dms: { leadsPerDay: 5_000, corrections: true },
    trouble: [10, 11],
  },
];

const databases = await startTestDatabases();
say(
  '| day | requests | newest | recheck | sweep | gap | again | polls (the floor) | requests / floor | p99 of a poll | MB read |',
);
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const trial of trials) await measure(trial);
await databases.close();

async function measure({ name, begins, dms: options, trouble }: Trial): Promise<void> {
  const url = await databases.createReady({ movableClock: true });
  const store = await openStore({ url });
  await store.connections.ensure('dms');
  let now = begins - 10 * minute;
  const dms = await startDmsSimulator({ historyDays: 12, ...options, now: () => now });
  const counts: Record<Kind, number> = { newest: 0, recheck: 0, sweep: 0, gap: 0, again: 0 };
  const before = new Set<string>();
  let isCounting = false;
  let asked = 0;
  let read = 0;
  const leadsApi = createLeadsApi(
    { baseUrl: dms.url, auth: { kind: 'none' }, attempts: 3, backoffMs: 1, idleTimeoutMs: 10_000 },
    {
      now: () => now,
      // A retry of a request does not move the clock.
      sleep: () => Promise.resolve(),
      random: () => 0.5,
      fetch: async (input, init) => {
        const { searchParams } = new URL(input instanceof Request ? input.url : String(input));
        asked += 1;
        if (isCounting) counts[kindOf(searchParams, now, before)] += 1;
        return counted(await fetch(input, init), (bytes) => (read += isCounting ? bytes : 0));
      },
      log: () => {},
    },
  );
  const pollOptions = {
    store,
    leadsApi,
    zone: 'Asia/Riyadh',
    intervalMs: minute,
    requestsPerDay: 5_000,
    requests: createRequestLog({ store, connection: 'dms', zone: 'Asia/Riyadh', made: () => leadsApi.requests() }),
    gapMs: 5 * minute,
    address: 'dms',
    calendar,
    alertSettings: defaultAlertSettings,
    lookAgain: () => Promise.resolve(),
    random: () => 0.5,
    // To the poll it looks as if the DMS answered at once.
    elapsed: () => 0,
    sleep: (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }),
    log: silent,
  };
  const perPoll: number[] = [];
  let isFailing = false;
  while (now < begins + day) {
    isCounting = now >= begins;
    const hours = (now - begins) / hour;
    const shouldFail = trouble !== undefined && hours >= trouble[0] && hours < trouble[1];
    if (shouldFail !== isFailing) {
      dms.faults.clear();
      if (shouldFail) {
        // There are many faults, because each request and each retry uses up one.
        for (let n = 0; n < 200; n += 1) {
          dms.faults.add({ kind: 'rate-limit', retryAfter: '120', times: 1 });
          dms.faults.add({ kind: 'status', status: 503, times: 1 });
        }
      }
      isFailing = shouldFail;
    }
    await databases.moveClock(url, now - (await store.now()));
    before.clear();
    asked = 0;
    const nextInMs = await pollOnce('dms', pollOptions, never);
    // A poll that comes a few milliseconds early makes no request and is not counted.
    if (isCounting && asked > 0) perPoll.push(asked);
    now += Math.max(1_000, nextInMs) + 50;
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const p99 = perPoll.toSorted((a, b) => a - b)[Math.floor(perPoll.length * 0.99)] ?? 0;
  say(
    `| ${[name, total, ...kinds.map((kind) => counts[kind]), perPoll.length, (total / perPoll.length).toFixed(2), p99, Math.round(read / 1e6)].join(' | ')} |`,
  );
  await store.close();
  await dms.close();
}

function counted(response: Response, heard: (bytes: number) => void): Response {
  const { body, status, headers } = response;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      heard(chunk.length);
      controller.enqueue(chunk);
    },
  });
  return new Response(body === null ? null : body.pipeThrough(counting), { status, headers });
}

/** Finds out from a request's parameters which kind it is. `again`: the same request repeated in one poll. */
function kindOf(params: URLSearchParams, now: number, before: Set<string>): Kind {
  const text = params.toString();
  if (before.has(text)) return 'again';
  before.add(text);
  const [from, to] = [Date.parse(params.get('fromDate') ?? ''), Date.parse(params.get('toDate') ?? '')];
  if (to >= now) return 'newest';
  if (Math.abs(now - pollRules.sweepMs - from) < minute) return 'sweep';
  return to - from >= pollRules.longestWindowMs - minute ? 'gap' : 'recheck';
}
