/** Answers a query for a period's errors with a card. Throws `LeadsApiError` only. */
import type { AnswerContext } from '../../reports/context.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import type { Card } from '@leadbell/slack-kit';
import { errorsCard } from './errors-card.ts';
import { atHand, find, periodInquiry, periodOf, shownFor, withScope } from './leads-answer.ts';
import { outOfDateCard } from './set-card.ts';

export async function answerErrors(given: PeriodQuery, context: AnswerContext): Promise<Card> {
  const query = await withScope(given, context);
  if (query === null) return outOfDateCard(await shownFor(given, context, null));
  const period = periodOf(query, context);
  const answer = await find(periodInquiry(query, context), query, context);
  const shown = await shownFor(query, context, atHand(period, answer, context));
  return context.answers.cards.card(answer, shown, (one) => errorsCard(answer, one));
}
