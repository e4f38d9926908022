/** Filters for leads. Pure. */
import { foldText } from '../text/fold.ts';
import type { CountedLead } from './counted-lead.ts';
import type { FilterValue, LeadFilter, TextFilter } from './lead-filter.ts';
import { installationAliases } from './value-aliases.ts';

/** The fields to which filters by words apply. */
export type LeadValues = Pick<
  CountedLead,
  'brand' | 'branch' | 'source' | 'subSource' | 'priority' | 'leadType' | 'vehicleType'
>;

const fields: Readonly<Record<TextFilter, readonly (keyof LeadValues)[]>> = {
  brand: ['brand'],
  branch: ['branch'],
  source: ['source'],
  sub: ['subSource'],
  priority: ['priority'],
  type: ['leadType', 'vehicleType'],
};
const filters = Object.entries(fields) as readonly [TextFilter, readonly (keyof LeadValues)[]][];

/** Returns the values of a lead for each filter. */
export function filterValues(lead: LeadValues): readonly (readonly [TextFilter, readonly (string | null)[]])[] {
  return filters.map(([filter, its]) => [filter, its.map((field) => lead[field])]);
}

/**
 * The results for this many values are kept. A DMS has few different values; the limit keeps a hostile DMS from filling
 * memory.
 */
const maxRemembered = 1_000;
const maxTests = 200;

/** Tests whether a filter accepts a value. */
export type ValueTest = (value: string | null) => boolean;
export type ValueTests = (name: TextFilter, wanted: string) => ValueTest;

/** Returns tests that are kept with their results, so that many filters can be applied to the same leads. */
export function keptValueTests(): ValueTests {
  const kept = new Map<string, ValueTest>();
  const wordsOf = remembering(words);
  return (name, wanted) => {
    const key = `${name} ${wanted}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= maxTests) kept.clear();
    const made = valueTest(name, wanted, wordsOf);
    kept.set(key, made);
    return made;
  };
}

function remembering(make: (text: string) => string): (text: string) => string {
  const kept = new Map<string, string>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (kept.size < maxRemembered) kept.set(text, made);
    return made;
  };
}

/**
 * A lead must pass all given filters. A value passes if it contains the words of the filter, whatever their case and
 * Arabic letter forms: "riyadh" finds "Riyadh North", not "Riyadhi". If the DMS has a code for the name in the filter,
 * only exactly that value passes.
 */
export function leadMatcher(filter: LeadFilter, testOf: ValueTests = valueTest): (lead: CountedLead) => boolean {
  const tests: ((lead: CountedLead) => boolean)[] = [];
  if (filter.status !== undefined) tests.push((lead) => lead.outcome === filter.status);
  if (filter.or !== undefined) {
    const groups = filter.or.map((group) => leadMatcher(group, testOf));
    tests.push((lead) => groups.some((holds) => holds(lead)));
  }
  for (const [name, its] of filters) {
    const wanted = filter[name];
    if (wanted === undefined) continue;
    const { isNot, alternatives } = wanted;
    const holds = alternatives.map((one) => testOf(name, one));
    tests.push((lead) => hasOne(lead, its, holds) !== isNot);
  }
  const [only, second] = tests;
  if (only === undefined) return () => true;
  return second === undefined ? only : (lead) => tests.every((test) => test(lead));
}

/**
 * Finds the leads that pass a filter by words. Each different value is tested only once, whatever the number of leads,
 * so that many filters can be applied to the same leads.
 */
export class ValueColumns {
  readonly #leads: readonly LeadValues[];
  readonly #columns = new Map<keyof LeadValues, Column>();

  constructor(leads: readonly LeadValues[]) {
    this.#leads = leads;
  }

  /** Returns 1 for each lead that passes, and 0 for the others. */
  mask(name: TextFilter, { isNot, alternatives }: FilterValue, testOf: ValueTests): Uint8Array {
    const mask = new Uint8Array(this.#leads.length);
    const holds = alternatives.map((one) => testOf(name, one));
    for (const field of fields[name]) {
      const { values, places } = this.#column(field);
      const passes = values.map((value) => holds.some((one) => one(value)));
      for (let index = 0; index < mask.length; index += 1) if (passes[places[index] ?? 0] === true) mask[index] = 1;
    }
    if (isNot) for (let index = 0; index < mask.length; index += 1) mask[index] = mask[index] === 0 ? 1 : 0;
    return mask;
  }

  #column(field: keyof LeadValues): Column {
    const known = this.#columns.get(field);
    if (known !== undefined) return known;
    const indexes = new Map<string | null, number>();
    const places = this.#leads.map((lead) => {
      const value = lead[field];
      const place = indexes.get(value) ?? indexes.size;
      indexes.set(value, place);
      return place;
    });
    const column = { values: [...indexes.keys()], places };
    this.#columns.set(field, column);
    return column;
  }
}

/** The different values of a field, and for each lead the index of its value. */
interface Column {
  readonly values: readonly (string | null)[];
  readonly places: readonly number[];
}

/** Uses loops, because it runs for each lead. */
function hasOne(lead: LeadValues, its: readonly (keyof LeadValues)[], holds: readonly ValueTest[]): boolean {
  for (const field of its) for (const one of holds) if (one(lead[field])) return true;
  return false;
}

/** Returns a test that finds the wanted value in all of its spellings. */
export function valueTest(name: TextFilter, wanted: string, wordsOf = words): ValueTest {
  const spellings = installationAliases.spellings(name, wanted);
  const isExact = (one: string): boolean => installationAliases.isExact(name, one);
  const exact = new Set(spellings.filter(isExact).map(foldText));
  const needles = spellings.filter((one) => !isExact(one)).map(words);
  const remembered = new Map<string, boolean>();
  return (value) => {
    if (value === null) return false;
    const known = remembered.get(value);
    if (known !== undefined) return known;
    const its = wordsOf(value);
    const holds = (exact.size > 0 && exact.has(foldText(value))) || needles.some((needle) => its.includes(needle));
    if (remembered.size < maxRemembered) remembered.set(value, holds);
    return holds;
  };
}

/** Whether a filter with one or more words finds leads with the value. */
export function findsValue(name: TextFilter, wanted: string, value: string | null): boolean {
  return valueTest(name, wanted)(value);
}

function words(text: string): string {
  return ` ${foldText(text)
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;
}
