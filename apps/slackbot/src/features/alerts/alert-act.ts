/**
 * Plans a person's action on an alert: the state of the alert afterwards, and drafts of the
 * messages about the action. Effects: reads the store. Errors: those of the store.
 */
import type { Language } from '@leadbell/i18n';
import {
  type AlertAction,
  type AlertEntry,
  type AlertSettings,
  type AlertState,
  closeByHand,
  type Instant,
  isClosedByHand,
  isOfConnection,
  reopenByHand,
  reopenMs,
  withEntry,
} from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { messagesFor } from '../../words/index.ts';
import { type AlertPlan, createAlertPlan } from './alert-plan.ts';
import { assignedCard } from './assigned-card.ts';
import { render } from './channel-messages.ts';
import type { Draft } from './draft.ts';
import { notify } from './notify.ts';
import type { Planned } from './planned.ts';
import { type Reading, subscribersOf } from './subscriber.ts';
import { type SnoozeCalendar, type SnoozeUntil, snoozeEnd } from './snooze.ts';
import { addActLine, draftSummary } from './summary-messages.ts';

export interface ActRequest {
  readonly id: number;
  readonly action: Exclude<AlertAction, 'escalate'>;
  readonly user: string;
  /** The text of a note. */
  readonly text: string | null;
  /** The new owner; null if it is the person who acts. */
  readonly to: string | null;
  readonly until: SnoozeUntil;
  /** The language of the direct message to the new owner; null if they need no message. */
  readonly direct: Language | null;
}

export interface ActOptions extends SnoozeCalendar {
  readonly workspace: string;
  readonly at: Instant;
  readonly settings: AlertSettings;
}

export interface PlannedAct {
  readonly planned: Planned;
  readonly alert: StoredAlert;
}

/** Returns null when the alert does not exist, or its state does not allow the action. */
export async function planAct(reading: Reading, request: ActRequest, options: ActOptions): Promise<PlannedAct | null> {
  const { store, tx, connection } = reading;
  const { at, workspace } = options;
  const { version } = await store.alerts.basis(tx, connection);
  const before = await store.alerts.find(tx, request.id);
  if (before === null || before.connection !== connection || !allows(before, request.action)) return null;
  const { action, user, text, to, until, direct } = request;
  const entry = {
    at,
    what: action,
    by: user,
    text,
    ...(to === null ? {} : { to }),
    ...(action === 'snooze' ? { until: snoozeEnd(until, at, options) } : {}),
  };
  const homes = { ...before.state.homes, [user]: workspace, ...(to === null ? {} : { [to]: workspace }) };
  const alert = { ...before, state: withEntry({ ...after(before.state, request, options), homes }, entry) };
  const subscribers = await subscribersOf(store, tx, options.settings);
  const plan = createAlertPlan(reading, { version }, subscribers);
  plan.put(alert, 'save');
  // Like a resolve, every action updates the alert's message and adds a line to its thread.
  // `isMuted`: the message is not posted in channels that do not have it.
  const news = { told: 'resolve', entry: alert.state.history.at(-1) ?? null, at, isMuted: true } as const;
  await notify(plan, alert, news, subscribers);
  await notifyInSummaries(plan, alert, entry);
  // Notifies the new owner, unless they owned the alert already.
  if (direct !== null && to !== null && before.state.owner !== to)
    plan.draft(assignedNotice(alert, { ...options, to, by: user, language: direct }));
  return { planned: await plan.finish(), alert };
}

/** Updates the summaries that contain the alert. An assignment or a note also adds a line to their threads. */
async function notifyInSummaries(plan: AlertPlan, alert: StoredAlert, entry: AlertEntry): Promise<void> {
  const { store, tx } = plan.reading;
  const ids = plan.subscribers.map(({ subscription }) => subscription.id);
  const all = await store.summaries.current(tx, ids, (entry.at - reopenMs) as Instant);
  for (const subscriber of plan.subscribers) {
    const summary = all.findLast(
      ({ subscription, state }) => subscription === subscriber.subscription.id && state.alerts.includes(alert.id),
    );
    if (summary === undefined) continue;
    await draftSummary(plan, subscriber, summary, { at: entry.at });
    if (entry.what === 'assign' || entry.what === 'note')
      await addActLine(plan, subscriber, summary.id, { alert, entry });
  }
}

function assignedNotice(
  alert: StoredAlert,
  {
    workspace,
    at,
    zone,
    to,
    by,
    language,
  }: Pick<ActOptions, 'workspace' | 'at' | 'zone'> & {
    readonly to: string;
    readonly by: string;
    readonly language: Language;
  },
): Draft {
  return {
    how: 'add',
    message: { workspace, channel: to, key: `assigned ${alert.id} ${to} ${at}`, kind: 'notice' },
    write(errorTexts) {
      const shown = { messages: messagesFor(language), zone, errorTexts };
      return render(assignedCard(alert, by, shown), shown);
    },
  };
}

function allows({ rule, state }: StoredAlert, action: ActRequest['action']): boolean {
  // An alert about the connection ends by itself when the connection recovers.
  if (action === 'resolve' && isOfConnection(rule)) return false;
  const { acknowledgedBy, owner, snoozedUntil } = state;
  if (action === 'unacknowledge' && (acknowledgedBy === null || owner !== null)) return false;
  if (action === 'wake' && snoozedUntil === null) return false;
  if (action === 'reopen') return state.status === 'resolved' && isClosedByHand(state);
  return state.status === 'firing';
}

function after(state: AlertState, { action, user, to, until }: ActRequest, options: ActOptions): AlertState {
  switch (action) {
    case 'acknowledge':
      return { ...state, acknowledgedBy: user };
    case 'unacknowledge':
      return { ...state, acknowledgedBy: null };
    case 'resolve':
      return closeByHand(state, options.at);
    case 'reopen':
      return reopenByHand(state, options.at);
    // To assign an alert is also to acknowledge it. After a release, the alert has no owner.
    case 'assign':
      return { ...state, owner: to ?? user, acknowledgedBy: state.acknowledgedBy ?? user };
    case 'release':
      return { ...state, owner: null, acknowledgedBy: null };
    case 'snooze':
      return { ...state, snoozedUntil: snoozeEnd(until, options.at, options) };
    case 'wake':
      return { ...state, snoozedUntil: null };
    case 'note':
      return state;
    default:
      return action satisfies never;
  }
}
