/**
 * Finds that the DMS has sent no readable answer for too long. Until it answers again, problems that this outage may
 * cause are not announced.
 */
import { type ConnectionRule, minutesReached } from '../facts.ts';
import { watchTrouble } from '../watching.ts';

export const dmsUnreachable: ConnectionRule<'dms-unreachable'> = {
  id: 'dms-unreachable',
  about: 'connection',
  since: '0.1.0',
  followsOutage: false,
  isReplayable: true,
  group: 'dms',
  outageOf: 'dms',
  needsPace: false,
  evaluate: ({ now, connection }, { unreachableMs, stepsMs }) => {
    const trouble = watchTrouble(connection, now);
    if (trouble?.of !== 'dms' || now - trouble.since < unreachableMs) return null;
    return {
      count: minutesReached(now - trouble.since, unreachableMs, stepsMs?.unreachableMs),
      of: 0,
      reason: trouble.reason,
      began: trouble.since,
    };
  },
};
