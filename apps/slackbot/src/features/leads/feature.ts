/** The leads feature: shows the leads of today, of a period or of a bulk, or one lead by its number. */
import type { Feature } from '../../bot/contract.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { bulk } from './commands/bulk.ts';
import { errors } from './commands/errors.ts';
import { find } from './commands/find.ts';
import { lead } from './commands/lead.ts';
import { period } from './commands/period.ts';
import { set } from './commands/set.ts';
import { today } from './commands/today.ts';
import type { LeadSetFinder } from './lead-sets.ts';
import { findShortcuts, listenToFind } from './find-form.ts';
import { listenToOpenAction } from './open-action.ts';
import { ar } from './words.ar.ts';
import { en, type LeadsCommands, type LeadsWords } from './words.en.ts';

export { type Glance, todayAtAGlance } from './glance.ts';

declare module '../../reports/context.ts' {
  interface Services {
    readonly leadSets: LeadSetFinder;
  }
}

declare module '../../words/index.ts' {
  interface Messages extends Omit<LeadsWords, 'commands'> {}
  interface CommandWords extends LeadsCommands {}
}

export const leadsFeature: Feature = {
  name: 'leads',
  words: { en, ar },
  commands: [today, period, find, errors, bulk, lead, set],
  presses: {
    [actionIds.open]: { reads: 'open a person' },
    [actionIds.more]: { reads: 'open a person' },
    [actionIds.findForm]: { reads: 'open a person' },
  },
  shortcuts: findShortcuts,
  listen: [listenToOpenAction, listenToFind],
};
