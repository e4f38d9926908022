/** Carries out a person's act on one alert, and answers the person. Effects: uses the store in its options. */
import type { AlertAction, Instant } from '@leadbell/domain';
import { decide } from '@leadbell/store';
import { type ActOptions, planAct, type PlannedAct } from './alert-act.ts';
import { isToldInChannel } from './alert-channels.ts';
import type { AlertServiceOptions } from './alert-service.ts';
import { type AlertView, alertViewOf } from './alert-view.ts';
import { renderPlanned, writePlanned } from './planned.ts';
import { isSeen } from './seen.ts';
import type { SnoozeUntil } from './snooze.ts';
import { typedNote } from './typed-note.ts';

/** `at`: the time of the act. `reply`: the answer to the person. */
interface Written {
  readonly at: Instant;
  readonly view: AlertView;
}

export interface ActRequest {
  readonly id: number;
  readonly action: Exclude<AlertAction, 'escalate'>;
  readonly user: string;
  readonly text?: string | null;
  readonly to?: string | null;
  readonly until?: SnoozeUntil;
}

/** See `AlertService.act`. */
export async function actOnAlert(
  options: AlertServiceOptions,
  { id, action, user, text = null, to = null, until = 'tomorrow' }: ActRequest,
): Promise<AlertView | null> {
  const { store, workspace, connection, identities, now, languageOf } = options;
  if (action === 'assign' && to !== null && to !== user && !(await mayOwn(options, id, to))) return null;
  const direct = action === 'assign' && to !== null && to !== user && !(await isToldInChannel(options, id, to));
  const language = direct ? await languageOf(to) : null;
  const request = { id, action, user, text: text === null ? null : typedNote(text), to, until, direct: language };
  return decide<(PlannedAct & Written) | null, readonly object[], AlertView | null>({
    plan: () =>
      store.transaction(async (tx) => {
        const at = now();
        const act = await planAct({ store, tx, connection }, request, actOptions(options, at));
        return act === null
          ? null
          : { ...act, at, view: await alertViewOf({ store, tx, connection }, act.alert, identities) };
      }),
    render: (act) => (act === null ? [] : renderPlanned(act.planned)),
    async write(act, payloads) {
      if (act === null) return null;
      await store.transaction(async (tx) => {
        await writePlanned(store, tx, act.planned, { payloads, at: act.at });
        await store.audit.append(tx, { workspace: workspace(), actor: user, action, subject: `alert ${id}` });
      });
      return act.view;
    },
  });
}

function actOptions(options: AlertServiceOptions, at: Instant): ActOptions {
  const { workspace, zone, calendar, weekStart, alertSettings: settings } = options;
  return { workspace: workspace(), at, zone, calendar, weekStart, settings };
}

/** See `AlertService.mayOwn`. */
export async function mayOwn({ store, actsOn }: AlertServiceOptions, id: number, user: string): Promise<boolean> {
  const alert = await store.transaction((tx) => store.alerts.find(tx, id));
  const scope = await actsOn(user);
  return alert === null || (scope !== null && isSeen(alert, scope));
}
