/** Decides whether the buttons of a digest can open its leads. Pure. */
import { readQueryWith } from '../../queries/fields.ts';
import { leadsQuery } from '../../queries/leads-query.ts';
import { decodeQuery, encodeQuery } from '../../queries/query-codec.ts';
import type { Shown } from '../../reports/shown.ts';

/** Several buttons of a digest ask about the same query. */
const known = new WeakMap<Shown['query'], boolean>();

/** False if missed digests span months: a list of leads can't be that long. */
export function isAskable({ query }: Shown): boolean {
  const is = known.get(query) ?? readQueryWith(leadsQuery, decodeQuery(encodeQuery(query))) !== null;
  known.set(query, is);
  return is;
}
