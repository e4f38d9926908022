/** Stores the bulks of a poll through the bot's own keeper, and evaluates alerts. Effects: writes to the store. */
import {
  type BulkObservation,
  BulkObserver,
  type BusinessCalendar,
  defaultAlertSettings,
  installationWords,
  type Instant,
  type Lead,
} from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { testIdentities } from '@leadbell/testing';

type Bulks = readonly { readonly observation: BulkObservation; readonly seen: object; readonly unread: readonly [] }[];
interface Keeper {
  write(bulks: Bulks, progress: object): Promise<number>;
}
/** The bot is not a library, so the measured code is imported by its path. */
const bot = (file: string): Promise<Record<string, unknown>> =>
  import(new URL(`../../../apps/slackbot/src/${file}`, import.meta.url).href) as Promise<Record<string, unknown>>;
const { createKeeper } = (await bot('watch/write.ts')) as {
  readonly createKeeper: (lease: object, leaseMs: number, now: Instant, options: object) => Promise<Keeper>;
};
const { createUnreadCounts } = (await bot('watch/unread-counts.ts')) as { readonly createUnreadCounts: () => object };
const { example } = (await bot('testing/lead-fixtures.ts')) as { readonly example: Lead };
await bot('features/index.ts');

const identities = testIdentities();
const calendar: BusinessCalendar = {
  workingDays: [1, 2, 3, 4, 5, 6, 7],
  hours: { open: 0, close: 1_440 },
  holidays: [],
  specialHours: [],
};
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Returns one bulk for each cause. Causes must differ in letters, not only in digits. */
export function bulksOf(causes: number, now: Instant, isFine: boolean): Bulks {
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

export async function subscribe(store: Store): Promise<void> {
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

/** `watched`: the store that the keeper uses; by default `store`. */
export async function storePoll(store: Store, bulksAt: (now: Instant) => Bulks, watched: Store = store): Promise<void> {
  const leaseMs = 60_000;
  await store.raw().execute("update dms_connections set next_poll_at = '-infinity', lease_until = null");
  const lease = await store.connections.lease('dms', { leaseMs, longestPauseMs: 600_000, gapMs: 600_000 });
  if (lease === null) throw new Error('no lease');
  const now = await store.now();
  const keeper = await createKeeper(lease, leaseMs, now, {
    store: watched,
    zone: 'Asia/Riyadh',
    calendar,
    alertSettings: { ...defaultAlertSettings, groupWaitMs: 0, groupIntervalMs: 0 },
    identities,
    wordBook: installationWords,
    unread: createUnreadCounts(),
    values: { seeGroups: () => {} },
    meters: { bulksSeen: () => {}, leadsSeen: () => {} },
    leadsApi: { learn: () => {} },
    lookAgain: () => Promise.resolve(),
    log: silent,
  });
  await keeper.write(bulksAt(now), {});
  await store.connections.release(lease, { kind: 'ok', nextInMs: 0 });
}
