/** `silences`: what is silenced, with a button to end each. */
import { silencesCard } from '../alert-list.ts';
import type { Command } from '../../../commands/command.ts';

export const silences: Command = {
  name: 'silences',
  synonyms: ['إسكاتات', 'الإسكاتات', 'اسكاتات'],
  usage: (messages) => messages.commands.silences,
  does: 'reads',
  parse: () => ({ ok: true, ask: { command: 'silences', filters: {}, page: 0, share: false } }),
  answer: async (_ask, { alerts, messages, zone }) =>
    silencesCard(await alerts.silences(), messages.alerts.silences, messages, zone),
};
