/** `subscriptions` lists the channel's subscriptions and their times. */
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
  answer: async (_ask, context) => {
    const { place, subscriptionService } = context;
    const here = await subscriptionService.list(place);
    // In a direct message and on the Home tab, the person's own subscriptions are listed.
    const own = /^[DU]/.test(place.channel) ? await subscriptionService.ofOwner(place.user) : [];
    return subscriptionsCard(
      here,
      context,
      own.filter(({ channel }) => channel !== place.channel),
    );
  },
});
