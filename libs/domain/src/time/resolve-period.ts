/**
 * Resolves a period to a window in the business's zone. Pure. `this week` and `this month` end with today, because
 * later days have no leads. Both periods include the whole of today, so that their windows do not change during the
 * day.
 */
import type { Instant, PlainDate, Weekday, Window, Zone } from './instant.ts';
import type { PartOfDay, Period, PeriodSpec } from './period.ts';
import { atWallClock, dayWindow, plainDateIn } from './day.ts';
import { addDays, latestWeekday, startOfMonth, startOfWeek } from './plain-date.ts';

/** Everything on which the meaning of a period depends. */
export interface PeriodContext {
  readonly now: Instant;
  readonly zone: Zone;
  /** The first day of the business's week. */
  readonly weekStart: Weekday;
  /** The days on which the business is open. Default: Sunday to Thursday. */
  readonly workingDays?: readonly Weekday[];
}

/** The longest period that people may request, about a quarter. */
export const MAX_PERIOD_DAYS = 92;

const HOUR_MS = 3_600_000;

/** Resolves future days like all others; `parsePeriod` rejects them. */
export function resolvePeriod(spec: PeriodSpec, context: PeriodContext): Period {
  const { now, zone } = context;
  if (spec.kind === 'last-hours') {
    const to = spec.until ?? now;
    return spanPeriod(spec, { from: (to - spec.hours * HOUR_MS) as Instant, to }, zone);
  }
  if (spec.kind === 'span') return spanPeriod(spec, { from: spec.from, to: spec.to }, zone);
  if (spec.kind === 'part-of-day')
    return { spec, zone, window: partWindow(spec, zone), firstDate: spec.date, lastDate: spec.date };
  const [firstDate, lastDate] = calendarDays(spec, plainDateIn(zone, now), context.weekStart);
  const window = { from: dayWindow(firstDate, zone).from, to: dayWindow(lastDate, zone).to };
  return { spec, zone, window, firstDate, lastDate };
}

function spanPeriod(spec: PeriodSpec, window: Window, zone: Zone): Period {
  const lastInside = Math.max(window.from, window.to - 1) as Instant;
  return { spec, zone, window, firstDate: plainDateIn(zone, window.from), lastDate: plainDateIn(zone, lastInside) };
}

/** Minutes after midnight. */
const partStart: Readonly<Record<PartOfDay, number>> = { morning: 360, afternoon: 720, evening: 1_080 };
const partMinutes = 360;

/** The window ends no later than the day. */
export function partWindow({ date, part }: PeriodSpec & { kind: 'part-of-day' }, zone: Zone): Window {
  const start = partStart[part];
  const { to } = dayWindow(date, zone);
  return {
    from: atWallClock(date, start, zone),
    to: part === 'evening' ? to : atWallClock(date, start + partMinutes, zone),
  };
}

type CalendarSpec = Exclude<PeriodSpec, { kind: 'last-hours' | 'part-of-day' | 'span' }>;

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
