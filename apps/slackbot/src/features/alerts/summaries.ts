/**
 * Combines alerts into one message for a channel: a burst, or the alerts that are open when the
 * channel subscribes. After all alerts of a connection were evaluated, decides for each channel
 * which alerts to combine. Effects: adds to the given plan. Errors: those of its reads.
 */
import {
  type AlertSettings,
  type AlertTold,
  burstWindowMs,
  type Instant,
  isBurst,
  isRunning,
  newSummary,
  reopenMs,
  stepSummary,
  type SummaryState,
} from '@leadbell/domain';
import type { StoredAlert, StoredSummary } from '@leadbell/store';
import type { Span } from '@leadbell/slack-kit';
import type { AlertPlan } from './alert-plan.ts';
import { placeOf } from './channel-messages.ts';
import { byWeight } from './summary-card.ts';
import { addSummaryLine, draftSummary } from './summary-messages.ts';
import type { Subscriber } from './subscriber.ts';
import { isWanted, isWantedNow } from './thresholds.ts';

/** An evaluated alert, and the news about it that the evaluation decided to send. */
export interface Looked {
  readonly alert: StoredAlert;
  readonly told: AlertTold;
  /** Whether the alert is silenced, inhibited or snoozed. */
  readonly isMuted: boolean;
}

/** The result for an alert that can't be evaluated at the moment: it stays unchanged and sends nothing. */
export function asItWas(alert: StoredAlert) {
  return { alert, told: null, isMuted: true, joined: [], before: null, isAsItWas: true };
}

export interface Look {
  readonly looked: readonly Looked[];
  readonly now: Instant;
  readonly settings: AlertSettings;
  /** Subscriptions that were created recently. */
  readonly newcomers: readonly Subscriber[];
  /** Whether the business is open, so that groups may be mentioned. */
  readonly isOpen: boolean;
}

/** Whether a channel gets the alert in a summary. */
export type InSummary = (alert: Pick<StoredAlert, 'id'>, subscriber: Subscriber) => boolean;

export async function summarise(plan: AlertPlan, look: Look): Promise<InSummary> {
  const { store, tx } = plan.reading;
  const ids = plan.subscribers.map(({ subscription }) => subscription.id);
  const all = await store.summaries.current(tx, ids, (look.now - reopenMs) as Instant);
  const places = new Set<string>();
  for (const subscriber of plan.subscribers) {
    const its = all.filter(({ subscription }) => subscription === subscriber.subscription.id);
    const placed = await placedIn(plan, look, subscriber, its);
    for (const { state } of its) for (const id of state.alerts) places.add(`${id} ${subscriber.subscription.id}`);
    for (const id of placed.added) places.add(`${id} ${subscriber.subscription.id}`);
    if (placed.begun !== null) await begin(plan, look, subscriber, placed);
    for (const summary of its)
      await goOn(plan, look, subscriber, { summary, added: placed.joins === summary ? placed.added : [] });
  }
  return ({ id }, { subscription }) => places.has(`${id} ${subscription.id}`);
}

interface Placing {
  /** Alerts that get no message of their own, the worst first. */
  readonly added: readonly number[];
  /** The kind of summary to start; null if none is started. */
  readonly begun: SummaryState['kind'] | null;
  readonly joins: StoredSummary | null;
}

const nowhere: Placing = { added: [], begun: null, joins: null };

