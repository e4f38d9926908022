/** A bulk that was cancelled: its leads will not be created. */
import { type AlertRule, newsMs } from '../facts.ts';

export const bulkCancelled: AlertRule = {
  id: 'bulk-cancelled',
  evaluate: ({ now, bulks }) =>
    bulks
      .filter(({ state, createdAt, firstSeenAt }) => state === 'cancelled' && now - (createdAt ?? firstSeenAt) < newsMs)
      .map((bulk) => ({
        rule: 'bulk-cancelled',
        group: 'cancelled',
        member: String(bulk.id),
        bulk,
        count: bulk.leads,
        of: bulk.leads,
      })),
};
