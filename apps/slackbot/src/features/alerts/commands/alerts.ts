/** `alerts`: what is wrong now; `alerts 12`: one in full, with the reason why it was told or not. */
import { alertDetailCard, alertListCard, alertPages } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import type { Command } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';

const perPage = 10;
/** More than this nobody pages through. */
const mostListed = 1_000;

export const alerts: Command = {
  name: 'alerts',
  synonyms: ['alert', 'تنبيهات', 'التنبيهات', 'تنبيه'],
  usage: (messages) => messages.commands.alerts,
  does: 'reads',
  parse: ({ rest }, context) => {
    const ask = { command: 'alerts', filters: {}, page: 0, share: false };
    if (rest === '') return { ok: true, ask };
    const parsed = readId(rest, 'alerts 12', context);
    return parsed.ok ? { ok: true, ask: { ...ask, id: parsed.id } } : parsed;
  },
  answer: async ({ id, page }, { alerts: desk, messages, zone }) => {
    if (id === undefined) {
      const all = await desk.latest(mostListed);
      const pages = Math.max(1, Math.ceil(all.length / perPage));
      const shown = Math.min(page, pages - 1);
      const listed = all.slice(shown * perPage, (shown + 1) * perPage);
      const card = alertListCard(listed, { messages, zone, errorTexts: await desk.errorTexts(listed) });
      return { ...card, parts: [...card.parts, ...alertPages({ page: shown, pages }, messages)] };
    }
    const found = await desk.find(ownNumber(id) ?? 0);
    if (found === null) return sentenceCard(messages.alerts.gone, messages);
    return alertDetailCard(found.alert, { messages, zone, errorTexts: found.errorTexts });
  },
};
