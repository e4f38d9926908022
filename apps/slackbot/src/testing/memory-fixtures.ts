/**
 * An in-memory inbox and Home tabs for tests of listeners that need no database. Tests of
 * concurrent processes use a real database.
 */
import { actHash, type HeldAct, type Home, type Inbox, OvertakenAct, sameForMs } from '@leadbell/store';
import type { HomeClock } from '../features/home/home-clock.ts';
import type { HomePages } from '../features/home/home-pages.ts';

interface Row {
  readonly held: HeldAct;
  readonly object: string;
  same: string | null;
  isMarked: boolean;
  readonly at: number;
}

export function memoryInbox(now: () => number = () => performance.now()): Inbox {
  const rows = new Map<string, Row>();
  async function mark(act: HeldAct): Promise<void> {
    await Promise.resolve();
    const row = rowOf(act);
    if (row === undefined || row.isMarked) throw new OvertakenAct();
    row.isMarked = true;
  }
  const rowOf = ({ id }: HeldAct) => [...rows.values()].find(({ held }) => held.id === id);
  return {
    async write({ key, object, same }, _leaseMs, signal) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (rows.has(key)) return { kind: 'again' };
      const alike = [...rows.values()].findLast((row) => row.same === same && now() - row.at < sameForMs);
      if (alike !== undefined) return { kind: 'merged', ageMs: now() - alike.at };
      const held = { id: rows.size + 1, key: actHash(key), lease: 1 };
      rows.set(key, { held, object, same, isMarked: false, at: now() });
      return { kind: 'new', act: held };
    },
    withdraw: (_workspace, key) => Promise.resolve(void rows.delete(key)),
    mark,
    markNamed: mark,
    unname: () => Promise.resolve(),
    async unmark(act) {
      await Promise.resolve();
      const row = rowOf(act);
      if (row !== undefined) row.isMarked = false;
    },
    claim: () => Promise.resolve([]),
    renew: () => Promise.resolve(),
    late: () => Promise.resolve(0),
    async annul(act) {
      await Promise.resolve();
      const row = rowOf(act);
      if (row !== undefined) row.same = null;
    },
    async end(act, counts) {
      await Promise.resolve();
      const row = rowOf(act);
      if (row !== undefined && !counts) row.same = null;
    },
    release: () => Promise.resolve(),
  };
}

export function memoryHomes(): HomePages {
  const homes = new Map<string, Home>();
  return {
    opened(user, channel) {
      const was = homes.get(user);
      const home = { user, channel, hash: null, content: null, ...was, isFirst: was === undefined };
      homes.set(user, home);
      return Promise.resolve(home);
    },
    looked: (user) => Promise.resolve(homes.get(user) ?? null),
    claim: () => Promise.resolve([...homes.values()]),
    published(user, shown) {
      const was = homes.get(user);
      if (was !== undefined) homes.set(user, { ...was, ...shown });
      return Promise.resolve();
    },
  };
}

/** A clock on which no Home tab ever becomes due. */
export const stillClock: HomeClock = { add: () => {}, tick: () => {} };
