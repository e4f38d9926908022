/** `subscriptions`: what this channel gets, and when. */
import { subscriptionsCard } from '../subscription-cards.ts';
import type { Command } from '../../../commands/command.ts';

export const subscriptions: Command = {
  name: 'subscriptions',
  synonyms: ['الاشتراكات', 'اشتراكات'],
  usage: (messages) => messages.commands.subscriptions,
  does: 'reads',
  parse: () => ({ ok: true, ask: { command: 'subscriptions', filters: {}, page: 0, share: false } }),
  answer: async (_ask, context) => subscriptionsCard(await context.desk.list(context.place), context),
};
