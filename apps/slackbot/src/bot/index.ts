/** The surfaces of Slack that are listened to. To add one: its file, and a line here. */
import type { App } from '@slack/bolt';
import { listenToAlertActions } from '../features/alerts/alert-action.ts';
import { listenToAlertForm } from '../features/alerts/alert-form-view.ts';
import { listenToAskActions } from './ask-action.ts';
import { listenToCausesActions } from '../features/alerts/causes-action.ts';
import { listenToErroredActions } from '../features/alerts/errored-action.ts';
import { listenToLeadsCommand } from './leads-command.ts';
import { listenToOpenAction } from '../features/leads/open-action.ts';
import { listenToOtherActions } from './other-action.ts';
import { listenToShareAction } from '../features/leads/share-action.ts';
import { listenToSubscribeKind } from '../features/subscriptions/subscribe-kind-action.ts';
import { listenToSubscribeView } from '../features/subscriptions/subscribe-view.ts';
import { listenToSubscriptionActions } from '../features/subscriptions/subscription-action.ts';
import type { Shell } from './shell.ts';

export type Listen = (app: App, shell: Shell) => void;

export const listeners: readonly Listen[] = [
  listenToLeadsCommand,
  listenToAskActions,
  listenToAlertActions,
  listenToErroredActions,
  listenToCausesActions,
  listenToAlertForm,
  listenToShareAction,
  listenToOpenAction,
  listenToSubscriptionActions,
  listenToSubscribeKind,
  listenToSubscribeView,
  listenToOtherActions,
];
