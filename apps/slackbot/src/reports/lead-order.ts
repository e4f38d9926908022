/** The order of a list, for "whom do I call next". Pure. */
import { isHot, type Period } from '@leadbell/domain';
import type { LeadOrder, LeadsQuery } from '../queries/leads-query.ts';
import type { Row } from './answer.ts';

/** A day when the clocks go back. */
const longestDayMs = 25 * 3_600_000;

/**
 * The order that was chosen. Else, within one day, the hot leads first: all of them are still to be called. Over several
 * days the newest first, since an older hot lead has been called. Lists of errors and of a bulk: the newest first.
 */
export function orderOf(query: LeadsQuery, period: Period | null): LeadOrder {
  if (query.command !== 'today' && query.command !== 'period' && query.command !== 'errors') return 'newest';
  if (query.order !== undefined) return query.order;
  if (query.command === 'errors' || period === null) return 'newest';
  const { from, to } = period.window;
  return to - from <= longestDayMs ? 'hot' : 'newest';
}

/** `rows`: the newest first, as an answer has them. */
export function ordered(rows: readonly Row[], order: LeadOrder): readonly Row[] {
  if (order === 'newest') return rows;
  const { hot = [], others = [] } = Object.groupBy(rows, ({ lead }) => (isHot(lead.priority) ? 'hot' : 'others'));
  return [...hot, ...others];
}
