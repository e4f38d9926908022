/**
 * Queries about leads: for a period, for a bulk, or for one lead by number. *Refresh*, paging,
 * filters and *Try again* repeat them. Pure.
 */
import type { Id, LeadFilter, PeriodSpec } from '@leadbell/domain';
import * as v from 'valibot';
import { filtersField, idField, pageField, periodField, queryOf } from './fields.ts';
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

export type LeadsQuery = PeriodQuery | BulkQuery | LeadQuery;

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
};

/** Any leads query: the list from which a lead is opened. */
export const leadsQuery: v.GenericSchema<unknown, LeadsQuery> = v.union(Object.values(schemas));
