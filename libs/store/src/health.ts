/** Reads the health of each DMS connection from the store, for the status. Throws the driver's errors. */
import {
  addDays,
  type ConnectionHealth,
  describeHabits,
  gapsOf,
  type Instant,
  plainDateIn,
  readHabits,
  type Zone,
} from '@leadbell/domain';
import type { ConnectionStatus } from './connections.ts';
import type { DailyCount } from './counters.ts';
import type { Store } from './store.ts';

const dayMs = 86_400_000;

/** `zone`: the time zone of the business; the counters are kept for the days of this zone. */
export async function readHealth(store: Store, now: Instant, zone: Zone): Promise<readonly ConnectionHealth[]> {
  const today = plainDateIn(zone, now);
  return Promise.all(
    (await store.connections.status()).map(async (status) => {
      const [outages, counts] = await Promise.all([
        store.outages.since(status.id, (now - dayMs) as Instant),
        store.counters.of(status.id, addDays(today, -1), today),
      ]);
      return healthOf(status, gapsOf(outages, now), counts, { today, now });
    }),
  );
}

function healthOf(
  { habits, ...status }: ConnectionStatus,
  gaps: ConnectionHealth['gaps'],
  counts: readonly DailyCount[],
  { today, now }: { readonly today: string; readonly now: Instant },
): ConnectionHealth {
  const unread = new Map<string, number>();
  for (const { name, value, count } of counts)
    if (name === 'unread') unread.set(value, (unread.get(value) ?? 0) + count);
  const requests = (by: string): number =>
    counts.find(({ name, value, day }) => name === 'requests' && value === by && day === today)?.count ?? 0;
  return {
    ...status,
    gaps,
    unread: [...unread].map(([field, count]) => ({ field, count })).toSorted((a, b) => b.count - a.count),
    requests: { polls: requests('polls'), people: requests('people') },
    habits: describeHabits(readHabits(habits), now),
  };
}
