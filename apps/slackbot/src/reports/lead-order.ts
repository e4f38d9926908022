/** The order of a list, for "whom do I call next". Pure. */
import { isHot, type Period } from '@leadbell/domain';
import type { LeadOrder, LeadsQuery } from '../queries/leads-query.ts';
import type { Answer, Row } from './answer.ts';

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

/** As many as `rows`; the newest first among the hot ones and among the others. */
export function ordered({ rows, hot }: Pick<Answer, 'rows' | 'hot'>, order: LeadOrder): readonly Row[] {
  if (order === 'newest') return rows;
  const found = Object.groupBy(rows, ({ lead }) => (isHot(lead.priority) ? 'hot' : 'others'));
  return [...(hot ?? found.hot ?? []), ...(found.others ?? [])].slice(0, rows.length);
}
