/** The listeners that the bot provides for all features. */
import { actionIds } from '../cards/action-ids.ts';
import { listenToQueryActions } from './query-action.ts';
import type { Feature } from './contract.ts';
import { listenToLeadsCommand } from './leads-command.ts';
import { listenToOtherActions } from './other-action.ts';
import type { Queries } from './inbox/command-act.ts';
import { createOwnActs } from './own-acts.ts';
import { listenToShareAction } from './share-action.ts';
import { listenToMessages } from './typed-messages.ts';
import { listenToTakeBack } from './take-back.ts';
import { listenToUninstalled } from './uninstalled.ts';

export function createOwn(queries: Queries): Feature {
  return {
    name: 'bot',
    presses: {
      [actionIds.ask]: 'asks',
      [actionIds.filter]: 'asks',
      [actionIds.share]: { act: 'share', reads: 'share' },
      [actionIds.takeBack]: { act: 'take back', reads: 'see lists' },
    },
    acts: createOwnActs(queries),
    listen: [
      listenToLeadsCommand,
      listenToMessages,
      listenToQueryActions,
      listenToShareAction,
      listenToTakeBack,
      listenToOtherActions,
      listenToUninstalled,
    ],
  };
}
