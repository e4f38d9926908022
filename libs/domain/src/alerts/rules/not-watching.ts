/** Nothing has been read for too long, and the DMS is not to blame: the database refuses, we have a fault, or no process polls. */
import { type AlertRule, minutesReached } from '../facts.ts';
import { watchTrouble } from '../watching.ts';

export const notWatching: AlertRule = {
  id: 'not-watching',
  evaluate: ({ now, connection }, { notWatchingMs }) => {
    const trouble = watchTrouble(connection, now);
    if (trouble?.of !== 'leadbell' || now - trouble.since < notWatchingMs) return [];
    return [
      {
        rule: 'not-watching',
        group: 'watch',
        member: '',
        bulk: null,
        count: minutesReached(now - trouble.since, notWatchingMs),
        of: 0,
        reason: trouble.reason,
      },
    ];
  },
};
