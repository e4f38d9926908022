/**
 * Answers a search with a card: fetches all leads of the period, as for any list, and keeps only
 * those that match the search. The search is recorded before its result is shown. Throws `LeadsApiError`, and what
 * `record` throws.
 */
import { type Period, type PeriodSpec, resolvePeriod, type Sought, soughtOf } from '@leadbell/domain';
import type { Card } from '@leadbell/slack-kit';
import { pageOf } from '../../cards/rows.ts';
import type { FindQuery } from '../../queries/leads-query.ts';
import type { Inquiry } from '../../reports/answer.ts';
import type { AnswerContext } from '../../reports/context.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { findCard, foundPerPage } from './find-card.ts';
import { atHand, find, shownFor } from './leads-answer.ts';

const lastDays: PeriodSpec = { kind: 'last-days', days: 7 };

export async function answerFind(query: FindQuery, context: AnswerContext): Promise<Card> {
  const period = periodOf(query, context);
  const answer = await find(findInquiry(query, context), query, context);
  const leads = pageOf(answer.rows, query.page, foundPerPage).rows.map(({ lead }) => lead);
  const fields = leads.length > 0 ? ['name', 'phone', 'email'] : [];
  await context.record({ action: 'find', sought: soughtIn(query), leads, fields });
  return findCard(answer, await shownFor(query, context, atHand(period, answer, context)), soughtIn(query).kind);
}

export function findInquiry(query: FindQuery, context: AnswerContext): Inquiry {
  const subject = { kind: 'window', period: periodOf(query, context), sought: soughtIn(query) } as const;
  return inquiryOf(subject, query.filters, context);
}

function periodOf({ period = lastDays }: FindQuery, context: AnswerContext): Period {
  return resolvePeriod(period, context);
}

function soughtIn({ text }: FindQuery): Sought {
  const sought = soughtOf(text);
  if (sought === null) throw new RangeError('the query’s schema accepts no such text');
  return sought;
}
