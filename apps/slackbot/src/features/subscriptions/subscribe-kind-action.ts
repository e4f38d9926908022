/** What a subscription is to, chosen in its form: the form becomes that of the kind. */
import type { App, BlockAction } from '@slack/bolt';
import { errorFields } from '../../log-error.ts';
import { formOf, kindOf, readMetadata } from './subscribe-form.ts';
import { readForm, renderForm } from '@leadbell/slack-kit';
import { actionIds, actionPattern } from '../../cards/action-ids.ts';
import { takePress } from '../../bot/on-press.ts';
import { messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';

/** What a form takes from the shell. */
export function formRequest(channel: string, { zone, alerts: { settings } }: BotContext) {
  return { channel, zone, settings };
}

/** Another kind, chosen in the form: its own fields, with what was filled in. */
export function listenToSubscribeKind(app: App, botContext: BotContext): void {
  app.action<BlockAction>(actionPattern(actionIds.subscribeKind), async (pressed) => {
    const { body } = pressed;
    const press = await takePress(pressed, botContext);
    const about = readMetadata(body.view?.private_metadata ?? '');
    if (press?.viewId == null || about === null) return;
    const { viewId } = press;
    const messages = messagesFor(about.tag);
    const filled = readForm(body.view?.state.values ?? {});
    const form = formOf(
      { ...formRequest(about.channel, botContext), kind: kindOf(filled, about.kind), edited: null, filled },
      messages,
    );
    // The latest choice counts.
    await botContext.inFlight.run(`${body.user.id} ${viewId}`, async () => {
      await botContext.delivery.updateView(viewId, renderForm(form, messages.direction)).catch((error: unknown) => {
        // What is sent from the form as it was is read all the same.
        botContext.log.warn(errorFields(error), 'form as it was');
      });
    });
  });
}
