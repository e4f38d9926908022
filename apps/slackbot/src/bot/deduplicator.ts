/**
 * Remembers which reads were already answered, because Slack redelivers events that it believes
 * lost, and people press twice. In memory, bounded. Acts are deduplicated in the database: see
 * `inbox/`.
 */

const maxKeys = 5_000;

export interface Deduplicator {
  /** True unless the key was first seen within the last `forMs` milliseconds. */
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
