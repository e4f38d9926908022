/** The listeners that the bot provides for all features. */
import { actionIds } from '../cards/action-ids.ts';
import { listenToQueryActions } from './query-action.ts';
import type { Feature } from './contract.ts';
import { listenToLeadsCommand } from './leads-command.ts';
import { listenToOtherActions } from './other-action.ts';
import { createOwnActs, type ReadQuery } from './own-acts.ts';
import { listenToShareAction } from './share-action.ts';

export function createOwn(readQuery: ReadQuery): Feature {
  return {
    name: 'bot',
    presses: { [actionIds.ask]: 'asks', [actionIds.filter]: 'asks', [actionIds.share]: { act: 'share' } },
    acts: createOwnActs(readQuery),
    listen: [listenToLeadsCommand, listenToQueryActions, listenToShareAction, listenToOtherActions],
  };
}
