/** The queries that a card's buttons carry. Pure. */
import type { LeadFilter } from '@leadbell/domain';
import type { LeadsQuery } from '../queries/leads-query.ts';
import { fixedSpec } from '../queries/periods.ts';
import type { Shown } from './shown.ts';

/** For going on in the same answer: the same days, answered to the one who presses. */
export function onward(
  { query, period }: Shown,
  changes: Partial<Pick<LeadsQuery, 'page' | 'share'>> = {},
): LeadsQuery {
  const { fresh: _fresh, ...rest } = query;
  const asked = { ...rest, share: false, ...changes };
  return period === null || asked.command === 'bulk' || asked.period === undefined
    ? asked
    : { ...asked, period: fixedSpec(period) };
}

/** What an *Open* button and *Share* carry: the answer, from its start. */
export function fromStart(shown: Shown, share = false): LeadsQuery {
  return onward(shown, { page: 0, share });
}

/** For *Refresh*: `today` is today again, whenever that is. */
export function again({ query }: Shown): LeadsQuery {
  return { ...query, page: 0, share: false, fresh: true };
}

/** From the first page; `null` takes a filter off. */
export function filtered(
  shown: Shown,
  changes: { readonly [key in keyof LeadFilter]?: LeadFilter[key] | null },
): LeadsQuery {
  const filters = Object.entries({ ...shown.query.filters, ...changes }).filter(([, value]) => value != null);
  return { ...fromStart(shown), filters: Object.fromEntries(filters) };
}

export function withoutFilters(shown: Shown): LeadsQuery {
  return { ...fromStart(shown), filters: {} };
}
