/** From an ask to a card of a period's leads. Throws `LeadsApiError` only. */
import { type Period, type PeriodSpec, resolvePeriod } from '@leadbell/domain';
import type { AnswerContext } from '../../reports/context.ts';
import type { Ask } from '../../queries/ask.ts';
import { namedSpec } from '../../queries/periods.ts';
import type { Card } from '@leadbell/slack-kit';
import type { Answer, Inquiry } from '../../reports/answer.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { leadsCard } from './leads-card.ts';
import type { Shown } from '../../reports/shown.ts';

export async function answerLeads(ask: Ask, context: AnswerContext): Promise<Card> {
  const period = periodOf(ask, context);
  const answer = await find(inquiryOf({ kind: 'window', period }, ask.filters, context), ask, context);
  return leadsCard(answer, shownFor(ask, context, atHand(period, answer, context)));
}

export function find(inquiry: Inquiry, ask: Ask, context: AnswerContext): Promise<Answer> {
  const fresh = context.fresh || ask.fresh === true;
  const { leadsApi, signal, maxAgeMs } = context;
  return context.answers.find(inquiry, { leadsApi, signal, fresh, ...(maxAgeMs === undefined ? {} : { maxAgeMs }) });
}

export function shownFor(ask: Ask, context: AnswerContext, period: Period | null): Shown {
  const { messages, zone, audience } = context;
  const named = period === null ? null : { ...period, spec: namedSpec(period, context) };
  return { ask, period: named, messages, zone, audience };
}

export function periodOf(ask: Ask, context: AnswerContext, otherwise: PeriodSpec = { kind: 'today' }): Period {
  return resolvePeriod(ask.period ?? otherwise, context);
}

/** Hours before now: the answer at hand may be of a moment ago, and its hours are the ones to show. */
export function atHand(period: Period, { window }: Answer, context: AnswerContext): Period {
  if (period.spec.kind !== 'last-hours' || window === null) return period;
  return resolvePeriod(period.spec, { ...context, now: window.to });
}
