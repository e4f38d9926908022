/** In working hours, where there usually are leads, there are none. */
import type { AlertRule } from '../facts.ts';

export const noLeads: AlertRule = {
  id: 'no-leads',
  evaluate: ({ pace }, { usualLeads }) =>
    pace === null || pace.lately > 0 || pace.usual < usualLeads
      ? []
      : [{ rule: 'no-leads', group: 'no-leads', member: '', bulk: null, count: Math.round(pace.usual), of: 0 }],
};
