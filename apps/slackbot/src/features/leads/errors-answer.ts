/** From an ask to a card of a period's errors. Throws `LeadsApiError` only. */
import type { AnswerContext } from '../../reports/context.ts';
import type { Ask } from '../../queries/ask.ts';
import type { Card } from '@leadbell/slack-kit';
import { errorsCard } from './errors-card.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { atHand, find, periodOf, shownFor } from './leads-answer.ts';

export async function answerErrors(ask: Ask, context: AnswerContext): Promise<Card> {
  const period = periodOf(ask, context);
  const inquiry = inquiryOf({ kind: 'window', period }, { ...ask.filters, status: 'errored' }, context);
  const answer = await find(inquiry, ask, context);
  return errorsCard(answer, shownFor(ask, context, atHand(period, answer, context)));
}
