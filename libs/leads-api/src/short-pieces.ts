/**
 * Splits an answer that was parsed as a whole into pieces, so that the reader can yield to the event loop between them.
 * Pure.
 */
import type { Piece } from './cut-types.ts';

/** Reading this many leads takes about a millisecond. */
const mostLeads = 100;

type Parsed = Pick<Piece, 'bulks' | 'isOdd' | 'isLossy' | 'exact'>;
type WithLeads = Readonly<Record<'leads', readonly unknown[]>>;

export function* piecesOf(whole: Parsed): Generator<Piece> {
  let from = 0;
  let leads = 0;
  for (const [index, bulk] of whole.bulks.entries()) {
    const isLong = hasLeads(bulk) && bulk.leads.length > mostLeads;
    if (isLong && index > from) yield between(whole, from, index);
    if (isLong) yield* partsOf(whole, index, bulk);
    else if (hasLeads(bulk)) leads += bulk.leads.length;
    if (!isLong && leads < mostLeads) continue;
    if (!isLong) yield between(whole, from, index + 1);
    [from, leads] = [index + 1, 0];
  }
  if (from < whole.bulks.length) yield between(whole, from, whole.bulks.length);
}

function between({ bulks, exact, isOdd, isLossy }: Parsed, from: number, to: number): Piece {
  const those = () => exact().slice(from, to);
  return { bulks: bulks.slice(from, to), continues: false, open: false, isOdd, isLossy, exact: those };
}

function* partsOf({ exact, isOdd, isLossy }: Parsed, index: number, bulk: WithLeads): Generator<Piece> {
  for (let at = 0; at < bulk.leads.length; at += mostLeads) {
    const part = (of: unknown): unknown => {
      if (!hasLeads(of)) return of;
      const leads = of.leads.slice(at, at + mostLeads);
      return at === 0 ? { ...of, leads } : { leads };
    };
    yield {
      bulks: [part(bulk)],
      continues: at > 0,
      open: at + mostLeads < bulk.leads.length,
      isOdd,
      isLossy,
      exact: () =>
        exact()
          .slice(index, index + 1)
          .map(part),
    };
  }
}

function hasLeads(bulk: unknown): bulk is WithLeads {
  return typeof bulk === 'object' && bulk !== null && 'leads' in bulk && Array.isArray(bulk.leads);
}
