/** `status`: is the DMS answering, and are messages going out. */
import { statusCard } from '../status-card.ts';
import type { Command } from '../../../commands/command.ts';

export const status: Command = {
  name: 'status',
  synonyms: ['حالة', 'الحالة'],
  usage: (messages) => messages.commands.status,
  does: 'reads',
  parse: ({ share }) => ({ ok: true, ask: { command: 'status', filters: {}, page: 0, share } }),
  answer: async (_ask, context) => statusCard(await context.status(), context),
};
