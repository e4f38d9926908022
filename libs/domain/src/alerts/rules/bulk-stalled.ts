/** Finds bulks that have been created or in progress for too long. */
import { type BulkRule, minutesReached, watchedMs } from '../facts.ts';

const open = new Set(['created', 'in-progress']);

export const bulkStalled: BulkRule<'bulk-stalled'> = {
  id: 'bulk-stalled',
  about: 'bulks',
  since: '0.1.0',
  followsOutage: true,
  isReplayable: true,
  namedBy: 'rule',
  counts: 'minutes',
  holds: ({ state }) => open.has(state),
  expires: null,
  evaluate: ({ now, bulks }, { stalledMs, stepsMs }) =>
    bulks
      .filter(
        ({ state, createdAt, firstSeenAt }) =>
          now - (createdAt ?? firstSeenAt) < watchedMs &&
          open.has(state) &&
          now - (createdAt ?? firstSeenAt) >= stalledMs,
      )
      .map((bulk) => ({
        group: 'stalled',
        member: String(bulk.id),
        bulk,
        count: minutesReached(now - (bulk.createdAt ?? bulk.firstSeenAt), stalledMs, stepsMs?.stalledMs),
        of: bulk.leads,
      })),
};
