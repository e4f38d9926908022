/**
 * Replays a week with 100,000 leads per day: `npx node tools/bench/src/replay.ts 3`. Each day has 800 bulks, half of
 * them with errors, and each bulk has nine states in the history; half of the errors are corrected within hours. The
 * floor only reads the same rows. Prints the processor time, which other work on the machine changes least, and the
 * event loop's longest pause.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type BusinessCalendar, defaultAlertSettings, type Instant } from '@leadbell/domain';
import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

interface Replayed {
  readonly asked: { readonly alerts: number; readonly pings: number };
}
type Run = (request: object, window: object, signal: AbortSignal) => Promise<Replayed | null>;
/** The bot is not a library, so the measured code is imported by its path. */
const { createReplays } = (await import(
  new URL('../../../apps/slackbot/src/features/replay/replay.ts', import.meta.url).href
)) as {
  readonly createReplays: (context: object) => Run;
};

const rounds = Number(process.argv[2] ?? 3);
const perDay = 800;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const day = 86_400_000;
const to = Date.parse('2025-08-24T21:00:00.000Z') as Instant;
const from = (to - 7 * day) as Instant;
const calendar: BusinessCalendar = {
  workingDays: [7, 1, 2, 3, 4],
  hours: { open: 540, close: 1_080 },
  holidays: [],
  specialHours: [],
};

const databases = await startTestDatabases(false);
const url = await databases.create();
const store = await openStore({ url });
await store.connections.ensure('dms');
// Stores the bulks of five weeks, which show the usual pace, and the states of the last two weeks' bulks.
await databases.query(
  url,
  `insert into bulks (connection_id, key, created_at, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at)
   select 'dms', 'k' || n, t, 'completed', 125, 120, 5, 0, '', t + interval '8 min', t + interval '1 min'
   from generate_series(1, ${35 * perDay}) n
   cross join lateral (select to_timestamp(${to / 1_000}) - interval '35 days' + n * interval '${86_400 / perDay} s' as t) at`,
);
await databases.query(
  url,
  `insert into bulk_history (connection_id, bulk_id, at, state, total_records, error_records, leads, errored, errors, traits)
   select 'dms', b.id, date_trunc('minute', b.created_at) + c * interval '1 min' + case when c = 8 then (b.id % 600) * interval '1 min' else interval '0' end,
     case when c < 2 then 'created' when c < 7 then 'in-progress' else 'completed' end, 125, e, 125, e,
     case when e = 0 then '[]' else jsonb_build_array(
       jsonb_build_object('fingerprint', 'E' || b.id % 8 || '|', 'leads', e), jsonb_build_object('fingerprint', 'E' || b.id % 3 || '|x', 'leads', 1)) end,
     '{"source":["Email","Website"],"brand":["KIA"],"branch":["Riyadh North","Jeddah"]}'
   from bulks b cross join generate_series(0, 8) c
   cross join lateral (select case when b.id % 2 = 0 or (c = 8 and b.id % 4 = 1) then 0 else c end as e) errors
   where b.created_at > to_timestamp(${from / 1_000}) - interval '7 days'`,
);
await databases.query(url, 'analyze');
const replay = createReplays({
  store,
  connection: 'dms',
  alertSettings: defaultAlertSettings,
  zone: 'Asia/Riyadh',
  calendar,
  turn: () => nextTurn(),
});
const never = new AbortController().signal;
const ways: readonly (readonly [name: string, run: () => Promise<string>])[] = [
  [
    'floor: read, nothing done',
    async () => {
      let rows = 0;
      for await (const bulks of store.history.bulks('dms', { from, to })) rows += bulks.length;
      return `${rows} rows`;
    },
  ],
  ['bulk-errors from-5, beside the settings', () => run('bulk-errors', [['from', 5]])],
  ['all rules, numbers of the settings', () => run(null, [])],
];
async function run(rule: string | null, numbers: readonly (readonly [string, number])[]): Promise<string> {
  const replayed = await replay({ rule, numbers: new Map(numbers) }, { from, to }, never);
  return `${replayed?.asked.alerts} alerts, ${replayed?.asked.pings} pings`;
}

say('| way | CPU s | of the floor | seconds | longest pause ms | memory MB | what it says |');
say('| --- | --- | --- | --- | --- | --- | --- |');
let floor = 0;
for (let round = 0; round < rounds; round += 1)
  for (const [name, work] of ways) {
    const pauses = monitorEventLoopDelay({ resolution: 1 });
    pauses.enable();
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1e6;
    // Each round measures the floor first.
    if (name === ways[0]?.[0]) floor = cpu;
    const seconds = (performance.now() - startedAt) / 1_000;
    pauses.disable();
    const memory = Math.round(process.memoryUsage().rss / 1e6);
    const numbers = [cpu.toFixed(2), (cpu / floor).toFixed(1), seconds.toFixed(2)].join(' | ');
    say(`| ${name} | ${numbers} | ${(pauses.max / 1e6).toFixed(0)} | ${memory} | ${result} |`);
  }
await store.close();
await databases.close();
