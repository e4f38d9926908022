/** The order of a list, so that its first lead is the one to call next. Pure. */
import { isHot, type Period } from '@leadbell/domain';
import type { LeadOrder, LeadsQuery } from '../queries/leads-query.ts';
import type { Answer, Row } from './answer.ts';

/** The length of a day on which the clocks go back. */
const longestDayMs = 25 * 3_600_000;

/**
 * The order that the person chose. By default, the leads of one day are listed with the hot ones first, because all are
 * still to be called. The leads of several days are listed with the newest first, because the older hot leads have been
 * called already. A list of errors, or of a bulk's leads, also begins with the newest.
 */
export function orderOf(query: LeadsQuery, period: Period | null): LeadOrder {
  if (query.command !== 'today' && query.command !== 'period' && query.command !== 'errors') return 'newest';
  if (query.order !== undefined) return query.order;
  if (query.command === 'errors' || period === null) return 'newest';
  const { from, to } = period.window;
  return to - from <= longestDayMs ? 'hot' : 'newest';
}

/**
 * Returns the rows in this order, as many as `rows` has. Among the hot leads and among the others, the newest come
 * first.
 */
export function ordered({ rows, hot }: Pick<Answer, 'rows' | 'hot'>, order: LeadOrder): readonly Row[] {
  if (order === 'newest') return rows;
  const found = Object.groupBy(rows, ({ lead }) => (isHot(lead.priority) ? 'hot' : 'others'));
  return [...(hot ?? found.hot ?? []), ...(found.others ?? [])].slice(0, rows.length);
}
