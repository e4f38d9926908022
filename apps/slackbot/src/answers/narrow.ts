/**
 * Filters over an answer that is at hand with all of its leads: no need to ask the DMS again, and the others can still be counted. Pure.
 */
import { hourBuckets } from '@leadbell/domain';
import type { Bulk } from '@leadbell/domain';
import type { Answer, Inquiry, Row } from './answer.ts';
import { matchersFor, Tally } from './tally.ts';

/** `whole` answers the same without filters. Null when it has more leads than were kept. */
export function narrow(whole: Answer, { filters, zone, question, withQuality }: Inquiry): Answer | null {
  if (whole.rows.length < whole.all.total) return null;
  const matchers = matchersFor(filters);
  const buckets = question.kind === 'window' && whole.window !== null ? hourBuckets(whole.window, zone) : [];
  const all = new Tally(matchers, withQuality);
  const rows: Row[] = [];
  for (const [bulk, ofBulk] of Map.groupBy(whole.rows, (row): Bulk => row.bulk)) {
    const tally = new Tally(matchers, withQuality);
    for (const row of ofBulk) if (tally.add(row.lead)) rows.push(row);
    all.merge(tally, bulk.createdAt, buckets);
  }
  return {
    ...whole,
    summary: all.summary(buckets),
    quality: all.quality(),
    choices: { outcomes: all.outcomes, sources: all.sources },
    rows,
  };
}
