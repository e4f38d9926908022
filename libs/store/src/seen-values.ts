/**
 * The values of filters that leads have had, with how often and when last. The table has no personal data: callers add
 * only values that may be shown. Errors: those of the driver.
 */
import type { Instant, SeenValue } from '@leadbell/domain';

export interface SeenValues {
  /** Returns the values that changed at or after `since`, or all values. Pass the returned `at` as the next `since`. */
  read(
    connection: string,
    since?: Instant | null,
  ): Promise<{ readonly values: readonly SeenValue[]; readonly at: Instant }>;
  /** Adds the leads of each value; if the table is full, adds no new values. */
  add(connection: string, values: readonly SeenValue[]): Promise<void>;
}
