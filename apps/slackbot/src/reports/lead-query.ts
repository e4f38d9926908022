/**
 * Builds the query that finds a lead again from its bulk: by the bulk's number, else by its days.
 * Pure.
 */
import { type Bulk, type Instant, plainDateIn, type Window, type Zone } from '@leadbell/domain';
import type { BulkQuery, PeriodQuery } from '../queries/leads-query.ts';

/**
 * `command`: the list that contains the lead, by its day. `readIn`: the window of the request that
 * listed the bulk.
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
