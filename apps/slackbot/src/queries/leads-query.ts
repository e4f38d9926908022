/**
 * Queries about the leads of a period or a bulk, or about one lead by its number. *Refresh*, paging, filters and *Try
 * again* repeat them. Pure.
 */
import { type Area, type Id, type LeadFilter, type PeriodSpec, soughtOf } from '@leadbell/domain';
import * as v from 'valibot';
import { filtersField, idField, pageField, periodField, queryOf, textField } from './fields.ts';
import { maxSoughtChars } from './limits.ts';
import type { Query } from './query.ts';

interface ListQuery extends Query {
  readonly filters: LeadFilter;
  /** The page of the list; the first is 0. */
  readonly page: number;
}

/** `hot`: the hot leads come before the others; in both groups the newest come first. */
export type LeadOrder = 'hot' | 'newest';

export interface PeriodQuery extends ListQuery {
  readonly command: 'today' | 'period' | 'errors';
  readonly period: PeriodSpec;
  /** If absent, the list has its default order (see `orderOf`). */
  readonly order?: LeadOrder;
  /** Set if the answer shows the counts and breakdowns instead of the leads. */
  readonly view?: 'numbers';
  /** Set by the button of a message that counted leads; the answer then has only these leads. */
  readonly counted?: CountedLeads;
}

export interface StoredScope {
  readonly subscription: number;
  /** The `scopeMark` of the scope, so that the button stops working when the subscription gets another scope. */
  readonly mark: string;
}

/** Limits a list to the leads that a message counted, in addition to the period and the filters. */
export interface CountedLeads {
  /** The number of leads that the message counted; absent once the reader has chosen other filters. */
  readonly leads?: number;
  /** Limits the list to these areas, because the message was for a person who may see no others. */
  readonly scope?: readonly Area[];
  /** Where the scope is stored if it is too long for a button, which then does not contain it. */
  readonly scopeOf?: StoredScope;
  readonly onlyHot?: true;
}

export interface BulkQuery extends ListQuery {
  readonly command: 'bulk';
  /** The DMS's number of the bulk, or Leadbell's own, such as B12. */
  readonly id: Id;
}

/** Leadbell's own number, such as the 12 of B12; null for a number of the DMS. */
export function ownBulkNumber(id: Id): number | null {
  const [, digits] = /^B(\d{1,15})$/.exec(id) ?? [];
  return digits === undefined ? null : Number(digits);
}

export interface LeadQuery extends ListQuery {
  readonly command: 'lead';
  readonly id: Id;
  /** If absent, the command's default number of days applies. */
  readonly period?: PeriodSpec;
}

/** A search. Its answer is only for the person who asks, and is never shared. */
export interface FindQuery extends ListQuery {
  readonly command: 'find';
  /** The typed name, phone number, address or number, which is personal data. */
  readonly text: string;
  /** If absent, the search covers its default number of days. */
  readonly period?: PeriodSpec;
}

/** Asks for the leads that a message counted. Only the message's button asks for them. */
export interface SetQuery extends ListQuery {
  readonly command: 'set';
  /**
   * The id of a stored set, or an id that `setOfBulks` or `setOfAlert` made: such a set has the leads of the given
   * bulks, or of the alert's bulks.
   */
  readonly id: string;
}

export type LeadsQuery = PeriodQuery | BulkQuery | LeadQuery | FindQuery | SetQuery;

/** Limits of a set's id, because a button's value can have only 2,000 characters. */
const mostBulksOfSet = 100;
const mostSetChars = 1_700;

/**
 * The id of the set of all leads in these bulks, which are given by their stored numbers. Null if there are too many
 * bulks, from about a thousand on. In long sets, each number is written as its difference from the previous one.
 */
export function setOfBulks(bulks: readonly number[]): string | null {
  if (bulks.length === 0) return null;
  if (bulks.length <= mostBulksOfSet) return `b${bulks.join('-')}`;
  const sorted = [...new Set(bulks)].toSorted((a, b) => a - b);
  const steps = sorted.map((bulk, at) => (bulk - (sorted[at - 1] ?? 0)).toString(36));
  const id = `d${steps.join('-')}`;
  return id.length > mostSetChars ? null : id;
}

/**
 * The id of a set with the leads of all bulks that an alert counts, for alerts with more bulks than fit into a button.
 */
export function setOfAlert(alert: number): string {
  return `a${alert}`;
}

/** The alert's number in an id that `setOfAlert` made; null for any other id. */
export function alertOfSet(id: string): number | null {
  return id.startsWith('a') ? Number(id.slice(1)) : null;
}

/** The stored numbers of the set's bulks; null for the id of a stored set. */
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

/** A longer scope does not fit into a button's value beside its other parts. */
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

/** Whether the answer to the query is a list of leads. */
export function isLeadsQuery(query: Query): query is LeadsQuery {
  return Object.hasOwn(schemas, query.command);
}

/** The schema of any query about leads. A lead is opened from the list that such a query finds. */
export const leadsQuery: v.GenericSchema<unknown, LeadsQuery> = v.lazy((raw) => schemas[commandOf(raw)]);

/** The command whose schema checks the query. The schema of `today` rejects a query of any other kind. */
function commandOf(raw: unknown): LeadsQuery['command'] {
  const { command } = (raw ?? {}) as { readonly command?: unknown };
  return typeof command === 'string' && Object.hasOwn(schemas, command) ? (command as LeadsQuery['command']) : 'today';
}
