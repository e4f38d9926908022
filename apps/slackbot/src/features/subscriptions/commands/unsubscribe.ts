/** `unsubscribe 3`: by the number that `subscriptions` shows; without one, the list with its buttons. */
import { subscriptionsIn } from '../acts.ts';
import { changedCard, subscriptionsCard } from '../subscription-cards.ts';
import type { Command } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';

export const unsubscribe: Command = {
  name: 'unsubscribe',
  synonyms: ['إلغاء-الاشتراك', 'الغ'],
  usage: (messages) => messages.commands.unsubscribe,
  does: {
    isAct: ({ id }) => id !== undefined,
    object: (_ask, place) => subscriptionsIn(place),
    detail: ({ id = '' }) => id,
    afterRestart: 'done',
  },
  parse: ({ rest }, context) => {
    const ask = { command: 'unsubscribe', filters: {}, page: 0, share: false };
    if (rest === '') return { ok: true, ask };
    const parsed = readId(rest, 'unsubscribe 3', context);
    return parsed.ok ? { ok: true, ask: { ...ask, id: parsed.id } } : parsed;
  },
  answer: async ({ id }, context) => {
    const { desk, place } = context;
    if (id === undefined) return subscriptionsCard(await desk.list(place), context);
    return changedCard(await desk.change(place, ownNumber(id) ?? 0, 'remove'), 'remove', context);
  },
};
