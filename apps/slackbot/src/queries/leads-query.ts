/**
 * Queries about leads: for a period, for a bulk, or for one lead by number. *Refresh*, paging,
 * filters and *Try again* repeat them. Pure.
 */
import { type Area, type Id, type LeadFilter, type PeriodSpec, soughtOf } from '@leadbell/domain';
import * as v from 'valibot';
import { filtersField, idField, pageField, periodField, queryOf, textField } from './fields.ts';
import { maxSoughtChars } from './limits.ts';
import type { Query } from './query.ts';

interface ListQuery extends Query {
  readonly filters: LeadFilter;
  /** Zero-based. */
  readonly page: number;
}

/** `hot`: the hot leads first, then the others; in both, the newest first. */
export type LeadOrder = 'hot' | 'newest';

export interface PeriodQuery extends ListQuery {
  readonly command: 'today' | 'period' | 'errors';
  readonly period: PeriodSpec;
  /** If absent, the list's own order: see `orderOf`. */
  readonly order?: LeadOrder;
  /** The counts and breakdowns instead of the leads. */
  readonly view?: 'numbers';
  /** For the button of a message that counted these leads. */
  readonly counted?: CountedLeads;
}

export interface StoredScope {
  readonly subscription: number;
  /** `scopeMark` of the scope: a later one of the subscription is another question. */
  readonly mark: string;
}

/** The leads that a message counted, in addition to the period and the filters. It can only narrow a list. */
export interface CountedLeads {
  /** How many the message counted; absent once the reader chose other filters. */
  readonly leads?: number;
  /** Only leads in these areas: the message was counted for a person who sees no others. */
  readonly scope?: readonly Area[];
  /** Where a scope is stored that is too long for a button; the scope itself is then in no button. */
  readonly scopeOf?: StoredScope;
  readonly onlyHot?: true;
}

export interface BulkQuery extends ListQuery {
  readonly command: 'bulk';
  /** The DMS's number, or Leadbell's own: B12. */
  readonly id: Id;
}

/** The number in B12; null for a number of the DMS. */
export function ownBulkNumber(id: Id): number | null {
  const [, digits] = /^B(\d{1,15})$/.exec(id) ?? [];
  return digits === undefined ? null : Number(digits);
}

export interface LeadQuery extends ListQuery {
  readonly command: 'lead';
  readonly id: Id;
  /** When absent, the command's default number of last days applies. */
  readonly period?: PeriodSpec;
}

/** Only for the person who asks: it is never shared. */
export interface FindQuery extends ListQuery {
  readonly command: 'find';
  /** The typed name, phone number, address or number: personal data. */
  readonly text: string;
  /** When absent, the last days. */
  readonly period?: PeriodSpec;
}

/** The leads that a message counted. Only its button asks for them. */
export interface SetQuery extends ListQuery {
  readonly command: 'set';
  /** Names a stored set, or the bulks whose leads it contains: see `setOfBulks` and `setOfAlert`. */
  readonly id: string;
}

export type LeadsQuery = PeriodQuery | BulkQuery | LeadQuery | FindQuery | SetQuery;

/** The value of a button can have 2,000 characters. */
const mostBulksOfSet = 100;
const mostSetChars = 1_700;

/**
 * The id of the set of all leads in these bulks, by their stored numbers; null if there are too many, which is near a
 * thousand. In long sets each number is written as the difference from the previous one.
 */
export function setOfBulks(bulks: readonly number[]): string | null {
  if (bulks.length === 0) return null;
  if (bulks.length <= mostBulksOfSet) return `b${bulks.join('-')}`;
  const sorted = [...new Set(bulks)].toSorted((a, b) => a - b);
  const steps = sorted.map((bulk, at) => (bulk - (sorted[at - 1] ?? 0)).toString(36));
  const id = `d${steps.join('-')}`;
  return id.length > mostSetChars ? null : id;
}

