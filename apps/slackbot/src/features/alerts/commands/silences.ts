/** `silences` lists the current silences, each with a button to end it. */
import { silencesCard } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import { queryOf } from '../../../queries/fields.ts';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';

export const silences: Command = defineCommand<Query>({
  name: 'silences',
  synonyms: ['إسكاتات', 'الإسكاتات'],
  usage: (messages) => messages.commands.silences,
  needs: 'see lists',
  does: 'reads',
  query: queryOf('silences', {}),
  parse: () => ({ ok: true, query: { command: 'silences', share: false } }),
  answer: async (_ask, { alerts, messages, zone, scope }) =>
    scope === 'all'
      ? silencesCard(await alerts.silences(), messages.alerts.silences, messages, zone)
      : sentenceCard(messages.access.needsAll, messages),
});
