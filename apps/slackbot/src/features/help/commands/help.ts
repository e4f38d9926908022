/** `help`: the available commands, from the command list itself. */
import { helpCard } from '../help-card.ts';
import { queryOf } from '../../../queries/fields.ts';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';

export const help: Command = defineCommand<Query>({
  name: 'help',
  synonyms: ['?', 'مساعدة', 'المساعدة'],
  usage: (messages) => messages.commands.help,
  needs: 'see lists',
  does: 'reads',
  query: queryOf('help', {}),
  parse: ({ share }) => ({ ok: true, query: { command: 'help', share } }),
  answer: (_ask, { messages, commands }) =>
    Promise.resolve(
      helpCard(
        commands.filter(({ isTyped = true }) => isTyped).map((command) => command.usage(messages)),
        messages,
      ),
    ),
});
