/** Performs an action on one alert in the list of a summary. Effects and errors: those of the alert service. */
import type { Messages } from '../../words/index.ts';
import type { Log } from '../../log.ts';
import { type CauseRequest, isSilenceVerb } from './causes-view.ts';
import type { AlertService } from './alert-service.ts';
import { silenceCause } from './silence-cause.ts';

export interface CauseDone {
  /** `gone`: the alert is not in the summary, or has ended. */
  readonly outcome: 'done' | 'gone' | 'not-allowed';
  /** The summary's channel; null when there is no such summary. */
  readonly channel: string | null;
}

export async function actOnCause(
  { verb, alert: id, summary }: CauseRequest,
  user: string,
  messages: Messages,
  { alerts, log }: { readonly alerts: AlertService; readonly log: Log },
): Promise<CauseDone> {
  const found = await alerts.causes(summary);
  const alert = found?.causes.alerts.find((one) => one.id === id);
  const channel = found?.causes.channel ?? null;
  if (found === null || alert === undefined || verb === 'assign-to') return { outcome: 'gone', channel };
  if (isSilenceVerb(verb)) {
    if (!(await alerts.maySilence(user))) return { outcome: 'not-allowed', channel };
    const cause = { alert, errorTexts: found.errorTexts, step: verb };
    if (!found.causes.silencedUntil.has(id)) await silenceCause(cause, user, messages, alerts);
  } else if ((await alerts.act(id, verb, user)) === null) return { outcome: 'gone', channel };
  log.info({ alert: id, verb }, 'alert.action');
  return { outcome: 'done', channel };
}
