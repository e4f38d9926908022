/** The DMS has not answered, or not in a form that can be read, for too long. What follows from that is not told beside it. */
import type { AlertRule } from '../facts.ts';

export const dmsUnreachable: AlertRule = {
  id: 'dms-unreachable',
  evaluate: ({ now, connection: { failedSince } }, { unreachableMs }) =>
    failedSince === null || now - failedSince < unreachableMs
      ? []
      : [{ rule: 'dms-unreachable', group: 'dms', member: '', bulk: null, count: 1, of: 1 }],
};
