/** Handles the choice of a kind in the subscription form: the form changes to that kind. */
import type { App, BlockAction } from '@slack/bolt';
import { errorFields } from '../../log-error.ts';
import { formOf, kindOf, readMetadata } from './subscribe-form.ts';
import { readForm, renderForm } from '@leadbell/slack-kit';
import { actionIds, actionPattern } from '../../cards/action-ids.ts';
import { takePress } from '../../bot/on-press.ts';
import { messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';

/** Returns what the form needs from the bot context. */
export function formRequest(channel: string, { zone, alerts: { settings } }: BotContext) {
  return { channel, zone, settings };
}

/** Replaces the form's fields by those of the chosen kind, and keeps the values. */
export function listenToSubscribeKind(app: App, botContext: BotContext): void {
  app.action<BlockAction>(actionPattern(actionIds.subscribeKind), async (pressed) => {
    const { body } = pressed;
    const press = await takePress(pressed, botContext);
    const about = readMetadata(body.view?.private_metadata ?? '');
    if (press?.viewId == null || about === null) return;
    const { viewId } = press;
    const messages = messagesFor(about.tag);
    const filled = readForm(body.view?.state);
    const form = formOf(
      { ...formRequest(about.channel, botContext), kind: kindOf(filled, about.kind), edited: null, filled },
      messages,
    );
    // If a person chooses again before the form has changed, only the latest choice applies.
    await botContext.inFlight.run(`${body.user.id} ${viewId}`, async () => {
      await botContext.delivery.updateView(viewId, renderForm(form, messages.direction)).catch((error: unknown) => {
        // The form still has the old kind's fields, and can be submitted like that.
        botContext.log.warn(errorFields(error), 'form as it was');
      });
    });
  });
}
