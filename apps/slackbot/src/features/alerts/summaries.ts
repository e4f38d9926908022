/**
 * Combines alerts into one message for a channel: a burst, or the alerts that are open when it
 * subscribes. Decided for each channel after all alerts of a connection were evaluated, in the same
 * transaction. Effects: the store by its handle. Errors: the store's.
 */
import {
  type AlertSettings,
  type AlertTold,
  burstWindowMs,
  fingerprintsOf,
  type Instant,
  isBurst,
  isRunning,
  newSummary,
  reopenMs,
  stepSummary,
  type SummaryState,
} from '@leadbell/domain';
import type { Store, StoredAlert, StoredSummary, Transaction } from '@leadbell/store';
import type { Span } from '@leadbell/slack-kit';
import { summaryCard, summaryLine, summaryLists, type SummaryView, byWeight } from './summary-card.ts';
import { placeOf, postNotice, recount, render, shownFor, type Subscriber } from './subscriber.ts';
import { isWanted, isWantedNow } from './thresholds.ts';

/** An evaluated alert and its result. */
export interface Looked {
  readonly alert: StoredAlert;
  readonly told: AlertTold;
  /** Silenced, inhibited or snoozed. */
  readonly isMuted: boolean;
}

/** The result for an alert that cannot be evaluated now: unchanged, without messages. */
export function asItWas(alert: StoredAlert): Looked & { readonly joined: readonly string[]; readonly before: null } {
  return { alert, told: null, isMuted: true, joined: [], before: null };
}

export interface Look {
  readonly connection: string;
  readonly looked: readonly Looked[];
  readonly now: Instant;
  readonly settings: AlertSettings;
  /** Recently created subscriptions. */
  readonly newcomers: readonly Subscriber[];
  /** During business hours, when groups may be mentioned. */
  readonly isOpen: boolean;
}

/** Whether a channel gets the alert in a summary. */
export type InSummary = (alert: Pick<StoredAlert, 'id'>, subscriber: Subscriber) => boolean;

export async function summarise(
  store: Store,
  tx: Transaction,
  look: Look,
  subscribers: readonly Subscriber[],
): Promise<InSummary> {
  const ids = subscribers.map(({ subscription }) => subscription.id);
  const all = await store.summaries.current(tx, ids, (look.now - reopenMs) as Instant);
  const places = new Set<string>();
  for (const subscriber of subscribers) {
    const its = all.filter(({ subscription }) => subscription === subscriber.subscription.id);
    const placed = await placedIn(store, tx, look, subscriber, its);
    for (const { state } of its) for (const id of state.alerts) places.add(`${id} ${subscriber.subscription.id}`);
    for (const id of placed.added) places.add(`${id} ${subscriber.subscription.id}`);
    if (placed.begun !== null) await begin(store, tx, look, subscriber, placed);
    for (const summary of its)
      await goOn(store, tx, look, subscriber, summary, placed.joins === summary ? placed.added : []);
  }
  return ({ id }, { subscription }) => places.has(`${id} ${subscription.id}`);
}

interface Placing {
  /** Alerts without a message of their own, the worst first. */
  readonly added: readonly number[];
  /** The kind of summary to start, or the existing one to join. */
  readonly begun: SummaryState['kind'] | null;
  readonly joins: StoredSummary | null;
}

const nowhere: Placing = { added: [], begun: null, joins: null };

