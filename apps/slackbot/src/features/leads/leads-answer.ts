/** Answers a query for a period's leads with a card. Throws `LeadsApiError` only. */
import { commonScope, type Period, resolvePeriod } from '@leadbell/domain';
import type { AnswerContext } from '../../reports/context.ts';
import type { LeadsQuery, PeriodQuery } from '../../queries/leads-query.ts';
import { namedSpec } from '../../queries/periods.ts';
import type { Card } from '@leadbell/slack-kit';
import type { Answer, Inquiry } from '../../reports/answer.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { wholeOf } from '../../reports/whole.ts';
import { leadsCard } from './leads-card.ts';
import { outOfDateCard } from './set-card.ts';
import type { Shown } from '../../reports/shown.ts';

export async function answerLeads(given: PeriodQuery, context: AnswerContext): Promise<Card> {
  const query = await withScope(given, context);
  if (query === null) return outOfDateCard(await shownFor(given, context, null));
  const period = periodOf(query, context);
  const answer = await find(periodInquiry(query, context), query, context);
  const shown = await shownFor(query, context, atHand(period, answer, context));
  return context.answers.cards.card(answer, shown, (one) => leadsCard(answer, one));
}

/** Adds the scope in which the message counted the leads; returns null if that scope is not stored any more. */
export async function withScope(query: PeriodQuery, { leadSets }: AnswerContext): Promise<PeriodQuery | null> {
  const { counted } = query;
  if (counted?.scopeOf === undefined) return query;
  const scope = await leadSets.scopeOf(counted.scopeOf);
  return scope === null ? null : { ...query, counted: { ...counted, scope } };
}

/** Asks for the leads of a period: all of them, or only leads with errors. */
export function periodInquiry(query: PeriodQuery, context: AnswerContext): Inquiry {
  const { command, filters, counted } = query;
  const kept = command === 'errors' ? { ...filters, status: 'errored' as const } : filters;
  const only = counted?.onlyHot === true ? { onlyHot: true as const } : {};
  const scope = commonScope(context.scope, counted?.scope ?? 'all');
  return inquiryOf({ kind: 'window', period: periodOf(query, context), ...only }, kept, { ...context, scope });
}

export async function find(inquiry: Inquiry, query: LeadsQuery, context: AnswerContext): Promise<Answer> {
  const fresh = context.fresh || query.fresh === true;
  const { leadsApi, signal, maxAgeMs } = context;
  const asking = { leadsApi, signal, ...(maxAgeMs === undefined ? {} : { maxAgeMs }) };
  const answer = await context.answers.find(inquiry, { ...asking, fresh });
  if (!inquiry.narrowed || answer.summary.total > 0) return answer;
  // The DMS was asked only for matching leads. If there are none, ask how many there are without
  // the filters.
  const { all } = await context.answers.find(wholeOf(inquiry), { ...asking, fresh: false });
  return { ...answer, all };
}

export async function shownFor<Q extends LeadsQuery>(
  query: Q,
  context: AnswerContext,
  period: Period | null,
): Promise<Shown<Q>> {
  const { messages, zone, audience, now, onRow, vocabulary, scope } = context;
  const isOutside = (await context.isSharedOutside) ?? false;
  const named = period === null ? null : { ...period, spec: namedSpec(period, context) };
  return {
    query,
    period: named,
    messages,
    zone,
    audience,
    scope,
    isOutside,
    ...(audience === 'asker' ? { now } : {}),
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(onRow === undefined ? {} : { onRow }),
  };
}

export function periodOf({ period }: PeriodQuery, context: AnswerContext): Period {
  return resolvePeriod(period, context);
}

/** For "last hours", returns the hours of the cached answer, which may have ended a little earlier. */
export function atHand(period: Period, { window }: Answer, context: AnswerContext): Period {
  if (period.spec.kind !== 'last-hours' || window === null) return period;
  return resolvePeriod(period.spec, { ...context, now: window.to });
}
