/** Routes a query to its command and returns the card. */
import type { Card } from '@leadbell/slack-kit';
import type { Query } from '../queries/query.ts';
import type { CommandContext } from './command.ts';

/** Throws only `LeadsApiError`. A query of a command that no longer exists, from an old button, gets help. */
export function answerQuery(query: Query, context: CommandContext): Promise<Card> {
  const command =
    context.commands.find(({ name }) => name === query.command) ?? context.commands.find(({ name }) => name === 'help');
  if (command === undefined) throw new RangeError('the help command is not registered');
  return command.answer(query, context);
}