/** Decides where to put the alerts that the channel does not have yet. */
async function placedIn(
  store: Store,
  tx: Transaction,
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
    if (one.told === 'fire' || (await placeOf(store, tx, one.alert, subscriber)) === null) fresh.push(one);
  const added = byWeight(fresh.map(({ alert }) => alert)).map(({ id }) => id);
  if (added.length === 0) return nowhere;
  if (running !== null) return { added, begun: null, joins: running };
  // A new subscription gets all open alerts in its first message.
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

async function begin(
  store: Store,
  tx: Transaction,
  { looked, now, connection }: Look,
  subscriber: Subscriber,
  { added, begun }: Placing,
): Promise<void> {
  const state = newSummary(begun ?? 'burst', added, now);
  const id = await store.summaries.add(tx, subscriber.subscription.id, state, now);
  const alerts = added.flatMap((one) => looked.find(({ alert }) => alert.id === one)?.alert ?? []);
  await show(store, tx, { id, state, alerts }, { subscriber, connection, now });
}

async function goOn(
  store: Store,
  tx: Transaction,
  look: Look,
  subscriber: Subscriber,
  { id, state: before }: StoredSummary,
  added: readonly number[],
): Promise<void> {
  const { looked, now, settings, connection, isOpen } = look;
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
  if (JSON.stringify(state) !== JSON.stringify(before)) await store.summaries.save(tx, id, state, now);
  if (told !== null || added.length > 0 || news.some((one) => one.told !== null))
    await refreshSummary(store, tx, { id, state }, { subscriber, connection, now });
  if (told !== null)
    await line(store, tx, id, subscriber, {
      card: summaryLine(told, count, null, shownFor(subscriber)),
      key: `${told} ${now}`,
      isAloud: told !== 'resolve',
    });
  await escalateAll(store, tx, look, subscriber, { id, its: open });
}

/** Mentions the subscription's group, once for each summary. */
async function escalateAll(
  store: Store,
  tx: Transaction,
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
  await line(store, tx, id, subscriber, {
    card: summaryLine('escalate', left.length, called, shownFor(subscriber)),
    key: 'escalate',
    isAloud: true,
  });
}

interface Where {
  readonly subscriber: Subscriber;
  readonly connection: string;
  readonly now: Instant;
}

/** Updates the summary's message and lists to the current state of its alerts. */
export async function refreshSummary(
  store: Store,
  tx: Transaction,
  { id, state }: Pick<StoredSummary, 'id' | 'state'>,
  where: Where,
): Promise<void> {
  await show(store, tx, await summaryViewOf(store, tx, { id, state }), where);
}

/** Loads the alerts in the summary's order, without deleted ones. */
export async function summaryViewOf(
  store: Store,
  tx: Transaction,
  { id, state }: Pick<StoredSummary, 'id' | 'state'>,
): Promise<SummaryView> {
  const found = new Map((await store.alerts.ofIds(tx, state.alerts)).map((alert) => [alert.id, alert]));
  return { id, state, alerts: state.alerts.flatMap((one) => found.get(one) ?? []) };
}

async function show(
  store: Store,
  tx: Transaction,
  view: SummaryView,
  { subscriber, connection, now }: Where,
): Promise<void> {
  const fingerprints = new Set(view.alerts.flatMap(({ state }) => fingerprintsOf(state)));
  const errorTexts = await store.alerts.errorTexts(tx, connection, [...fingerprints]);
  const shown = { ...shownFor(subscriber), errorTexts };
  const { workspace } = subscriber.subscription;
  const key = keyOfSummary(view.id);
  const card = summaryCard(view, shown);
  if (!(await store.outbox.update(tx, workspace, key, render(card, shown))))
    await postNotice(store, tx, subscriber, key, () => card, now);
  for (const [n, list] of summaryLists(view, shown).entries()) {
    const own = `${key} list ${n}`;
    if (!(await store.outbox.update(tx, workspace, own, render(list, shown))))
      await line(store, tx, view.id, subscriber, { card: list, key: `list ${n}`, isAloud: false });
  }
  await recount(store, tx, await store.outbox.place(tx, workspace, key), subscriber);
}

function keyOfSummary(id: number): string {
  return `alerts ${id}`;
}

/** Adds a line to the summary's thread, or beside it if it is itself a reply. */
export async function line(
  store: Store,
  tx: Transaction,
  summary: number,
  subscriber: Subscriber,
  {
    card,
    key,
    isAloud,
  }: { readonly card: Parameters<typeof render>[0]; readonly key: string; readonly isAloud: boolean },
): Promise<void> {
  const { id, workspace, channel } = subscriber.subscription;
  const own = keyOfSummary(summary);
  const placed = await store.outbox.place(tx, workspace, own);
  if (placed === null) return;
  const isBroadcast = isAloud && placed.first === null && !subscriber.definition.threadOnly;
  await store.outbox.add(tx, [
    {
      workspace,
      channel,
      kind: 'alert',
      subscription: id,
      key: `${own} ${key}`,
      threadOf: placed.id,
      payload: { ...render(card, shownFor(subscriber)), ...(isBroadcast ? { reply_broadcast: true } : {}) },
    },
  ]);
}
