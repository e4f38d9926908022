/** Decides whether the buttons of a digest can open its leads. Pure. */
import { readQueryWith } from '../../queries/fields.ts';
import { leadsQuery } from '../../queries/leads-query.ts';
import { decodeQuery, encodeQuery } from '../../queries/query-codec.ts';
import type { Shown } from '../../reports/shown.ts';

/** The results for each query: several buttons of a digest have the same query, so it is checked only once. */
const known = new WeakMap<Shown['query'], boolean>();

/** Whether a list can show the leads. False if missed digests span months: a list can't cover so long a period. */
export function isAskable({ query }: Shown): boolean {
  const is = known.get(query) ?? readQueryWith(leadsQuery, decodeQuery(encodeQuery(query))) !== null;
  known.set(query, is);
  return is;
}
