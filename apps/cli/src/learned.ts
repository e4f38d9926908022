/** Describes the habits of the DMS that Leadbell has learned because the API's documentation leaves them open. Pure. */
import type { HabitsReport } from '@leadbell/domain';
import { counted, span } from './text.ts';

/** Smaller clock differences are not shown, because they have no effect. */
const clockMs = 60_000;
const sevenDays = {
  hours: '"7 days" are 168 hours',
  dates: '"7 days" are 7 calendar dates',
} as const;

/** Returns one line for each habit; no lines if nothing has been learned. */
export function learned(habits: HabitsReport): readonly string[] {
  const { fromIncluded, toIncluded, longestWindowMs, refusesFuture, capBulks, capLeads } = habits;
  const { lateMs, isLaterThanDay, clockOffsetMs } = habits;
  return [
    fromIncluded === null ? null : `a bulk at exactly fromDate is ${fromIncluded ? 'included' : 'left out'}`,
    toIncluded === null ? null : `a bulk at exactly toDate is ${toIncluded ? 'included' : 'left out'}`,
    habits.sevenDays === 'hours' || habits.sevenDays === 'dates' ? sevenDays[habits.sevenDays] : null,
    habits.sevenDays === 'shorter' ? `one request may cover ${span(longestWindowMs)} at most` : null,
    refusesFuture ? 'a toDate in the future is refused' : null,
    capBulks === null ? null : `an answer lists ${counted(capBulks, 'bulk')} at most`,
    capLeads === null ? null : `an answer lists ${counted(capLeads, 'lead')} at most`,
    lateMs === null ? null : `bulks appear up to ${span(lateMs)} late`,
    isLaterThanDay ? 'bulks appear more than a day late' : null,
    clockOffsetMs === null || Math.abs(clockOffsetMs) < clockMs
      ? null
      : `its clock is ${span(Math.abs(clockOffsetMs))} ${clockOffsetMs > 0 ? 'ahead' : 'behind'}`,
  ].filter((line) => line !== null);
}
