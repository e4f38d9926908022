/** A bulk has ended, and the DMS counts other leads, or other errors, than it lists. */
import { type AlertRule, type BulkFacts, newsMs } from '../facts.ts';

function holds({ state, totalRecords, errorRecords, leads, errored }: BulkFacts): boolean {
  return (
    state === 'completed' &&
    ((totalRecords !== null && totalRecords !== leads) || (errorRecords !== null && errorRecords !== errored))
  );
}

export const countsDiffer: AlertRule = {
  id: 'counts-differ',
  holds,
  evaluate: ({ now, bulks }) =>
    bulks
      .filter((bulk) => holds(bulk) && now - (bulk.createdAt ?? bulk.firstSeenAt) < newsMs)
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
