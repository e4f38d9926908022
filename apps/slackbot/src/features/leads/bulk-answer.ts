/** From an ask to a card of one bulk. Throws `LeadsApiError` only. */
import type { AnswerContext } from '../../reports/context.ts';
import type { Ask } from '../../queries/ask.ts';
import type { Card } from '@leadbell/slack-kit';
import { bulkCard } from './bulk-card.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { find, shownFor } from './leads-answer.ts';

export async function answerBulk(ask: Ask, context: AnswerContext): Promise<Card> {
  const answer = await find(inquiryOf({ kind: 'bulk', id: ask.id ?? '' }, ask.filters, context), ask, context);
  return bulkCard(answer, shownFor(ask, context, null));
}
