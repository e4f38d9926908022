/** Answers a query for one bulk with a card. Throws `LeadsApiError`, and the store's errors. */
import type { AnswerContext } from '../../reports/context.ts';
import { type BulkQuery, ownBulkNumber, setOfBulks } from '../../queries/leads-query.ts';
import type { Card } from '@leadbell/slack-kit';
import type { Inquiry } from '../../reports/answer.ts';
import { bulkCard, noBulkCard } from './bulk-card.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { find, shownFor } from './leads-answer.ts';

export async function answerBulk(query: BulkQuery, context: AnswerContext): Promise<Card> {
  const inquiry = await bulkInquiry(query, context);
  const shown = await shownFor(query, context, null);
  return inquiry === null ? noBulkCard(shown) : bulkCard(await find(inquiry, query, context), shown);
}

/**
 * Returns null if `id` is one of Leadbell's own numbers, and Leadbell has no such bulk or no longer
 * stores its leads.
 */
export async function bulkInquiry({ id, filters }: BulkQuery, context: AnswerContext): Promise<Inquiry | null> {
  const own = ownBulkNumber(id);
  if (own === null) return inquiryOf({ kind: 'bulk', id }, filters, context);
  const set = setOfBulks([own]);
  const found = set === null ? null : await context.leadSets.find(set);
  return found === null ? null : inquiryOf({ kind: 'set', ...found }, filters, context);
}
