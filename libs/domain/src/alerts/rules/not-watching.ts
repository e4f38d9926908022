/**
 * Finds that nothing has been read for too long and that the DMS is not the cause: the database refuses, Leadbell has a
 * bug, or no process polls.
 */
import { type ConnectionRule, minutesReached } from '../facts.ts';
import { watchTrouble } from '../watching.ts';

export const notWatching: ConnectionRule<'not-watching'> = {
  id: 'not-watching',
  about: 'connection',
  since: 'unreleased',
  followsOutage: false,
  isReplayable: true,
  group: 'watch',
  outageOf: 'leadbell',
  needsPace: false,
  evaluate: ({ now, connection }, { notWatchingMs }) => {
    const trouble = watchTrouble(connection, now);
    if (trouble?.of !== 'leadbell' || now - trouble.since < notWatchingMs) return null;
    return {
      count: minutesReached(now - trouble.since, notWatchingMs),
      of: 0,
      reason: trouble.reason,
      began: trouble.since,
    };
  },
};
