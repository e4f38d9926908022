/**
 * *Share* posts the answer to the same query in the channel, with personal data masked. It is an
 * act: see `inbox/`.
 */
import type { App } from '@slack/bolt';
import { actionIds } from '../cards/action-ids.ts';
import { onPress } from './on-press.ts';
import { answerStale } from './press-reply.ts';
import type { BotContext } from './contract.ts';

export function listenToShareAction(app: App, botContext: BotContext): void {
  onPress(app, botContext, {
    actions: [actionIds.share],
    read: botContext.registry.decodeQuery,
    inLanguageOf: 'message',
    // Reply in a new message, to keep the answer that was shared.
    isBeside: true,
    handle: ({ press, place, language }) => answerStale(press, place, language, botContext),
  });
}
