/** From an ask to a card of one lead by its number. Throws `LeadsApiError` only. */
import type { PeriodSpec } from '@leadbell/domain';
import type { AnswerContext } from '../../reports/context.ts';
import type { Ask } from '../../queries/ask.ts';
import type { Card } from '@leadbell/slack-kit';
import { inquiryOf } from '../../reports/inquiry.ts';
import { leadCard } from './lead-card.ts';
import { atHand, find, periodOf, shownFor } from './leads-answer.ts';

/** The API wants a range with a lead's number. */
export const leadPeriod: PeriodSpec = { kind: 'last-days', days: 7 };

export async function answerLead(ask: Ask, context: AnswerContext): Promise<Card> {
  const period = periodOf(ask, context, leadPeriod);
  const answer = await find(
    inquiryOf({ kind: 'lead', period, leadId: ask.id ?? '' }, ask.filters, context),
    ask,
    context,
  );
  return leadCard(answer, shownFor(ask, context, atHand(period, answer, context)));
}
