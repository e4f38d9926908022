/** `help`: what there is, from the list of commands itself. */
import { helpCard } from '../help-card.ts';
import type { Command } from '../../../commands/command.ts';

export const help: Command = {
  name: 'help',
  synonyms: ['?', 'مساعدة', 'المساعدة'],
  usage: (messages) => messages.commands.help,
  does: 'reads',
  parse: ({ share }) => ({ ok: true, ask: { command: 'help', filters: {}, page: 0, share } }),
  answer: (_ask, { messages, commands }) =>
    Promise.resolve(
      helpCard(
        commands.map((command) => command.usage(messages)),
        messages,
      ),
    ),
};
