/** Builds the queries for a card's buttons. Pure. */
import type { LeadFilter } from '@leadbell/domain';
import type { LeadsQuery } from '../queries/leads-query.ts';
import { fixedSpec, movingSpec } from '../queries/periods.ts';
import type { Shown } from './shown.ts';

/**
 * The query of a button that stays in the same answer, such as *Next*. Its period has fixed dates, so that it means the
 * same days at a later press. Only the person who presses sees the result.
 */
export function onward(
  { query, period }: Shown,
  changes: Partial<Pick<LeadsQuery, 'page' | 'share'>> = {},
): LeadsQuery {
  const { fresh: _fresh, seen: _seen, knowingly: _knowingly, ...rest } = query;
  const asked = { ...rest, share: false, ...changes };
  return period === null || asked.command === 'bulk' || asked.command === 'set' || asked.period === undefined
    ? asked
    : { ...asked, period: fixedSpec(period) };
}

/** The query for the first page of the same answer. */
export function fromStart(shown: Shown, share = false): LeadsQuery {
  return onward(shown, { page: 0, share });
}

/** The query of *Refresh*: `today` means the day of the press, and the last hours are those before the press. */
export function again({ query }: Shown): LeadsQuery {
  const asked: LeadsQuery = { ...query, page: 0, share: false, fresh: true };
  return 'period' in asked && asked.period !== undefined ? { ...asked, period: movingSpec(asked.period) } : asked;
}

/** The query with other filters, from the first page on; `null` removes a filter. */
export function filtered(
  shown: Shown,
  changes: { readonly [key in keyof LeadFilter]?: LeadFilter[key] | null },
): LeadsQuery {
  const filters = Object.entries({ ...shown.query.filters, ...changes }).filter(([, value]) => value != null);
  return uncounted({ ...fromStart(shown), filters: Object.fromEntries(filters) });
}

export function withoutFilters(shown: Shown): LeadsQuery {
  const query = uncounted({ ...fromStart(shown), filters: {} });
  if (!('counted' in query) || query.counted === undefined) return query;
  const { counted, ...rest } = query;
  const { scope, scopeOf } = counted;
  if (scope === undefined) return rest;
  return { ...rest, counted: { scope, ...(scopeOf === undefined ? {} : { scopeOf }) } };
}

/**
 * Removes the number of leads that a message counted, because this number is wrong with other filters. The list stays
 * limited to the message's scope.
 */
export function uncounted<Q extends LeadsQuery>(query: Q): Q {
  if (!('counted' in query) || query.counted === undefined) return query;
  const { leads: _leads, ...counted } = query.counted;
  const { counted: _counted, ...rest } = query;
  return (Object.keys(counted).length === 0 ? rest : { ...rest, counted }) as unknown as Q;
}
