/** What a subscription is to, chosen in its form: the form becomes that of the kind. */
import type { App, BlockAction } from '@slack/bolt';
import { errorFields } from '../../log-error.ts';
import { formOf, kindOf, readMetadata } from './subscribe-form.ts';
import { readForm, renderForm } from '@leadbell/slack-kit';
import { actionIds, actionPattern } from '../../cards/action-ids.ts';
import { takePress } from '../../bot/on-press.ts';
import { messagesFor } from '../../bot/shell.ts';
import type { Shell } from '../../bot/contract.ts';

/** What a form takes from the shell. */
export function formWish(channel: string, { zone, alerts: { settings } }: Shell) {
  return { channel, zone, settings };
}

/** Another kind, chosen in the form: its own fields, with what was filled in. */
export function listenToSubscribeKind(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.subscribeKind), async (pressed) => {
    const { body } = pressed;
    const press = await takePress(pressed, shell);
    const about = readMetadata(body.view?.private_metadata ?? '');
    if (press?.viewId == null || about === null) return;
    const { viewId } = press;
    const messages = messagesFor(about.tag);
    const filled = readForm(body.view?.state.values ?? {});
    const form = formOf(
      { ...formWish(about.channel, shell), kind: kindOf(filled, about.kind), edited: null, filled },
      messages,
    );
    // The latest choice counts.
    await shell.inFlight.run(`${body.user.id} ${viewId}`, async () => {
      await shell.delivery.updateView(viewId, renderForm(form, messages.direction)).catch((error: unknown) => {
        // What is sent from the form as it was is read all the same.
        shell.log.warn(errorFields(error), 'form as it was');
      });
    });
  });
}
