/** Shows today's leads in one line, for the person's Home tab: counts only, no lead. Throws `LeadsApiError` only. */
import { isHot } from '@leadbell/domain';
import type { Text } from '@leadbell/slack-kit';
import { totalsInLine } from '../../cards/head.ts';
import type { AnswerContext } from '../../reports/context.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import { find, periodOf, shownFor } from './leads-answer.ts';

const today: PeriodQuery = { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false };

export interface Glance {
  readonly totals: Text;
  readonly hot: number;
}

export async function todayAtAGlance(context: AnswerContext): Promise<Glance> {
  const period = periodOf(today, context);
  const answer = await find(inquiryOf({ kind: 'window', period }, {}, context), today, context);
  const totals = totalsInLine(answer, await shownFor(today, context, period));
  const hot = answer.summary.priorities.reduce((sum, { value, count }) => sum + (isHot(value) ? count : 0), 0);
  return { totals, hot };
}
