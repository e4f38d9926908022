/**
 * Reads a digest's data: the leads of its period, comparisons with earlier periods, and arrival
 * times. Effects: reads the DMS through its options. Errors: `LeadsApiError`. Many subscriptions
 * due in one minute cover the same day, which is read once.
 */
import {
  addDays,
  type BusinessCalendar,
  createIsOpenAt,
  daysBetween,
  dayWindow,
  type Instant,
  type Occurrence,
  type Period,
  type Scope,
  type Summary,
  periodOf,
  plainDateIn,
  type PlainDate,
  type Window,
  type Zone,
} from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { Answer, Inquiry } from '../../reports/answer.ts';
import type { Answers, Asking } from '../../reports/answers.ts';
import type { Catalogue } from '@leadbell/settings';
import { countsOf, inquiryOf } from '../../reports/inquiry.ts';
import { closedDays, type DigestDefinition } from '../../subscriptions/definition.ts';
import { isOfWholeDays } from './whole-days.ts';
import type { DigestFacts } from './facts.ts';

export interface GatherOptions {
  readonly leadsApi: LeadsApi;
  /** The leads that the owner of the subscription may see. */
  readonly scope: Scope;
  readonly answers: Answers;
  readonly catalogue: Catalogue;
  readonly calendar: BusinessCalendar;
}

/** The first and the last scheduled time that a digest covers; they are equal if it covers one. */
export interface Span {
  readonly first: Occurrence;
  readonly last: Occurrence;
}

/** The maximum age of a cached answer, in milliseconds. */
const freshMs = 600_000;
const dayMs = 86_400_000;
const week = 7;

export async function gatherDigest(
  definition: DigestDefinition,
  period: Period,
  options: GatherOptions,
  signal: AbortSignal,
): Promise<Omit<DigestFacts, 'merged' | 'meantFor' | 'subscription'>> {
  const { filters, hijri, without } = definition;
  const days = daysBetween(period.firstDate, period.lastDate) + 1;
  const answer = await readPeriod(period, definition, options, signal);
  const compared = (by: number) => countedIn(shifted(period, by), definition, options);
  const asking = askingOf(options, signal);
  const isRanked = days >= week;
  // Only a ranking needs more than the outcomes of the period before.
  const ranked = isRanked ? await options.answers.find(compared(days), asking) : null;
  const outcomesBefore = ranked?.summary.outcomes ?? (await options.answers.outcomes(compared(days), asking));
  const outcomesWeekBefore = isRanked ? null : await options.answers.outcomes(compared(week), asking);
  const isOpen = createIsOpenAt(period.zone, options.calendar);
  return {
    answer,
    period,
    filters,
    scope: options.scope,
    hijri,
    without,
    days,
    before: totalOf(outcomesBefore),
    weekBefore: outcomesWeekBefore === null ? null : totalOf(outcomesWeekBefore),
    outcomesBefore,
    outcomesWeekBefore,
    branchesBefore: ranked?.summary.branches ?? null,
    afterHours: answer.summary.hours.filter(({ from }) => !isOpen(from)).reduce((sum, { count }) => sum + count, 0),
  };
}

export function readPeriod(
  period: Period,
  { zone, filters }: DigestDefinition,
  options: GatherOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const inquiry = inquiryOf({ kind: 'window', period }, filters, { ...options, zone }, true);
  return options.answers.find(inquiry, askingOf(options, signal));
}

/** Returns an inquiry that only counts the leads of an earlier period, for a comparison in the digest. */
function countedIn(period: Period, { zone, filters }: DigestDefinition, options: GatherOptions): Inquiry {
  return countsOf(inquiryOf({ kind: 'window', period }, filters, { ...options, zone }));
}

function askingOf({ leadsApi }: GatherOptions, signal: AbortSignal): Asking {
  return { leadsApi, signal, fresh: false, maxAgeMs: freshMs };
}

function totalOf({ errored, created, pending }: Summary['outcomes']): number {
  return errored + created + pending;
}

/** Returns the period that belongs to these scheduled times. */
export function periodOfSpan(definition: DigestDefinition, { first, last }: Span, calendar: BusinessCalendar): Period {
  const { schedule, zone } = definition;
  const isClosed = closedDays(definition, calendar);
  return periodIn(
    { from: periodOf(schedule, zone, first, isClosed).from, to: periodOf(schedule, zone, last, isClosed).to },
    zone,
  );
}

export function periodIn(window: Window, zone: Zone): Period {
  const firstDate = plainDateIn(zone, window.from);
  const lastDate = plainDateIn(zone, (window.to - 1) as Instant);
  const period: Period = { spec: { kind: 'span', ...window }, zone, window, firstDate, lastDate };
  if (!isOfWholeDays(period)) return period;
  const isOneDay = firstDate === lastDate;
  return {
    ...period,
    spec: isOneDay ? { kind: 'date', date: firstDate } : { kind: 'range', first: firstDate, last: lastDate },
  };
}

/** Moves the period `days` back: whole days by calendar days, any other period by 24 hours for each day. */
function shifted(period: Period, days: number): Period {
  const { window, firstDate, lastDate, zone } = period;
  const moved = (date: PlainDate): PlainDate => addDays(date, -days);
  return isOfWholeDays(period)
    ? periodIn({ from: dayWindow(moved(firstDate), zone).from, to: dayWindow(moved(lastDate), zone).to }, zone)
    : periodIn({ from: (window.from - days * dayMs) as Instant, to: (window.to - days * dayMs) as Instant }, zone);
}
