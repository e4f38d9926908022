/** The acts of a subscription's buttons. */
import { changedCard, readSubscriptionValue } from './subscription-cards.ts';
import type { Act } from '../../bot/contract.ts';
import { parseContext } from '../../bot/bot-context.ts';

/**
 * All changes of a channel's subscriptions share this object. So if a person removes a subscription
 * and creates an equal one, the latest act on the object is the removal, and the new subscription
 * does not count as a repetition.
 */
export const subscriptionsIn = ({ channel }: { readonly channel: string }): string => `subscriptions ${channel}`;

const verbs = ['pause', 'resume', 'send', 'remove', 'keep'] as const;

export const subscriptionAct: Act<{ readonly verb: (typeof verbs)[number]; readonly id: number }> = {
  read(what) {
    const request = readSubscriptionValue(String(what));
    const verb = verbs.find((one) => one === request?.verb);
    return request === null || verb === undefined ? null : { verb, id: request.id };
  },
  needs: () => ['subscribe here'],
  object: (_request, place) => subscriptionsIn(place),
  verb: ({ verb, id }) => `${verb} ${id}`,
  repeats: ({ verb }) => (verb === 'send' ? 'anybody' : null),
  afterRestart: () => 'done',
  async handle({ verb, id }, { place, scope, reply, messages, botContext }) {
    const changed = await botContext.subscriptionService.change({ ...place, scope }, id, verb);
    await reply.say(changedCard(changed, verb, parseContext(botContext, messages)));
    botContext.log.info({ subscription: id, verb, found: changed !== null }, 'subscription.changed');
  },
};
