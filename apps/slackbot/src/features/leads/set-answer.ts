/** Answers a query for the leads that a message counted. Throws `LeadsApiError`, and the store's errors. */
import type { Card } from '@leadbell/slack-kit';
import type { SetQuery } from '../../queries/leads-query.ts';
import type { Inquiry } from '../../reports/answer.ts';
import type { AnswerContext } from '../../reports/context.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { find, shownFor } from './leads-answer.ts';
import { outOfDateCard, setCard } from './set-card.ts';

export async function answerSet(query: SetQuery, context: AnswerContext): Promise<Card> {
  const inquiry = await setInquiry(query, context);
  const shown = await shownFor(query, context, null);
  if (inquiry === null) return outOfDateCard(shown);
  return setCard(await find(inquiry, query, context), { ...shown, isLimited: context.scope !== 'all' });
}

/** Returns null when the set is out of date. */
export async function setInquiry({ id, filters }: SetQuery, context: AnswerContext): Promise<Inquiry | null> {
  const found = await context.leadSets.find(id);
  return found === null ? null : inquiryOf({ kind: 'set', ...found }, filters, context);
}
