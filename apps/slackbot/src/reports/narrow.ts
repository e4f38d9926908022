/**
 * Applies filters to a cached answer that holds all of its leads: saves a request, and the other
 * choices can still be counted. Pure, apart from what is kept.
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

/** For each whole answer; they share its rows. */
const mostKept = 100;

/** Keeps narrowed answers with their whole answer: the same filters give the same object. */
export class NarrowedAnswers {
  readonly #ofWhole = new WeakMap<Answer, Map<string, Answer | null>>();

  of(whole: Answer, inquiry: Inquiry): Answer | null {
    const kept = this.#ofWhole.get(whole) ?? new Map<string, Answer | null>();
    this.#ofWhole.set(whole, kept);
    const known = kept.get(inquiry.key);
    if (known !== undefined) return known;
    if (kept.size >= mostKept) kept.clear();
    const made = narrow(whole, inquiry);
    kept.set(inquiry.key, made);
    return made;
  }
}
