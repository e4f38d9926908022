/** Whether the buttons of a digest can open its leads. Pure. */
import { readQueryWith } from '../../queries/fields.ts';
import { leadsQuery } from '../../queries/leads-query.ts';
import { decodeQuery, encodeQuery } from '../../queries/query-codec.ts';
import type { Shown } from '../../reports/shown.ts';

/** Months of missed digests are longer than a list may be. */
export function isAskable({ query }: Shown): boolean {
  return readQueryWith(leadsQuery, decodeQuery(encodeQuery(query))) !== null;
}
