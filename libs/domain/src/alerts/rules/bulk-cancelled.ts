/** A bulk that was cancelled: its leads will not be created. */
import { type AlertRule, type BulkFacts, newsMs } from '../facts.ts';

const holds = ({ state }: BulkFacts): boolean => state === 'cancelled';

export const bulkCancelled: AlertRule = {
  id: 'bulk-cancelled',
  holds,
  evaluate: ({ now, bulks }) =>
    bulks
      .filter((bulk) => holds(bulk) && now - (bulk.createdAt ?? bulk.firstSeenAt) < newsMs)
      .map((bulk) => ({
        rule: 'bulk-cancelled',
        group: 'cancelled',
        member: String(bulk.id),
        bulk,
        count: bulk.leads,
        of: bulk.leads,
      })),
};
