/** What people do to a subscription by its buttons. */
import { changedCard, readSubscriptionValue } from './subscription-cards.ts';
import type { Act } from '../../bot/contract.ts';
import { parseContext } from '../../bot/shell.ts';

/** One object for all that changes them, so that subscribe, remove, subscribe are three acts. */
export const subscriptionsIn = ({ channel }: { readonly channel: string }): string => `subscriptions ${channel}`;

const verbs = ['pause', 'resume', 'send', 'remove'] as const;

export const subscriptionAct: Act<{ readonly verb: (typeof verbs)[number]; readonly id: number }> = {
  read(what) {
    const wish = readSubscriptionValue(String(what));
    const verb = verbs.find((one) => one === wish?.verb);
    return wish === null || verb === undefined ? null : { verb, id: wish.id };
  },
  object: (_wish, place) => subscriptionsIn(place),
  verb: ({ verb, id }) => `${verb} ${id}`,
  repeats: ({ verb }) => (verb === 'send' ? 'anybody' : null),
  afterRestart: () => 'done',
  async handle({ verb, id }, { place, reply, messages, shell }) {
    const changed = await shell.desk.change(place, id, verb);
    await reply.say(changedCard(changed, verb, parseContext(shell, messages)));
    shell.log.info({ subscription: id, verb, found: changed !== null }, 'subscription.changed');
  },
};
