/**
 * `unsubscribe 3` removes a subscription by the number that `subscriptions` shows; without a
 * number, the list is shown with its buttons.
 */
import type { Id } from '@leadbell/domain';
import { subscriptionsIn } from '../acts.ts';
import { changedCard, subscriptionsCard } from '../subscription-cards.ts';
import { idField, queryOf } from '../../../queries/fields.ts';
import * as v from 'valibot';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';

interface UnsubscribeQuery extends Query {
  readonly id?: Id;
}

export const unsubscribe: Command = defineCommand<UnsubscribeQuery>({
  name: 'unsubscribe',
  synonyms: ['إلغاء-الاشتراك', 'ألغ'],
  usage: (messages) => messages.commands.unsubscribe,
  query: queryOf('unsubscribe', { id: v.exactOptional(idField) }),
  needs: ({ id }) => (id === undefined ? 'see lists' : 'subscribe here'),
  does: {
    isAct: ({ id }) => id !== undefined,
    object: (_ask, place) => subscriptionsIn(place),
    detail: ({ id = '' }) => id,
    afterRestart: 'done',
  },
  parse: ({ rest }, context) => {
    const query = { command: 'unsubscribe', share: false };
    if (rest === '') return { ok: true, query };
    const parsed = readId(rest, context.messages.commands.unsubscribe.form, context);
    return parsed.ok ? { ok: true, query: { ...query, id: parsed.id } } : parsed;
  },
  answer: async ({ id }, context) => {
    const { subscriptionService, place, scope } = context;
    if (id === undefined) return subscriptionsCard(await subscriptionService.list(place), context);
    return changedCard(
      await subscriptionService.change({ ...place, scope }, ownNumber(id) ?? 0, 'remove'),
      'remove',
      context,
    );
  },
});
