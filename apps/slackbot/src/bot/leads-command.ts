/** Listens to the command `/leads`. */
import type { App } from '@slack/bolt';
import { asFarAsRead, typedText } from '../commands/typed-text.ts';
import type { BotContext } from './contract.ts';
import { takeLine } from './typed-line.ts';

export const commandName = '/leads';

export function listenToLeadsCommand(app: App, botContext: BotContext): void {
  app.command(commandName, ({ ack, command }) => {
    const { sent, isCut } = asFarAsRead(command.text);
    return takeLine(
      {
        key: `command ${command.trigger_id}`,
        text: typedText(sent),
        isCut,
        place: { channel: command.channel_id, user: command.user_id },
        url: command.response_url,
        trigger: command.trigger_id,
      },
      ack,
      botContext,
    );
  });
}
