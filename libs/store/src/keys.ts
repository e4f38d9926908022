/**
 * Records with which keys of the installation the database was written: stores the keys' fingerprints, never a key.
 * Throws `StoreError` (`key`) if the available keys do not match, and the driver's errors.
 */
import type { Instant } from '@leadbell/domain';

export interface KeyRecord {
  /** A fingerprint. */
  readonly id: string;
  /** The time at which the key last became the current key. */
  readonly since: Instant;
  readonly isCurrent: boolean;
  /** Some stored rows can only be found with this key. */
  readonly isNeeded: boolean;
}

export interface KeyRecords {
  /**
   * Makes the first key the current one. `ids`: the fingerprints of the available keys, the current one first; `where`:
   * the setting or file that has the keys. Rejects if `ids` lacks the key that was current before, or a key that rows
   * still need. `hasLegacy`: the database has rows of a release that had no keys.
   */
  begin(ids: readonly string[], where: string): Promise<{ readonly hasLegacy: boolean }>;
  /** Rejects in the same cases as `begin`, and changes nothing. */
  check(ids: readonly string[], where: string): Promise<void>;
  /** Returns the keys that were not given up, the newest first. */
  list(): Promise<readonly KeyRecord[]>;
  /** Gives up all keys except the given ones, even if rows still need them. Returns the keys that were given up. */
  keepOnly(ids: readonly string[]): Promise<readonly string[]>;
}
