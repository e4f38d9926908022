/**
 * Opens the form of a new subscription. In a channel, that channel is already chosen in the form;
 * elsewhere, the person chooses one.
 */
import type { App } from '@slack/bolt';
import type { BotContext } from '../../bot/contract.ts';
import { onPress } from '../../bot/on-press.ts';
import { onShortcut } from '../../bot/on-shortcut.ts';
import { showForm } from '../../bot/show-form.ts';
import { actionIds } from '../../cards/action-ids.ts';
import type { Messages } from '../../words/index.ts';
import { formOf } from './subscribe-form.ts';
import { formRequest } from './subscribe-kind-action.ts';

export const subscribeShortcuts = { subscribe: 'subscribe here', subscribe_channel: 'subscribe here' } as const;

export function listenToOpenForm(app: App, botContext: BotContext): void {
  const newForm = (channel: string, messages: Messages) =>
    formOf({ ...formRequest(channel, botContext), kind: 'digest', edited: null }, messages);
  onPress(app, botContext, {
    actions: [actionIds.subscribeForm],
    read: (value) => value,
    handle: ({ press, place, messages }) => {
      // In a direct message, and on the Home tab, the person chooses a channel.
      const channel = /^[CG]/.test(place.channel) ? place.channel : press.user;
      return showForm(newForm(channel, messages), press, messages, botContext);
    },
  });
  for (const [id, type] of [
    ['subscribe', 'shortcut'],
    ['subscribe_channel', 'message_action'],
  ] as const)
    onShortcut(app, botContext, {
      id,
      type,
      needs: subscribeShortcuts[id],
      handle: ({ place, trigger, messages }) =>
        showForm(newForm(place.channel, messages), { triggerId: trigger, surface: null }, messages, botContext),
    });
}
