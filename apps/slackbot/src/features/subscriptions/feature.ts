/** The subscriptions feature: sets what a channel gets, and when. */
import { anyAct } from '../../bot/any-act.ts';
import type { Feature } from '../../bot/contract.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { checkHolders, type HoldersOptions } from './holders.ts';
import { notifyOwners } from './owners.ts';
import { subscriptionAct } from './acts.ts';
import { preview } from './commands/preview.ts';
import { subscribe } from './commands/subscribe.ts';
import { subscriptions } from './commands/subscriptions.ts';
import { unsubscribe } from './commands/unsubscribe.ts';
import type { SubscriptionService } from './subscription-service.ts';
import { listenToOpenForm, subscribeShortcuts } from './open-form.ts';
import { listenToKnownValues } from './suggest-known.ts';
import { subscribeForm } from './subscribe-form.ts';
import { listenToSubscribeKind } from './subscribe-kind-action.ts';
import { listenToSubscribeView } from './subscribe-view.ts';
import { listenToSubscriptionActions } from './subscription-action.ts';
import { ar } from './words.ar.ts';
import { en, type SubscriptionsCommands, type SubscriptionsWords } from './words.en.ts';

export { ownRow } from './subscription-cards.ts';
export type { OwnSubscription } from './subscription-service.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<SubscriptionsWords, 'commands'> {}
  interface CommandWords extends SubscriptionsCommands {}
}

declare module '../../reports/context.ts' {
  interface Services {
    readonly subscriptionService: SubscriptionService;
  }
}

declare module '../../bot/job-context.ts' {
  interface JobContext extends Pick<HoldersOptions, 'gateOf' | 'mayEditIn'> {}
}

export const subscriptionsFeature: Feature = {
  name: 'subscriptions',
  words: { en, ar },
  commands: [subscribe, subscriptions, preview, unsubscribe],
  presses: {
    [actionIds.subscription]: { act: 'subscription', reads: 'subscribe here' },
    [actionIds.subscribeKind]: { reads: 'subscribe here' },
    [actionIds.subscribeForm]: { reads: 'subscribe here' },
  },
  shortcuts: subscribeShortcuts,
  forms: { [subscribeForm]: 'subscribe' },
  acts: { subscription: anyAct(subscriptionAct) },
  eachMinute: { run: notifyOwners },
  jobs: (context) => [
    {
      // Runs apart from the minute's other work, which must not wait for Slack.
      name: 'holders',
      comesAgain: true,
      cron: '* * * * *',
      attempts: 1,
      timeoutMs: 300_000,
      async handle(_data, signal) {
        await checkHolders(context, signal);
      },
    },
  ],
  listen: [
    listenToSubscriptionActions,
    listenToSubscribeKind,
    listenToSubscribeView,
    listenToKnownValues,
    listenToOpenForm,
  ],
};
