/**
 * Which keys of the installation the database was written with: their fingerprints, never a key. Errors: `StoreError` (`key`)
 * when the keys at hand are not those; the driver's.
 */
import type { Instant } from '@leadbell/domain';

export interface KeyRecord {
  /** A fingerprint. */
  readonly id: string;
  /** When it last became the current one. */
  readonly since: Instant;
  readonly isCurrent: boolean;
  /** Rows that only it can find are stored. */
  readonly isNeeded: boolean;
}

export interface KeyRecords {
  /**
   * `ids`: of the keys at hand, the current one first; `where`: the setting or file that holds them. The first of them is
   * current from now on. Refuses when the key that was current is not among them, or one that rows still need.
   * Returns whether rows of a release before keys are stored.
   */
  begin(ids: readonly string[], where: string): Promise<{ readonly hasLegacy: boolean }>;
  /** Refuses as `begin` does, and changes nothing. */
  check(ids: readonly string[], where: string): Promise<void>;
  /** Newest first, without those that were let go. */
  list(): Promise<readonly KeyRecord[]>;
  /** Lets go of all others, whatever needs them. Returns those. */
  keepOnly(ids: readonly string[]): Promise<readonly string[]>;
}
