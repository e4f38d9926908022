/**
 * Handles *Edit* of a subscription, which opens its form. *Send now*, *Pause*, *Resume* and
 * *Remove* are acts: see `inbox/`.
 */
import type { App } from '@slack/bolt';
import { changedCard, readSubscriptionValue } from './subscription-cards.ts';
import { formOf } from './subscribe-form.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { withFailuresSaid } from '../../bot/conversation.ts';
import { onPress } from '../../bot/on-press.ts';
import { showForm } from '../../bot/show-form.ts';
import { replyBeside } from '../../bot/press-reply.ts';
import { parseContext } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import { formRequest } from './subscribe-kind-action.ts';

export function listenToSubscriptionActions(app: App, botContext: BotContext): void {
  onPress(app, botContext, {
    actions: [actionIds.subscription],
    read: readSubscriptionValue,
    inLanguageOf: 'message',
    isBeside: true,
    async handle({ press, place, language, messages, request: { id } }) {
      const reply = replyBeside(press, place, language, botContext);
      await botContext.inFlight.run(null, (turn) =>
        withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
          const definition =
            (await botContext.subscriptionService.list(place)).find((one) => one.id === id)?.definition ?? null;
          if (definition === null) await reply.say(changedCard(null, 'pause', parseContext(botContext, messages)));
          else {
            const requested = {
              ...formRequest(place.channel, botContext),
              kind: definition.kind,
              edited: { id, definition },
            };
            await showForm(formOf(requested, messages), press, messages, botContext);
          }
        }),
      );
    },
  });
}
