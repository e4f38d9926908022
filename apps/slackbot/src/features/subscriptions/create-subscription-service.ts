/** Creates the service of a channel's subscriptions; see `subscription-service.ts`. */
import { changeSubscription } from './change.ts';
import { listOwn, listSubscriptions } from './listed.ts';
import { replaceSubscription, subscribe } from './subscribe.ts';
import type { SubscriptionService, SubscriptionServiceOptions } from './subscription-service.ts';

export function createSubscriptionService(options: SubscriptionServiceOptions): SubscriptionService {
  return {
    subscribe: (asker, definition) => subscribe(options, asker, definition),
    replace: (asker, id, definition) => replaceSubscription(options, asker, id, definition),
    list: (place) => listSubscriptions(options, place),
    ofOwner: (user) => listOwn(options, user),
    change: (asker, id, verb) => changeSubscription(options, asker, id, verb),
  };
}
