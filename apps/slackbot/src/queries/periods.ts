/** Converts periods between the form that buttons carry and the names that people use. Pure. */
import { type Period, type PeriodSpec, resolvePeriod } from '@leadbell/domain';
import type { ParseContext } from './query.ts';

/**
 * Fixes a period to its dates, so that paging through `today` after midnight stays on the same day.
 * A span of hours stays relative; the answer cache keeps it stable for a while.
 */
export function fixedSpec(period: Period): PeriodSpec {
  if (period.spec.kind === 'last-hours' || period.spec.kind === 'part-of-day') return period.spec;
  const { firstDate, lastDate } = period;
  return firstDate === lastDate
    ? { kind: 'date', date: firstDate }
    : { kind: 'range', first: firstDate, last: lastDate };
}

/** Replaces fixed dates by the name they have now, if any: today, yesterday. */
export function namedSpec(period: Period, context: ParseContext): PeriodSpec {
  if (period.spec.kind !== 'date') return period.spec;
  const { date } = period.spec;
  const kinds = ['today', 'yesterday'] as const;
  const kind = kinds.find((kind) => resolvePeriod({ kind }, context).firstDate === date);
  return kind === undefined ? period.spec : { kind };
}
