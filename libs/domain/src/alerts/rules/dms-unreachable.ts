/** The DMS has not answered, or not in a form that can be read, for too long. What follows from that is not told beside it. */
import { type AlertRule, minutesReached } from '../facts.ts';

export const dmsUnreachable: AlertRule = {
  id: 'dms-unreachable',
  evaluate: ({ now, connection: { failedSince } }, { unreachableMs, stepsMs }) =>
    failedSince === null || now - failedSince < unreachableMs
      ? []
      : [
          {
            rule: 'dms-unreachable',
            group: 'dms',
            member: '',
            bulk: null,
            count: minutesReached(now - failedSince, unreachableMs, stepsMs?.unreachable),
            of: 0,
          },
        ],
};
