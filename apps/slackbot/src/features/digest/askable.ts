/** Whether the buttons of a digest can open its leads. Pure. */
import { readQueryWith } from '../../queries/fields.ts';
import { leadsQuery } from '../../queries/leads-query.ts';
import type { Shown } from '../../reports/shown.ts';

/**
 * Months of missed digests are longer than a list may be, and hundreds of brands and branches don't fit into a button.
 */
export function isAskable({ query }: Shown): boolean {
  return readQueryWith(leadsQuery, query) !== null;
}
