/** Filters for leads, as data. Pure. */
import type { LeadOutcome } from './lead.ts';

/**
 * A lead passes if it has one of `alternatives`. If `isNot` is true, it passes if it has none of them. `alternatives`
 * is never empty.
 */
export interface FilterValue {
  readonly isNot: boolean;
  readonly alternatives: readonly string[];
}

/**
 * A lead must pass all given filters. `type` is the kind of the lead (Individual …) or of the vehicle (New …), because
 * people use the word for both.
 */
export interface FilterGroup {
  readonly brand?: FilterValue;
  readonly branch?: FilterValue;
  readonly source?: FilterValue;
  readonly sub?: FilterValue;
  readonly priority?: FilterValue;
  readonly type?: FilterValue;
  readonly status?: LeadOutcome;
}

export interface LeadFilter extends FilterGroup {
  /** A lead must also pass one of these groups. */
  readonly or?: readonly FilterGroup[];
}

/** The filters whose values are words. */
export type TextFilter = Exclude<keyof FilterGroup, 'status'>;

export function oneOf(...alternatives: readonly string[]): FilterValue {
  return { isNot: false, alternatives };
}

export function noneOf(...alternatives: readonly string[]): FilterValue {
  return { isNot: true, alternatives };
}
