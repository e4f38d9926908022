/** `status` shows whether the DMS answers, and whether messages are being sent. */
import { statusCard } from '../status-card.ts';
import { queryOf } from '../../../queries/fields.ts';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';

export const status: Command = defineCommand<Query>({
  name: 'status',
  synonyms: ['حالة', 'الحالة'],
  usage: (messages) => messages.commands.status,
  job: 'operator',
  needs: 'see lists',
  does: 'reads',
  query: queryOf('status', {}),
  parse: ({ share }) => ({ ok: true, query: { command: 'status', share } }),
  answer: async (_ask, context) => statusCard(await context.status(), context),
});
