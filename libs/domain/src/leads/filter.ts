/** Which leads a person wants to see. Pure. */
import { foldText } from '../text/fold.ts';
import type { Lead, LeadOutcome } from './lead.ts';

/** `type` is the kind of lead (Individual …) or of vehicle (New …): people mean either. */
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
    const holds = valueTest(wanted);
    tests.push((lead) => of(lead).some(holds));
  }
  return (lead) => tests.every((test) => test(lead));
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
