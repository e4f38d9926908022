/**
 * The values of filters that leads have had: how often, and when they were last seen. No personal data: the caller adds
 * only values that may be shown. Errors: the driver's.
 */
import type { Instant, SeenValue } from '@leadbell/domain';

export interface SeenValues {
  /** Those changed at or after `since`, or all. `at`: pass it as the next `since`. */
  read(
    connection: string,
    since?: Instant | null,
  ): Promise<{ readonly values: readonly SeenValue[]; readonly at: Instant }>;
  /** Adds the leads of each value; beyond a limit, no new values. */
  add(connection: string, values: readonly SeenValue[]): Promise<void>;
}
