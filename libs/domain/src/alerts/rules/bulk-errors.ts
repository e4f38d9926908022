/** Leads with errors in a bulk, told together with other bulks that have the same trouble. */
import { type AlertRule, watchedMs } from '../facts.ts';

export const bulkErrors: AlertRule = {
  id: 'bulk-errors',
  evaluate: ({ now, bulks }, { erroredLeads, erroredShare }) =>
    bulks
      .filter(
        ({ errored, leads, createdAt, firstSeenAt }) =>
          now - (createdAt ?? firstSeenAt) < watchedMs &&
          errored > 0 &&
          (errored >= erroredLeads || (leads > 0 && errored / leads >= erroredShare)),
      )
      .map((bulk) => ({
        rule: 'bulk-errors',
        group: bulk.errors[0]?.fingerprint ?? '|',
        member: String(bulk.id),
        bulk,
        count: bulk.errored,
        of: bulk.leads,
      })),
};
