/**
 * Queries about leads: for a period, for a bulk, or for one lead by number. *Refresh*, paging,
 * filters and *Try again* repeat them. Pure.
 */
import { type Id, type LeadFilter, type PeriodSpec, soughtOf } from '@leadbell/domain';
import * as v from 'valibot';
import { filtersField, idField, pageField, periodField, queryOf, textField } from './fields.ts';
import { maxSoughtChars } from './limits.ts';
import type { Query } from './query.ts';

interface ListQuery extends Query {
  readonly filters: LeadFilter;
  /** Zero-based. */
  readonly page: number;
}

export interface PeriodQuery extends ListQuery {
  readonly command: 'today' | 'period' | 'errors';
  readonly period: PeriodSpec;
}

export interface BulkQuery extends ListQuery {
  readonly command: 'bulk';
  readonly id: Id;
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
  /** A name, phone number, address or number, as typed: personal data. */
  readonly text: string;
  /** When absent, the last days. */
  readonly period?: PeriodSpec;
}

export type LeadsQuery = PeriodQuery | BulkQuery | LeadQuery | FindQuery;

export const bulkQuery: v.GenericSchema<unknown, BulkQuery> = queryOf('bulk', {
  id: idField,
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

export function periodQuery<Name extends PeriodQuery['command']>(
  command: Name,
): v.GenericSchema<unknown, PeriodQuery & { readonly command: Name }> {
  return queryOf(command, { period: periodField, filters: filtersField, page: pageField });
}

/** A type that has no schema here does not compile. */
const schemas: Readonly<Record<LeadsQuery['command'], v.GenericSchema<unknown, LeadsQuery>>> = {
  today: periodQuery('today'),
  period: periodQuery('period'),
  errors: periodQuery('errors'),
  bulk: bulkQuery,
  lead: leadQuery,
  find: findQuery,
};

/** Whether its answer is a list of leads. */
export function isLeadsQuery(query: Query): query is LeadsQuery {
  return Object.hasOwn(schemas, query.command);
}

/** Any leads query: the list from which a lead is opened. */
export const leadsQuery: v.GenericSchema<unknown, LeadsQuery> = v.union(Object.values(schemas));
