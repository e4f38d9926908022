/** Builds the query that finds a lead again: by the number of its bulk, or else by the bulk's days. Pure. */
import { type Bulk, type Instant, plainDateIn, type Window, type Zone } from '@leadbell/domain';
import type { BulkQuery, PeriodQuery } from '../queries/leads-query.ts';

/**
 * `command` is the command that lists a day with the lead. `readIn` is the window of the request that listed the bulk.
 */
export function queryForLead(
  { id, createdAt }: Bulk,
  zone: Zone,
  command: 'period' | 'errors',
  readIn?: Window,
): BulkQuery | PeriodQuery {
  const common = { filters: {}, page: 0, share: false };
  if (id !== null) return { ...common, command: 'bulk', id };
  if (createdAt !== null) return { ...common, command, period: { kind: 'date', date: plainDateIn(zone, createdAt) } };
  if (readIn === undefined) return { ...common, command, period: { kind: 'last-days', days: 7 } };
  const [first, last] = [plainDateIn(zone, readIn.from), plainDateIn(zone, (readIn.to - 1) as Instant)];
  return { ...common, command, period: { kind: 'range', first, last } };
}
