/** Answers a query for one bulk with a card. Throws `LeadsApiError` only. */
import type { AnswerContext } from '../../reports/context.ts';
import type { BulkQuery } from '../../queries/leads-query.ts';
import type { Card } from '@leadbell/slack-kit';
import { bulkCard } from './bulk-card.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { find, shownFor } from './leads-answer.ts';

export async function answerBulk(query: BulkQuery, context: AnswerContext): Promise<Card> {
  const answer = await find(inquiryOf({ kind: 'bulk', id: query.id }, query.filters, context), query, context);
  return bulkCard(answer, await shownFor(query, context, null));
}
