/** What the bot itself listens to, for all features. */
import { actionIds } from '../cards/action-ids.ts';
import { listenToAskActions } from './ask-action.ts';
import type { Feature } from './contract.ts';
import { listenToLeadsCommand } from './leads-command.ts';
import { listenToOtherActions } from './other-action.ts';
import { ownActs } from './own-acts.ts';
import { listenToShareAction } from './share-action.ts';

export const own: Feature = {
  name: 'bot',
  presses: { [actionIds.ask]: 'asks', [actionIds.filter]: 'asks', [actionIds.share]: { act: 'share' } },
  acts: ownActs,
  listen: [listenToLeadsCommand, listenToAskActions, listenToShareAction, listenToOtherActions],
};
