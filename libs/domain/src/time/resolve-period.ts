/**
 * Resolves a period to a window in the business's zone. Pure.
 * `this week` and `this month` end with today: no leads exist for later days, and otherwise a digest would depend on
 * the hour it is read.
 */
import type { Instant, PlainDate, Weekday, Zone } from './instant.ts';
import type { Period, PeriodSpec } from './period.ts';
import { dayWindow, plainDateIn } from './day.ts';
import { addDays, latestWeekday, startOfMonth, startOfWeek } from './plain-date.ts';

/** Everything that a period is relative to. */
export interface PeriodContext {
  readonly now: Instant;
  readonly zone: Zone;
  /** First day of the business's week. */
  readonly weekStart: Weekday;
}

/** Longest period that people may request: about a quarter. */
export const MAX_PERIOD_DAYS = 92;

const HOUR_MS = 3_600_000;

/** Resolves future days like any other; `parsePeriod` rejects them. */
export function resolvePeriod(spec: PeriodSpec, context: PeriodContext): Period {
  const { now, zone } = context;
  if (spec.kind === 'last-hours') {
    const from = (now - spec.hours * HOUR_MS) as Instant;
    const lastInside = Math.max(from, now - 1) as Instant;
    return {
      spec,
      zone,
      window: { from, to: now },
      firstDate: plainDateIn(zone, from),
      lastDate: plainDateIn(zone, lastInside),
    };
  }
  const [firstDate, lastDate] = calendarDays(spec, plainDateIn(zone, now), context.weekStart);
  const window = { from: dayWindow(firstDate, zone).from, to: dayWindow(lastDate, zone).to };
  return { spec, zone, window, firstDate, lastDate };
}

type CalendarSpec = Exclude<PeriodSpec, { kind: 'last-hours' }>;

function calendarDays(spec: CalendarSpec, today: PlainDate, weekStart: Weekday): readonly [PlainDate, PlainDate] {
  switch (spec.kind) {
    case 'today':
      return [today, today];
    case 'yesterday':
      return [addDays(today, -1), addDays(today, -1)];
    case 'this-week':
      return [startOfWeek(today, weekStart), today];
    case 'last-week': {
      const thisWeek = startOfWeek(today, weekStart);
      return [addDays(thisWeek, -7), addDays(thisWeek, -1)];
    }
    case 'this-month':
      return [startOfMonth(today), today];
    case 'last-month': {
      const last = addDays(startOfMonth(today), -1);
      return [startOfMonth(last), last];
    }
    case 'weekday': {
      const date = latestWeekday(today, spec.weekday);
      return [date, date];
    }
    case 'last-days':
      return [addDays(today, 1 - spec.days), today];
    case 'date':
      return [spec.date, spec.date];
    default:
      return [spec.first, spec.last];
  }
}
