/** Converts periods between the form in buttons and the names that people use. Pure. */
import { type Period, type PeriodSpec, resolvePeriod } from '@leadbell/domain';
import type { ParseContext } from './query.ts';

/**
 * Fixes a period to its dates or instants, so that all pages of `today` have the same day even after midnight, and all
 * pages of `last 12 hours` have the same hours.
 */
export function fixedSpec(period: Period): PeriodSpec {
  const { spec, window, firstDate, lastDate } = period;
  if (spec.kind === 'part-of-day' || spec.kind === 'span') return spec;
  if (spec.kind === 'last-hours') return { ...spec, until: window.to };
  return firstDate === lastDate
    ? { kind: 'date', date: firstDate }
    : { kind: 'range', first: firstDate, last: lastDate };
}

/** The period for *Refresh*. A period such as `last 12 hours` then ends at the present time again. */
export function movingSpec(spec: PeriodSpec): PeriodSpec {
  return spec.kind === 'last-hours' ? { kind: spec.kind, hours: spec.hours } : spec;
}

/** If the hours ended longer ago than this, they are no longer called the last hours. */
const lastForMs = 600_000;

/**
 * Replaces fixed dates by their current name, if they have one (today, yesterday). A period such as
 * `last 3 hours` that ended long ago is replaced by its start and its end.
 */
export function namedSpec(period: Period, context: ParseContext): PeriodSpec {
  const { spec, window } = period;
  if (spec.kind === 'last-hours' && context.now - window.to > lastForMs) return { kind: 'span', ...window };
  if (period.spec.kind !== 'date') return period.spec;
  const { date } = period.spec;
  const kinds = ['today', 'yesterday'] as const;
  const kind = kinds.find((kind) => resolvePeriod({ kind }, context).firstDate === date);
  return kind === undefined ? period.spec : { kind };
}
