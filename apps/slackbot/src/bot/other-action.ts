/**
 * Handles buttons that this version does not have, in messages of older versions: acknowledges the
 * press and asks the person to ask again.
 */
import type { App, BlockAction } from '@slack/bolt';
import { actionIds } from '../cards/action-ids.ts';
import { takePress } from './on-press.ts';
import { answerStale } from './press-reply.ts';
import { languageOfBlock } from './bot-context.ts';
import type { BotContext } from './contract.ts';

const known = Object.values(actionIds)
  .map((id) => RegExp.escape(id))
  .join('|');

export function listenToOtherActions(app: App, botContext: BotContext): void {
  app.action<BlockAction>(new RegExp(`^(?!(?:${known})(?::\\d+)?$)`), async (pressed) => {
    const press = await takePress(pressed, botContext);
    if (press?.place == null) return;
    await answerStale(press, press.place, languageOfBlock(press.blockId, botContext), botContext);
  });
}
