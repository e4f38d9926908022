/** A query, answered by its command. */
import type { Card } from '@leadbell/slack-kit';
import type { Ask } from '../queries/ask.ts';
import type { CommandContext } from './command.ts';

/** Throws `LeadsApiError` only. An ask of a command that is no more (from an old button) gets help. */
export function answerAsk(ask: Ask, context: CommandContext): Promise<Card> {
  const command =
    context.commands.find(({ name }) => name === ask.command) ?? context.commands.find(({ name }) => name === 'help');
  if (command === undefined) throw new RangeError('there is no help');
  return command.answer(ask, context);
}
