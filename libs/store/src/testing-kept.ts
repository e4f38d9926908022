/**
 * Keeps a store open from test to test: opening one takes several times as long as emptying its database. For tests.
 * Effects: connects to PostgreSQL.
 */
import { openStore } from './open-store.ts';
import type { Store, StoreOptions } from './store.ts';
import type { ReadyOptions, RenewOptions } from './testing-renewal.ts';

/** See `TestDatabases`. */
interface Databases {
  renew(url: string | undefined, options: RenewOptions): Promise<string>;
}

interface OpenedStore {
  readonly url: string;
  readonly store: Store;
}

export interface KeptStore {
  /**
   * Returns a store on the database that `TestDatabases.renew` returns. Uses the store from before, unless the test
   * closed it or left a connection that is not idle.
   */
  renew(url: string | undefined): Promise<OpenedStore>;
  close(): Promise<void>;
}

export function keepStore(databases: Databases, options: Omit<StoreOptions, 'url'> & ReadyOptions = {}): KeptStore {
  const { movableClock = false, ...how } = options;
  let kept: OpenedStore | null = null;

  async function open(url: string): Promise<OpenedStore> {
    const store = await openStore({ ...how, url });
    const opened: OpenedStore = {
      url,
      store: {
        ...store,
        async close() {
          if (kept === opened) kept = null;
          await store.close();
        },
      },
    };
    return opened;
  }

  return {
    async renew(url) {
      const before = kept?.url === url ? kept : null;
      const idle = () => before?.store.poolUse().idle ?? 0;
      const renewed = await databases.renew(url, { movableClock, idle });
      if (kept !== null && kept.url === renewed) return kept;
      await kept?.store.close();
      kept = await open(renewed);
      return kept;
    },
    async close() {
      await kept?.store.close();
    },
  };
}
