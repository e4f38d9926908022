// Measures how long transactions are held while many causes of trouble come at once: a poll stores
// their bulks and evaluates alerts, for channels of each kind (`node tools/bench/src/transactions.ts
// [causes] [rounds]`). Only transactions that write count, since only they make others wait; and
// beside them the time in which any is open. Two commits are compared by running it in both.
import { setTimeout as delay } from 'node:timers/promises';
import {
  type BulkObservation,
  BulkObserver,
  type BusinessCalendar,
  defaultAlertSettings,
  installationWords,
  type Instant,
  type Lead,
} from '@leadbell/domain';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { testIdentities } from '@leadbell/testing';

type Bulks = readonly { readonly observation: BulkObservation; readonly seen: object; readonly unread: readonly [] }[];
interface Keeper {
  write(bulks: Bulks, progress: object): Promise<number>;
}
/** The bot is not a library: the measured code is imported from its folder. */
const bot = (file: string): Promise<Record<string, unknown>> =>
  import(new URL(`../../../apps/slackbot/src/${file}`, import.meta.url).href) as Promise<Record<string, unknown>>;
const { createKeeper } = (await bot('watch/write.ts')) as {
  readonly createKeeper: (lease: object, leaseMs: number, now: Instant, options: object) => Promise<Keeper>;
};
const { createUnreadCounts } = (await bot('watch/unread-counts.ts')) as { readonly createUnreadCounts: () => object };
const { example } = (await bot('testing/lead-fixtures.ts')) as { readonly example: Lead };
await bot('features/index.ts');

const causes = Number(process.argv[2] ?? 80);
const rounds = Number(process.argv[3] ?? 5);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const identities = testIdentities();
const calendar: BusinessCalendar = {
  workingDays: [1, 2, 3, 4, 5, 6, 7],
  hours: { open: 0, close: 1_440 },
  holidays: [],
  specialHours: [],
};
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface Held {
  readonly ms: number;
  readonly isWriting: boolean;
}

/** Records how long each transaction is open. */
function watched(store: Store, held: Held[]): Store {
  return {
    ...store,
    async transaction(work) {
      const begun = performance.now();
      let isWriting = false;
      try {
        return await store.transaction(async (tx) => {
          const result = await work(tx);
          const [row] = await store.raw(tx).execute('select pg_current_xact_id_if_assigned() is not null as writing');
          isWriting = (row as { readonly writing?: boolean } | undefined)?.writing === true;
          return result;
        });
      } finally {
        held.push({ ms: performance.now() - begun, isWriting });
      }
    },
  };
}

/** One bulk for each cause; causes differ in letters. */
function bulksAt(now: Instant, isFine: boolean): Bulks {
  return Array.from({ length: causes }, (_, n) => {
    const code = `E_${String.fromCodePoint(65 + (n % 26), 65 + (Math.floor(n / 26) % 26))}`;
    const observer = new BulkObserver(identities);
    const lead = {
      ...example,
      externalId: String(n + 1),
      outcome: isFine ? ('created' as const) : ('errored' as const),
      errors: isFine ? [] : [{ code, field: null, message: `Cause ${code}` }],
    };
    const key = observer.add(lead);
    const info = {
      key: `k${n}`,
      id: String(n + 1),
      createdAt: (now - 60_000 - n) as Instant,
      createdBy: '1',
      state: 'completed' as const,
      totalRecords: 1,
      errorRecords: isFine ? 0 : 1,
    };
    const seen = { info, leads: new Map([[key, { lead, index: 0 }]]) };
    return { observation: observer.finish(info), seen, unread: [] };
  });
}

async function subscribe(store: Store): Promise<void> {
  const alerts = { language: 'en', zone: 'Asia/Riyadh', without: [], atLeast: 1, thresholds: {}, threadOnly: false };
  const leads = { language: 'en', zone: 'Asia/Riyadh', filters: {}, together: 200, threadOnly: false };
  const all = [
    { channel: 'C1', kind: 'alerts', definition: alerts },
    { channel: 'C2', kind: 'alerts', definition: { ...alerts, language: 'ar' } },
    { channel: 'C3', kind: 'alerts', definition: { ...alerts, threadOnly: true } },
    { channel: 'C4', kind: 'leads', definition: leads },
  ];
  await store.transaction(async (tx) => {
    for (const one of all) await store.subscriptions.add(tx, { ...one, workspace: 'T1', owner: 'U1', nextRunAt: null });
  });
}

/** Milliseconds: the longest writing transaction, all writing ones, and all. */
async function measured(store: Store, isFine: boolean): Promise<readonly [number, number, number]> {
  const held: Held[] = [];
  const leaseMs = 60_000;
  await store.raw().execute("update dms_connections set next_poll_at = '-infinity', lease_until = null");
  const lease = await store.connections.lease('dms', { leaseMs, longestPauseMs: 600_000, gapMs: 600_000 });
  if (lease === null) throw new Error('no lease');
  const now = await store.now();
  const keeper = await createKeeper(lease, leaseMs, now, {
    store: watched(store, held),
    zone: 'Asia/Riyadh',
    calendar,
    alertSettings: { ...defaultAlertSettings, groupWaitMs: 0, groupIntervalMs: 0 },
    identities,
    wordBook: installationWords,
    unread: createUnreadCounts(),
    leadsApi: { learn: () => {} },
    lookAgain: () => Promise.resolve(),
    log: silent,
  });
  await keeper.write(bulksAt(now, isFine), {});
  await store.connections.release(lease, { kind: 'ok', nextInMs: 0 });
  const writing = held.filter(({ isWriting }) => isWriting).map(({ ms }) => ms);
  return [Math.max(...writing), sum(writing), sum(held.map(({ ms }) => ms))];
}

const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const databases = await startTestDatabases(false);
const results: Record<string, (readonly [number, number, number])[]> = {};
for (let round = 0; round < rounds; round += 1) {
  const store = await openStore({ url: await databases.create() });
  await store.connections.ensure('dms');
  await subscribe(store);
  for (const [name, isFine] of [
    ['appear', false],
    ['are fixed', true],
  ] as const) {
    (results[name] ??= []).push(await measured(store, isFine));
    await delay(100);
  }
  await store.close();
}
await databases.close();
for (const [name, all] of Object.entries(results)) {
  const [longest, writing, open] = [0, 1, 2].map((n) => median(all.map((one) => one[n] ?? 0)).toFixed(0));
  say(`${causes} causes ${name}: longest that writes ${longest} ms, all that write ${writing} ms, all ${open} ms`);
}
