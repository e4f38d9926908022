/** A filter for leads, as data. Pure. */
import type { LeadOutcome } from './lead.ts';

/** Any of these values, or none of them. Never empty. */
export interface FilterValue {
  readonly isNot: boolean;
  readonly alternatives: readonly string[];
}

/**
 * All given filters must hold. `type` is the kind of lead (Individual …) or of vehicle (New …), since people mean
 * either.
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
  /** One of these must hold as well. */
  readonly or?: readonly FilterGroup[];
}

/** Filters whose value is words. */
export type TextFilter = Exclude<keyof FilterGroup, 'status'>;

export function oneOf(...alternatives: readonly string[]): FilterValue {
  return { isNot: false, alternatives };
}

export function noneOf(...alternatives: readonly string[]): FilterValue {
  return { isNot: true, alternatives };
}
