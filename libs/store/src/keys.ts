/**
 * Which keys of the installation the database was written with: their fingerprints, never a key. Errors: `StoreError`
 * (`key`) if the available keys don't match; the driver's.
 */
import type { Instant } from '@leadbell/domain';

export interface KeyRecord {
  /** A fingerprint. */
  readonly id: string;
  /** When it last became the current one. */
  readonly since: Instant;
  readonly isCurrent: boolean;
  /** Rows are stored that only this key can find. */
  readonly isNeeded: boolean;
}

export interface KeyRecords {
  /**
   * Makes the first key current. `ids`: of the available keys, the current one first; `where`: the setting or file with
   * the keys. Rejects if the previously current key, or one that rows still need, is missing. Returns whether rows of a
   * release before keys are stored.
   */
  begin(ids: readonly string[], where: string): Promise<{ readonly hasLegacy: boolean }>;
  /** Rejects like `begin`, and changes nothing. */
  check(ids: readonly string[], where: string): Promise<void>;
  /** Newest first, without those given up. */
  list(): Promise<readonly KeyRecord[]>;
  /** Gives up all other keys, even needed ones. Returns them. */
  keepOnly(ids: readonly string[]): Promise<readonly string[]>;
}
