/** *Edit*, *Send now*, *Pause*, *Resume* and *Remove* of a subscription. */
import type { App, BlockAction } from '@slack/bolt';
import { changedCard, readSubscriptionValue } from '../answers/subscription-cards.ts';
import { formOf } from '../modals/subscribe-form.ts';
import { renderForm } from '../slack/form.ts';
import { acknowledge } from './acknowledge.ts';
import { actionIds, actionPattern } from './action-ids.ts';
import { withFailuresSaid } from './conversation.ts';
import { readPress } from './press.ts';
import { answerStale, rememberMs, replyTo } from './press-reply.ts';
import { languageOfBlock, messagesFor, parseContext } from './shell.ts';
import type { Shell } from './shell.ts';
import { formWish } from './subscribe-kind-action.ts';

export function listenToSubscriptionActions(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.subscription), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press?.place == null || !shell.seen.first(press.key, rememberMs)) return;
    const { place } = press;
    const language = languageOfBlock(press.blockId, shell);
    const wish = readSubscriptionValue(press.value);
    if (wish === null) {
      await answerStale(press, place, language, shell);
      return;
    }
    const messages = messagesFor(language);
    const reply = replyTo(press, place, language, shell, true);
    const { id, verb } = wish;
    await shell.turns.run(null, (turn) =>
      withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
        if (verb === 'edit') {
          const definition = (await shell.desk.list(place)).find((one) => one.id === id)?.definition ?? null;
          if (definition === null) await reply.say(changedCard(null, 'pause', parseContext(shell, messages)));
          else {
            const wished = { ...formWish(place.channel, shell), kind: definition.kind, edited: { id, definition } };
            await shell.delivery.openView(press.triggerId, renderForm(formOf(wished, messages), messages.direction));
          }
          return;
        }
        const changed = await shell.desk.change(place, id, verb);
        await reply.say(changedCard(changed, verb, parseContext(shell, messages)));
        shell.log.info({ subscription: id, verb, found: changed !== null }, 'subscription.changed');
      }),
    );
  });
}
