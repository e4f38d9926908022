/** The alerts feature: people list, open, assign and silence alerts, and export their errored leads. */
import type { Feature } from '../../bot/contract.ts';
import { anyAct } from '../../bot/any-act.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { alertAct, alertFormAct, causeAct, endSilence } from './acts.ts';
import { listenToAlertActions } from './alert-action.ts';
import { alertForm } from './alert-form.ts';
import { listenToAlertForm } from './alert-form-view.ts';
import { listenToCausesActions } from './causes-action.ts';
import { alerts } from './commands/alerts.ts';
import { assign } from './commands/assign.ts';
import { note } from './commands/note.ts';
import { silence } from './commands/silence.ts';
import { silences } from './commands/silences.ts';
import { alertsWithin } from './within.ts';
import type { AlertService } from './alert-service.ts';
import { listenToErroredActions } from './errored-action.ts';
import { ar } from './words.ar.ts';
import { en, type AlertsCommands, type AlertsWords } from './words.en.ts';

export { alertRow } from './alert-list.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<AlertsWords, 'commands'> {}
  interface CommandWords extends AlertsCommands {}
}

declare module '../../reports/context.ts' {
  interface Services {
    readonly alerts: AlertService;
  }
}

declare module '../../bot/job-context.ts' {
  interface JobContext {
    /** Evaluates the alerts of a connection. */
    readonly look: (connection: string) => Promise<void>;
  }
}

export const alertsFeature: Feature = {
  name: 'alerts',
  words: { en, ar },
  commands: [alerts, assign, note, silence, silences],
  presses: {
    [actionIds.alert]: { act: 'alert', reads: 'act on alerts' },
    [actionIds.errored]: { reads: 'see lists' },
    [actionIds.causes]: { reads: 'see lists' },
    [actionIds.cause]: { act: 'cause', reads: 'act on alerts' },
    [actionIds.silence]: { act: 'end silence', reads: 'silence' },
  },
  forms: { [alertForm]: 'alert form' },
  acts: {
    alert: anyAct(alertAct),
    cause: anyAct(causeAct),
    'alert form': anyAct(alertFormAct),
    'end silence': anyAct(endSilence),
  },
  within: ({ alerts: all }, scope) => ({ alerts: alertsWithin(all, scope) }),
  jobs: ({ look }) => [
    {
      name: 'alerts',
      comesAgain: true,
      attempts: 3,
      firstRetryMs: 1_000,
      timeoutMs: 60_000,
      handle: ({ connection }) => look(String(connection)),
    },
  ],
  listen: [listenToAlertActions, listenToErroredActions, listenToCausesActions, listenToAlertForm],
};
