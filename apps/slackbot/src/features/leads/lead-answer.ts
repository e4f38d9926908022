/** From a query to a card of one lead by its number. Throws `LeadsApiError` only. */
import { type Period, type PeriodSpec, resolvePeriod } from '@leadbell/domain';
import type { AnswerContext } from '../../reports/context.ts';
import type { LeadQuery } from '../../queries/leads-query.ts';
import type { Card } from '@leadbell/slack-kit';
import { inquiryOf } from '../../reports/inquiry.ts';
import { leadCard } from './lead-card.ts';
import { atHand, find, shownFor } from './leads-answer.ts';

/** The API wants a range with a lead's number. */
const leadPeriod: PeriodSpec = { kind: 'last-days', days: 7 };

/** Of the days that were given, or of the last ones. */
export function leadPeriodOf({ period = leadPeriod }: LeadQuery, context: AnswerContext): Period {
  return resolvePeriod(period, context);
}

export async function answerLead(query: LeadQuery, context: AnswerContext): Promise<Card> {
  const period = leadPeriodOf(query, context);
  const answer = await find(
    inquiryOf({ kind: 'lead', period, leadId: query.id }, query.filters, context),
    query,
    context,
  );
  return leadCard(answer, shownFor(query, context, atHand(period, answer, context)));
}
