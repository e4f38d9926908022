/** `subscriptions`: the channel's subscriptions and their times. */
import { subscriptionsCard } from '../subscription-cards.ts';
import { queryOf } from '../../../queries/fields.ts';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';

export const subscriptions: Command = defineCommand<Query>({
  name: 'subscriptions',
  synonyms: ['الاشتراكات', 'اشتراكات'],
  usage: (messages) => messages.commands.subscriptions,
  job: 'manager',
  needs: 'see lists',
  does: 'reads',
  query: queryOf('subscriptions', {}),
  parse: () => ({ ok: true, query: { command: 'subscriptions', share: false } }),
  answer: async (_ask, context) => subscriptionsCard(await context.subscriptionService.list(context.place), context),
});
