/** Reads days and times that people type after an option. Pure. Errors: `UsageError`. */
import { type Instant, parseIsoInstant } from '@leadbell/domain';
import { UsageError } from './errors.ts';

/** A day without a time means its midnight in UTC. */
export function instantIn(option: string, text: string): Instant {
  const instant = parseIsoInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (instant === null)
    throw new UsageError(`${option}: expected a day or a time, such as 2026-11-01 or 2026-11-01T08:00:00Z`);
  return instant;
}
