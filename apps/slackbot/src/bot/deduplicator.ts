/** Reads that were already answered: Slack delivers again what it thinks was lost, and people press twice. In memory, bounded. Acts are known to the database: see `inbox/`. */

const maxKeys = 5_000;

export interface Deduplicator {
  /** True the first time within `forMs` of the last first time. */
  first(key: string, forMs: number): boolean;
}

export function createDeduplicator(now: () => number): Deduplicator {
  const until = new Map<string, number>();
  return {
    first(key, forMs) {
      const at = now();
      const known = until.get(key);
      if (known !== undefined && known > at) return false;
      until.delete(key);
      until.set(key, at + forMs);
      for (const oldest of until.keys()) {
        if (until.size <= maxKeys) break;
        until.delete(oldest);
      }
      return true;
    },
  };
}
