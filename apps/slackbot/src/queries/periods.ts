/** Periods as buttons carry them, and as they are called. Pure. */
import { type Period, type PeriodSpec, resolvePeriod } from '@leadbell/domain';
import type { ParseContext } from './query.ts';

/**
 * The same days, whenever it is asked: paging through `today` after midnight stays with the day that was begun with.
 * A span of hours stays relative; answers at hand keep it still for a while.
 */
export function fixedSpec(period: Period): PeriodSpec {
  if (period.spec.kind === 'last-hours') return period.spec;
  const { firstDate, lastDate } = period;
  return firstDate === lastDate
    ? { kind: 'date', date: firstDate }
    : { kind: 'range', first: firstDate, last: lastDate };
}

/** Fixed days under the name they have now, if they have one: today, yesterday. */
export function namedSpec(period: Period, context: ParseContext): PeriodSpec {
  if (period.spec.kind !== 'date') return period.spec;
  const { date } = period.spec;
  const kinds = ['today', 'yesterday'] as const;
  const kind = kinds.find((kind) => resolvePeriod({ kind }, context).firstDate === date);
  return kind === undefined ? period.spec : { kind };
}
