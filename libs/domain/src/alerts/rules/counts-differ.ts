/** A bulk has ended, and the DMS counts other leads, or other errors, than it lists. */
import { type AlertRule, newsMs } from '../facts.ts';

export const countsDiffer: AlertRule = {
  id: 'counts-differ',
  evaluate: ({ now, bulks }) =>
    bulks
      .filter(
        ({ state, totalRecords, errorRecords, leads, errored, createdAt, firstSeenAt }) =>
          state === 'completed' &&
          now - (createdAt ?? firstSeenAt) < newsMs &&
          ((totalRecords !== null && totalRecords !== leads) || (errorRecords !== null && errorRecords !== errored)),
      )
      .map((bulk) => ({
        rule: 'counts-differ',
        group: 'counts',
        member: String(bulk.id),
        bulk,
        count: Math.max(
          Math.abs((bulk.totalRecords ?? bulk.leads) - bulk.leads),
          Math.abs((bulk.errorRecords ?? bulk.errored) - bulk.errored),
        ),
        of: bulk.leads,
      })),
};
