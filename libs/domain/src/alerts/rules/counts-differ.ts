/** Finds completed bulks for which the DMS's counts of leads or errors differ from the leads that it lists. */
import { type BulkRule, type BulkFacts, newsMs } from '../facts.ts';

function holds(bulk: BulkFacts): boolean {
  return bulk.state === 'completed' && difference(bulk) > 0;
}

/**
 * The difference between the bulk's counts and the numbers of leads that the DMS lists for the bulk. The DMS may still
 * count leads that it has removed from the bulk.
 */
function difference({
  totalRecords,
  errorRecords,
  leads,
  errored,
  resentErrored,
  missing,
  gone,
  goneErrored,
}: BulkFacts): number {
  const listed = errored + resentErrored;
  return Math.max(
    distance(totalRecords, leads - missing, leads + gone),
    distance(errorRecords, listed - missing, listed + goneErrored),
  );
}

function distance(count: number | null, least: number, most: number): number {
  return count === null ? 0 : Math.max(0, least - count, count - most);
}

export const countsDiffer: BulkRule<'counts-differ'> = {
  id: 'counts-differ',
  about: 'bulks',
  since: '0.1.0',
  followsOutage: false,
  isReplayable: true,
  namedBy: 'rule',
  counts: 'leads',
  holds,
  expires: null,
  evaluate: ({ now, bulks }) =>
    bulks
      .filter((bulk) => holds(bulk) && now - (bulk.createdAt ?? bulk.firstSeenAt) < newsMs)
      .map((bulk) => ({
        group: 'counts',
        member: String(bulk.id),
        bulk,
        count: difference(bulk),
        of: bulk.leads,
      })),
};