/** Decides which summary gets the alerts that the channel does not have yet. */
async function placedIn(
  plan: AlertPlan,
  { looked, now, settings, newcomers }: Look,
  subscriber: Subscriber,
  summaries: readonly StoredSummary[],
): Promise<Placing> {
  const isNewcomer = newcomers.includes(subscriber);
  const known = new Set(summaries.flatMap(({ state }) => state.alerts));
  const running = summaries.findLast(({ state }) => isRunning(state, now, settings)) ?? null;
  const candidates = looked.filter(
    ({ alert, told, isMuted }) =>
      !isMuted &&
      alert.state.status === 'firing' &&
      (told !== null || isNewcomer) &&
      !known.has(alert.id) &&
      isWantedNow(alert, subscriber.definition, subscriber.settings),
  );
  if (candidates.length < (running === null ? 2 : 1)) return nowhere;
  const fresh: Looked[] = [];
  for (const one of candidates)
    if (one.told === 'fire' || (await placeOf(plan, one.alert, subscriber)) === null) fresh.push(one);
  const added = byWeight(fresh.map(({ alert }) => alert)).map(({ id }) => id);
  if (added.length === 0) return nowhere;
  if (running !== null) return { added, begun: null, joins: running };
  // A new subscription gets all open alerts in one first message.
  const hasStanding = fresh.some(({ told }) => told !== 'fire' && told !== 'reopen');
  if (isNewcomer && hasStanding && added.length > 1) return { added, begun: 'first', joins: null };
  const since = now - burstWindowMs(settings);
  const recent = looked.filter(
    ({ alert }) =>
      (alert.state.firedAt ?? 0) > since &&
      !known.has(alert.id) &&
      !added.includes(alert.id) &&
      isWanted(alert, subscriber.definition, subscriber.settings),
  ).length;
  return isBurst(added.length, recent, settings) ? { added, begun: 'burst', joins: null } : nowhere;
}

async function begin(plan: AlertPlan, look: Look, subscriber: Subscriber, { added, begun }: Placing): Promise<void> {
  const { looked, now } = look;
  const { store, tx } = plan.reading;
  const state = newSummary(begun ?? 'burst', added, now);
  const summary = { id: await store.summaries.reserve(tx), subscription: subscriber.subscription.id, state };
  plan.putSummary(summary, 'add');
  const fired = looked.filter(({ alert, told }) => told === 'fire' && added.includes(alert.id));
  await draftSummary(plan, subscriber, summary, { at: now, fired: fired.map(({ alert }) => alert) });
}

interface Going {
  readonly summary: StoredSummary;
  /** The alerts that join the summary in this evaluation. */
  readonly added: readonly number[];
}

async function goOn(plan: AlertPlan, look: Look, subscriber: Subscriber, { summary, added }: Going): Promise<void> {
  const { looked, now, settings, isOpen } = look;
  const { state: before } = summary;
  const its = new Set([...before.alerts, ...added]);
  const news = looked.filter(({ alert }) => its.has(alert.id));
  const open = news.filter(({ alert }) => alert.state.status === 'firing');
  const step = stepSummary(before, {
    now,
    settings,
    added,
    open: open.length,
    reopened: news.filter(({ told }) => told === 'reopen').length,
    unacknowledged: isOpen
      ? open.filter(({ alert, isMuted }) => !isMuted && alert.state.acknowledgedBy === null).length
      : 0,
  });
  const { state, told, count } = step;
  const after = { ...summary, state };
  if (JSON.stringify(state) !== JSON.stringify(before)) plan.putSummary(after, 'save');
  if (told !== null || added.length > 0 || news.some((one) => one.told !== null))
    await draftSummary(plan, subscriber, after, { at: now });
  if (told !== null)
    await addSummaryLine(plan, subscriber, after.id, {
      said: { told, count, called: null },
      key: `${told} ${now}`,
      isAloud: told !== 'resolve',
    });
  await escalateAll(plan, look, subscriber, { id: after.id, its: open });
}

/** Mentions the subscription's group, once for each summary. */
async function escalateAll(
  plan: AlertPlan,
  { now, isOpen }: Look,
  subscriber: Subscriber,
  { id, its }: { readonly id: number; readonly its: readonly Looked[] },
): Promise<void> {
  const { escalation } = subscriber.definition;
  if (escalation === null || !isOpen) return;
  const left = its.filter(
    ({ alert: { state }, isMuted }) =>
      !isMuted && state.acknowledgedBy === null && now - (state.firedAt ?? now) >= escalation.minutes * 60_000,
  );
  if (left.length === 0) return;
  const called: Span = { group: escalation.group };
  await addSummaryLine(plan, subscriber, id, {
    said: { told: 'escalate', count: left.length, called },
    key: 'escalate',
    isAloud: true,
  });
}
