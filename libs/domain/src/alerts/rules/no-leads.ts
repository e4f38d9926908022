/** Finds that no leads came for two hours, in working hours in which leads usually come. */
import type { ConnectionRule } from '../facts.ts';

export const noLeads: ConnectionRule<'no-leads'> = {
  id: 'no-leads',
  about: 'connection',
  since: '0.1.0',
  followsOutage: true,
  isReplayable: true,
  group: 'no-leads',
  outageOf: null,
  needsPace: true,
  evaluate: ({ pace }, { usualLeads }) =>
    pace === null || pace.lately > 0 || pace.usual < usualLeads ? null : { count: Math.round(pace.usual), of: 0 },
};
