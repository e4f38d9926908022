/** Filters for leads. Pure. */
import { foldText } from '../text/fold.ts';
import type { CountedLead } from './counted-lead.ts';
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

const values: Readonly<Record<TextFilter, (lead: CountedLead) => readonly (string | null)[]>> = {
  brand: (lead) => [lead.brand],
  branch: (lead) => [lead.branch],
  source: (lead) => [lead.source],
  sub: (lead) => [lead.subSource],
  priority: (lead) => [lead.priority],
  type: (lead) => [lead.leadType, lead.vehicleType],
};

/** Vocabularies are small, so each value is compared once; the limit stops a hostile one from filling memory. */
const maxRemembered = 1_000;

/**
 * All given filters must hold. A value matches when the lead has its words, ignoring case and Arabic letter forms:
 * "riyadh" finds "Riyadh North", not "Riyadhi".
 */
export function leadMatcher(filter: LeadFilter): (lead: CountedLead) => boolean {
  const tests: ((lead: CountedLead) => boolean)[] = [];
  if (filter.status !== undefined) tests.push((lead) => lead.outcome === filter.status);
  if (filter.or !== undefined) {
    const groups = filter.or.map(leadMatcher);
    tests.push((lead) => groups.some((holds) => holds(lead)));
  }
  for (const [name, of] of Object.entries(values)) {
    const wanted = filter[name as TextFilter];
    if (wanted === undefined) continue;
    const { isNot, alternatives } = wanted;
    const holds = alternatives.map(valueTest);
    tests.push((lead) => of(lead).some((value) => holds.some((one) => one(value))) !== isNot);
  }
  return (lead) => tests.every((test) => test(lead));
}

/** Whether a lead with this value matches, as `leadMatcher` decides. */
export function matchesValue({ isNot, alternatives }: FilterValue, value: string | null): boolean {
  return alternatives.some((one) => valueTest(one)(value)) !== isNot;
}

function valueTest(wanted: string): (value: string | null) => boolean {
  const needle = words(wanted);
  const remembered = new Map<string, boolean>();
  return (value) => {
    if (value === null) return false;
    const known = remembered.get(value);
    if (known !== undefined) return known;
    const holds = words(value).includes(needle);
    if (remembered.size < maxRemembered) remembered.set(value, holds);
    return holds;
  };
}

function words(text: string): string {
  return ` ${foldText(text)
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;
}
