/**
 * The values of filters that leads have had, each with the number of leads and the time of the latest lead. The table
 * has no personal data: callers add only values that may be shown. Throws the driver's errors.
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
