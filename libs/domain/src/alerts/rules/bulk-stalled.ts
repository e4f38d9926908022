/** A bulk that was created or is in progress for too long. */
import { type AlertRule, watchedMs } from '../facts.ts';

const open = new Set(['created', 'in-progress']);
const minuteMs = 60_000;

export const bulkStalled: AlertRule = {
  id: 'bulk-stalled',
  holds: ({ state }) => open.has(state),
  evaluate: ({ now, bulks }, { stalledMs }) =>
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
        // Told once; it need not be told again each minute.
        count: Math.round(stalledMs / minuteMs),
        of: bulk.leads,
      })),
};
