/**
 * Keeps the known values of filters in memory and in the store. Writes the values that this process
 * has learned, reads those of other processes, and forgets values that leads no longer have.
 * Effects: uses the store. Errors: those of the store.
 */
import type { Instant, KnownValues } from '@leadbell/domain';
import type { Store } from '@leadbell/store';

export interface SeenValuesOptions {
  readonly store: Pick<Store, 'seenValues' | 'now'>;
  readonly connection: string;
  readonly values: KnownValues;
  readonly days: () => number;
}

const dayMs = 86_400_000;

export function createSeenValues({ store, connection, values, days }: SeenValuesOptions): { refresh(): Promise<void> } {
  let since: Instant | null = null;
  return {
    async refresh() {
      const news = values.takeNews();
      try {
        await store.seenValues.add(connection, news);
      } catch (error) {
        values.giveBack(news);
        throw error;
      }
      const read = await store.seenValues.read(connection, since);
      values.learn(read.values);
      since = read.at;
      values.forgetBefore(((await store.now()) - days() * dayMs) as Instant);
    },
  };
}
