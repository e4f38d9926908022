/** Opens a form from a press. If the button is in a modal, the form opens above it. Errors: Slack's. */
import { type Form, renderForm } from '@leadbell/slack-kit';
import type { Messages } from '../words/index.ts';
import type { BotContext } from './contract.ts';
import type { Press } from './press.ts';

export async function showForm(
  form: Form,
  { triggerId, surface }: Pick<Press, 'triggerId' | 'surface'>,
  messages: Messages,
  { delivery }: Pick<BotContext, 'delivery'>,
): Promise<void> {
  const view = renderForm(form, messages.direction);
  await (surface === 'answer' ? delivery.pushView(triggerId, view) : delivery.openView(triggerId, view));
}