/** The id of the set of the leads of all bulks that an alert counts, for more bulks than a button has room for. */
export function setOfAlert(alert: number): string {
  return `a${alert}`;
}

/** Null for the id of another set. */
export function alertOfSet(id: string): number | null {
  return id.startsWith('a') ? Number(id.slice(1)) : null;
}

/** The stored numbers of its bulks; null for the id of a stored set. */
export function bulksOfSet(id: string): readonly number[] | null {
  if (id.startsWith('b')) return id.slice(1).split('-').map(Number);
  if (!id.startsWith('d')) return null;
  let bulk = 0;
  return id
    .slice(1)
    .split('-')
    .map((step) => (bulk += Number.parseInt(step, 36)));
}

export const bulkQuery: v.GenericSchema<unknown, BulkQuery> = queryOf('bulk', {
  id: v.union([idField, v.pipe(v.string(), v.regex(/^B[1-9]\d{0,14}$/))]),
  filters: filtersField,
  page: pageField,
});

export const leadQuery: v.GenericSchema<unknown, LeadQuery> = queryOf('lead', {
  id: idField,
  period: v.exactOptional(periodField),
  filters: filtersField,
  page: pageField,
});

export const findQuery: v.GenericSchema<unknown, FindQuery> = v.pipe(
  queryOf('find', {
    text: v.pipe(
      textField,
      v.maxLength(maxSoughtChars),
      v.check((text) => soughtOf(text) !== null),
    ),
    period: v.exactOptional(periodField),
    filters: filtersField,
    page: pageField,
  }),
  v.check(({ share }) => !share),
);

export const setQuery: v.GenericSchema<unknown, SetQuery> = queryOf('set', {
  id: v.pipe(
    v.string(),
    v.maxLength(mostSetChars),
    v.regex(/^(?:s[0-9a-z]{1,16}|a[1-9]\d{0,14}|b\d{1,15}(?:-\d{1,15})*|d[0-9a-z]{1,10}(?:-[0-9a-z]{1,10})*)$/),
    v.check((id) => bulksOfSet(id)?.every(Number.isSafeInteger) ?? true),
  ),
  filters: filtersField,
  page: pageField,
});

/** The bytes for one button, with everything else in it. */
export const mostScopeChars = 1_000;
const names = v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1)));

const countedField: v.GenericSchema<unknown, CountedLeads> = v.strictObject({
  leads: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000))),
  scope: v.exactOptional(
    v.pipe(
      v.array(v.strictObject({ brands: names, branches: names })),
      v.check((areas) => JSON.stringify(areas).length <= mostScopeChars),
    ),
  ),
  scopeOf: v.exactOptional(
    v.strictObject({
      subscription: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      mark: v.pipe(v.string(), v.regex(/^[0-9a-z]{1,20}$/)),
    }),
  ),
  onlyHot: v.exactOptional(v.literal(true)),
});

export function periodQuery<Name extends PeriodQuery['command']>(
  command: Name,
): v.GenericSchema<unknown, PeriodQuery & { readonly command: Name }> {
  return queryOf(command, {
    period: periodField,
    filters: filtersField,
    page: pageField,
    order: v.exactOptional(v.picklist(['hot', 'newest'])),
    view: v.exactOptional(v.literal('numbers')),
    counted: v.exactOptional(countedField),
  });
}

/** A type without a schema here does not compile. */
const schemas: Readonly<Record<LeadsQuery['command'], v.GenericSchema<unknown, LeadsQuery>>> = {
  today: periodQuery('today'),
  period: periodQuery('period'),
  errors: periodQuery('errors'),
  bulk: bulkQuery,
  lead: leadQuery,
  find: findQuery,
  set: setQuery,
};

/** Whether its answer is a list of leads. */
export function isLeadsQuery(query: Query): query is LeadsQuery {
  return Object.hasOwn(schemas, query.command);
}

/** Any leads query: the list from which a lead is opened. */
export const leadsQuery: v.GenericSchema<unknown, LeadsQuery> = v.union(Object.values(schemas));
