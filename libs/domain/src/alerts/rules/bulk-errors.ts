/** Finds bulks with errored leads; bulks with the same problem share an alert. */
import { type BulkRule, type AlertSettings, type BulkFacts, watchedMs } from '../facts.ts';

function holds({ errored, leads }: BulkFacts, { erroredLeads, erroredShare }: AlertSettings): boolean {
  return errored > 0 && (errored >= erroredLeads || (leads > 0 && errored / leads >= erroredShare));
}

export const bulkErrors: BulkRule<'bulk-errors'> = {
  id: 'bulk-errors',
  about: 'bulks',
  since: '0.1.0',
  followsOutage: false,
  isReplayable: true,
  namedBy: 'most-frequent-error',
  counts: 'leads',
  holds: (bulk, _group, settings) => holds(bulk, settings),
  expires: null,
  evaluate: ({ now, bulks }, settings) =>
    bulks
      .filter((bulk) => now - (bulk.createdAt ?? bulk.firstSeenAt) < watchedMs && holds(bulk, settings))
      .map((bulk) => ({
        group: bulk.errors[0]?.fingerprint ?? '|',
        member: String(bulk.id),
        bulk,
        count: bulk.errored,
        of: bulk.leads,
      })),
};
