/** Leads, asked for: today's, of any period, of a bulk, one by its number. */
import type { Feature } from '../../bot/contract.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { bulk } from './commands/bulk.ts';
import { errors } from './commands/errors.ts';
import { lead } from './commands/lead.ts';
import { period } from './commands/period.ts';
import { today } from './commands/today.ts';
import { listenToOpenAction } from './open-action.ts';

export const leadsFeature: Feature = {
  name: 'leads',
  commands: [today, period, errors, bulk, lead],
  presses: { [actionIds.open]: 'reads' },
  listen: [listenToOpenAction],
};
