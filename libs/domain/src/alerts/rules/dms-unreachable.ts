/** The DMS has not answered, or not in a form that can be read, for too long. Whatever follows from that gets no alert of its own. */
import { type AlertRule, minutesReached } from '../facts.ts';
import { watchTrouble } from '../watching.ts';

export const dmsUnreachable: AlertRule = {
  id: 'dms-unreachable',
  evaluate: ({ now, connection }, { unreachableMs, stepsMs }) => {
    const trouble = watchTrouble(connection, now);
    if (trouble?.of !== 'dms' || now - trouble.since < unreachableMs) return [];
    return [
      {
        rule: 'dms-unreachable',
        group: 'dms',
        member: '',
        bulk: null,
        count: minutesReached(now - trouble.since, unreachableMs, stepsMs?.unreachable),
        of: 0,
        reason: trouble.reason,
      },
    ];
  },
};
