/** The surfaces of Slack that are listened to. To add one: its file, and a line here. */
import type { App } from '@slack/bolt';
import { listenToAlertActions } from './alert-action.ts';
import { listenToAlertForm } from './alert-form-view.ts';
import { listenToAskActions } from './ask-action.ts';
import { listenToCausesActions } from './causes-action.ts';
import { listenToErroredActions } from './errored-action.ts';
import { listenToLeadsCommand } from './leads-command.ts';
import { listenToOpenAction } from './open-action.ts';
import { listenToOtherActions } from './other-action.ts';
import { listenToShareAction } from './share-action.ts';
import { listenToSubscribeKind } from './subscribe-kind-action.ts';
import { listenToSubscribeView } from './subscribe-view.ts';
import { listenToSubscriptionActions } from './subscription-action.ts';
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
