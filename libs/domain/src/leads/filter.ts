/** Which leads a person wants to see. Pure. */
import { foldText } from '../text/fold.ts';
import type { Lead, LeadOutcome } from './lead.ts';

/**
 * All that are given must hold. A value may name several, of which one must hold (`KIA|Hyundai`), and may begin with `!`: then none may.
 * `type` is the kind of lead (Individual …) or of vehicle (New …): people mean either.
 */
export interface LeadFilter {
  readonly brand?: string;
  readonly branch?: string;
  readonly source?: string;
  readonly sub?: string;
  readonly priority?: string;
  readonly type?: string;
  readonly status?: LeadOutcome;
}

const values: Readonly<Record<Exclude<keyof LeadFilter, 'status'>, (lead: Lead) => readonly (string | null)[]>> = {
  brand: (lead) => [lead.brand],
  branch: (lead) => [lead.branch],
  source: (lead) => [lead.source],
  sub: (lead) => [lead.subSource],
  priority: (lead) => [lead.priority],
  type: (lead) => [lead.leadType, lead.vehicleType],
};

/** Vocabularies are small, so each value is compared once; a hostile one may not fill the memory. */
const maxRemembered = 1_000;

/** All given filters hold. A value holds when its words are in the lead's, whatever the case and Arabic letter forms: "riyadh" finds "Riyadh North", not "Riyadhi". */
export function leadMatcher(filter: LeadFilter): (lead: Lead) => boolean {
  const tests: ((lead: Lead) => boolean)[] = [];
  if (filter.status !== undefined) tests.push((lead) => lead.outcome === filter.status);
  for (const [name, of] of Object.entries(values)) {
    const wanted = filter[name as keyof LeadFilter];
    if (wanted === undefined) continue;
    const { isNot, alternatives } = readFilterValue(wanted);
    const holds = alternatives.map(valueTest);
    tests.push((lead) => of(lead).some((value) => holds.some((one) => one(value))) !== isNot);
  }
  return (lead) => tests.every((test) => test(lead));
}

/** What a filter's value says, apart. */
export function readFilterValue(value: string): { readonly isNot: boolean; readonly alternatives: readonly string[] } {
  const isNot = value.startsWith('!');
  const alternatives = value
    .slice(isNot ? 1 : 0)
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return { isNot, alternatives };
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
