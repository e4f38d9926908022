/** Reads the state on which an alert's forms depend. Effects and errors: those of the gate and the alert service. */
import { isOfConnection } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { BotContext } from '../../bot/contract.ts';
import type { AlertFormState } from './alert-form.ts';

/** `alerts`: the alerts that the person may see. */
export async function formStateOf(
  { id, rule, state: { owner, acknowledgedBy, snoozedUntil } }: Pick<StoredAlert, 'id' | 'rule' | 'state'>,
  user: string,
  { alerts, gate, zone }: Pick<BotContext, 'alerts' | 'gate' | 'zone'>,
): Promise<AlertFormState> {
  const decision = await gate.decide(user, 'silence');
  return {
    owner,
    acknowledgedBy,
    snoozedUntil,
    mayResolve: await alerts.mayResolve(id),
    maySilence: decision.isAllowed && (await alerts.maySilence(user)),
    ends: { hour: alerts.snoozeEnd('hour'), tomorrow: alerts.snoozeEnd('tomorrow'), week: alerts.snoozeEnd('week') },
    isOfConnection: isOfConnection(rule),
    zone,
  };
}
