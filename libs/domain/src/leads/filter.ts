/** Which leads a person wants to see. Pure. */
import { foldText } from '../text/fold.ts';
import type { CountedLead } from './counted-lead.ts';
import type { LeadOutcome } from './lead.ts';

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
  /** Groups of filters, of which one must hold beside the others; see `writeAlternatives`. */
  readonly or?: string;
}

/** `brand=KIA&priority=hot;source=Website`: each group's filters must all hold. */
export function writeAlternatives(groups: readonly Omit<LeadFilter, 'or'>[]): string {
  return groups
    .map((group) =>
      Object.entries(group)
        .map(([name, value]) => `${name}=${value.replace(/[%&=;]/g, encodeURIComponent)}`)
        .join('&'),
    )
    .join(';');
}

/** What is none is left out: an empty list holds for no lead. */
export function readAlternatives(text: string): readonly Omit<LeadFilter, 'or'>[] {
  return text.split(';').flatMap((group) => {
    const found = group.split('&').flatMap((one): [string, string][] => {
      const at = one.indexOf('=');
      const name = one.slice(0, Math.max(0, at));
      const value = one.slice(at + 1).replace(/%(?:25|26|3D|3B)/g, decodeURIComponent);
      return value !== '' && (name === 'status' ? isOutcome(value) : Object.hasOwn(values, name))
        ? [[name, value]]
        : [];
    });
    return found.length === 0 ? [] : [Object.fromEntries(found)];
  });
}

function isOutcome(value: string): boolean {
  return value === 'errored' || value === 'created' || value === 'pending';
}

const values: Readonly<
  Record<Exclude<keyof LeadFilter, 'status' | 'or'>, (lead: CountedLead) => readonly (string | null)[]>
> = {
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
export function leadMatcher(filter: LeadFilter): (lead: CountedLead) => boolean {
  const tests: ((lead: CountedLead) => boolean)[] = [];
  if (filter.status !== undefined) tests.push((lead) => lead.outcome === filter.status);
  if (filter.or !== undefined) {
    const groups = readAlternatives(filter.or).map(leadMatcher);
    tests.push((lead) => groups.some((holds) => holds(lead)));
  }
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
