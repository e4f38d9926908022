/** Silences the cause of one alert. Effects and errors: those of the alert service. */
import type { Silence, StoredAlert } from '@leadbell/store';
import type { Messages } from '../../words/index.ts';
import type { AlertService } from './alert-service.ts';
import { errorName, type ErrorTexts } from './title.ts';

const hourMs = 3_600_000;
const lasting = { 'silence-2h': 2 * hourMs, 'silence-day': 24 * hourMs } as const;
export type SilenceStep = keyof typeof lasting;

export interface CauseToSilence {
  readonly alert: Pick<StoredAlert, 'rule' | 'group'>;
  readonly errorTexts: ErrorTexts;
  readonly step: SilenceStep;
}

export function silenceCause(
  { alert: { rule, group }, errorTexts, step }: CauseToSilence,
  user: string,
  messages: Messages,
  alerts: Pick<AlertService, 'silence'>,
): Promise<Silence> {
  const cause = { rule, group, name: errorName(group, messages, errorTexts) };
  return alerts.silence({ cause }, lasting[step], '', user);
}
