/** Answers a query for a period's errors with a card. Throws `LeadsApiError` only. */
import type { AnswerContext } from '../../reports/context.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import type { Card } from '@leadbell/slack-kit';
import { errorsCard } from './errors-card.ts';
import { atHand, find, periodInquiry, periodOf, shownFor } from './leads-answer.ts';

export async function answerErrors(query: PeriodQuery, context: AnswerContext): Promise<Card> {
  const period = periodOf(query, context);
  const answer = await find(periodInquiry(query, context), query, context);
  const shown = await shownFor(query, context, atHand(period, answer, context));
  return context.answers.cards.card(answer, shown, (one) => errorsCard(answer, one));
}
