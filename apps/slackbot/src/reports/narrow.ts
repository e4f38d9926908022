/**
 * Applies filters to a cached answer that holds all of its leads: saves a request, and the other
 * choices can still be counted. Pure.
 */
import { bucketIndex, hourBuckets, qualityOf } from '@leadbell/domain';
import type { Answer, Inquiry } from './answer.ts';
import { emptyPlaced, matchersFor, Tally } from './tally.ts';

/**
 * `whole` is the answer to the same query without filters. Null when it has more leads than were
 * kept.
 */
export function narrow(whole: Answer, inquiry: Inquiry): Answer | null {
  const { zone, question, withQuality } = inquiry;
  if (whole.rows.length < whole.all.total) return null;
  const buckets = question.kind === 'window' && whole.window !== null ? hourBuckets(whole.window, zone) : [];
  const tally = new Tally(matchersFor(inquiry), withQuality);
  const placed = emptyPlaced();
  const rows = whole.rows.filter(({ lead, bulk, isSentAgain }) => {
    tally.place(lead, placed);
    const hour = bulk.createdAt === null ? -1 : bucketIndex(buckets, bulk.createdAt);
    tally.count(placed, hour, isSentAgain === true, withQuality ? qualityOf(lead) : null);
    return placed.isOfAll;
  });
  return {
    ...whole,
    summary: tally.summary(buckets),
    quality: tally.quality(),
    choices: { outcomes: tally.outcomes, sources: tally.sources() },
    sentAgain: tally.sentAgain,
    rows,
  };
}
