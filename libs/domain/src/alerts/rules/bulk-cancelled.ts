/** Finds bulks that were cancelled: their leads will not be created. */
import { type BulkRule, type BulkFacts, newsMs } from '../facts.ts';

const holds = ({ state }: BulkFacts): boolean => state === 'cancelled';

export const bulkCancelled: BulkRule<'bulk-cancelled'> = {
  id: 'bulk-cancelled',
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
        group: 'cancelled',
        member: String(bulk.id),
        bulk,
        count: bulk.leads,
        of: bulk.leads,
      })),
};
