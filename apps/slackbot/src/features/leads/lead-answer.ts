/** Answers a query for one lead by its number with a card. Throws `LeadsApiError` only. */
import { type Period, type PeriodSpec, resolvePeriod } from '@leadbell/domain';
import type { AnswerContext } from '../../reports/context.ts';
import type { LeadQuery } from '../../queries/leads-query.ts';
import type { Card } from '@leadbell/slack-kit';
import { inquiryOf } from '../../reports/inquiry.ts';
import { leadCard } from './lead-card.ts';
import { atHand, find, shownFor } from './leads-answer.ts';

/** The API requires a range with a lead's number. */
const leadPeriod: PeriodSpec = { kind: 'last-days', days: 7 };

/** Returns the given period; by default the last 7 days. */
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
  const found = answer.rows.map(({ lead }) => lead);
  if (found.length > 0) await context.record({ action: 'find', leads: found, fields: ['name', 'phone', 'email'] });
  return leadCard(answer, await shownFor(query, context, atHand(period, answer, context)));
}
