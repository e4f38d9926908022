/** *Edit* of a subscription opens its form. *Send now*, *Pause*, *Resume* and *Remove* are acts: see `inbox/`. */
import type { App } from '@slack/bolt';
import { changedCard, readSubscriptionValue } from './subscription-cards.ts';
import { formOf } from './subscribe-form.ts';
import { renderForm } from '@leadbell/slack-kit';
import { actionIds } from '../../cards/action-ids.ts';
import { withFailuresSaid } from '../../bot/conversation.ts';
import { onPress } from '../../bot/on-press.ts';
import { replyTo } from '../../bot/press-reply.ts';
import { parseContext } from '../../bot/shell.ts';
import type { Shell } from '../../bot/contract.ts';
import { formWish } from './subscribe-kind-action.ts';

export function listenToSubscriptionActions(app: App, shell: Shell): void {
  onPress(app, shell, {
    actions: [actionIds.subscription],
    read: readSubscriptionValue,
    inLanguageOf: 'message',
    isBeside: true,
    async handle({ press, place, language, messages, wish: { id } }) {
      const reply = replyTo(press, place, language, shell, true);
      await shell.inFlight.run(null, (turn) =>
        withFailuresSaid({ query: null, messages, reply }, turn, shell, async () => {
          const definition = (await shell.desk.list(place)).find((one) => one.id === id)?.definition ?? null;
          if (definition === null) await reply.say(changedCard(null, 'pause', parseContext(shell, messages)));
          else {
            const wished = { ...formWish(place.channel, shell), kind: definition.kind, edited: { id, definition } };
            await shell.delivery.openView(press.triggerId, renderForm(formOf(wished, messages), messages.direction));
          }
        }),
      );
    },
  });
}
