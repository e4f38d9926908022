/** A bulk that was created or is in progress for too long. */
import { type AlertRule, minutesReached, watchedMs } from '../facts.ts';

const open = new Set(['created', 'in-progress']);

export const bulkStalled: AlertRule = {
  id: 'bulk-stalled',
  holds: ({ state }) => open.has(state),
  evaluate: ({ now, bulks }, { stalledMs, stepsMs }) =>
    bulks
      .filter(
        ({ state, createdAt, firstSeenAt }) =>
          now - (createdAt ?? firstSeenAt) < watchedMs &&
          open.has(state) &&
          now - (createdAt ?? firstSeenAt) >= stalledMs,
      )
      .map((bulk) => ({
        rule: 'bulk-stalled',
        group: 'stalled',
        member: String(bulk.id),
        bulk,
        count: minutesReached(now - (bulk.createdAt ?? bulk.firstSeenAt), stalledMs, stepsMs?.stalled),
        of: bulk.leads,
      })),
};
