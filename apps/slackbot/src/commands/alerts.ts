/** `alerts`: what is wrong now; `alerts 12`: one in full, with the reason why it was told or not. */
import { alertDetailCard, alertListCard } from '../alerts/alert-list.ts';
import { sentenceCard } from '../answers/sentence.ts';
import type { Command } from './command.ts';
import { ownNumber, readId } from './ids.ts';

const mostShown = 10;

export const alerts: Command = {
  name: 'alerts',
  synonyms: ['alert', 'تنبيهات', 'التنبيهات', 'تنبيه'],
  usage: (messages) => messages.commands.alerts,
  parse: ({ rest }, context) => {
    const ask = { command: 'alerts', filters: {}, page: 0, share: false };
    if (rest === '') return { ok: true, ask };
    const parsed = readId(rest, 'alerts 12', context);
    return parsed.ok ? { ok: true, ask: { ...ask, id: parsed.id } } : parsed;
  },
  answer: async ({ id }, { alerts: desk, messages, zone }) => {
    if (id === undefined) {
      const latest = await desk.latest(mostShown);
      return alertListCard(latest, { messages, zone, errorTexts: await desk.errorTexts(latest) });
    }
    const found = await desk.find(ownNumber(id) ?? 0);
    if (found === null) return sentenceCard(messages.alerts.gone, messages);
    return alertDetailCard(found.alert, { messages, zone, errorTexts: found.errorTexts });
  },
};
