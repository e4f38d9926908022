/**
 * One channel's alert messages as rows of the outbox: the alert's own message, lines in its thread,
 * and the daily thread of a thread-only subscription. Effects: the store by its handle. Errors: the
 * store's.
 */
import { type AlertEntry, type AlertSettings, fingerprintsOf, type Instant, type LeadError } from '@leadbell/domain';
import type { NewMessage, Placed, Store, StoredAlert, Subscription, Transaction } from '@leadbell/store';
import { messagesFor } from '../../words/index.ts';
import { type Card, renderMessage, type Span } from '@leadbell/slack-kit';
import { dayOfThread, openDayThread, renderDayThread } from '../../subscriptions/day-thread.ts';
import { type AlertsDefinition, readDefinition } from '../../subscriptions/definition.ts';
import { alertCard, type AlertShown, entryCard, standingCounts } from './alert-card.ts';

export interface Subscriber {
  readonly subscription: Subscription;
  readonly definition: AlertsDefinition;
  /** The connection's settings, for values that a subscription does not set. */
  readonly settings: AlertSettings;
}

export async function subscribersOf(
  store: Store,
  tx: Transaction,
  settings: AlertSettings,
): Promise<readonly Subscriber[]> {
  return (await store.subscriptions.ofKind(tx, 'alerts')).flatMap((subscription) => {
    const definition = readDefinition(subscription.kind, subscription.definition);
    return definition?.kind === 'alerts' ? [{ subscription, definition, settings }] : [];
  });
}

function keyOf({ id }: Pick<StoredAlert, 'id'>, subscription: Subscription): string {
  return `alert ${id} ${subscription.id}`;
}

/** The alert's message in the channel; null when it has none. */
export function placeOf(store: Store, tx: Transaction, alert: StoredAlert, { subscription }: Subscriber) {
  return store.outbox.place(tx, subscription.workspace, keyOf(alert, subscription));
}

/**
 * Posts a message, in the daily thread for a thread-only subscription; posts it again when the
 * alert's message is lost.
 */
export async function post(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  subscriber: Subscriber,
  errorTexts: ReadonlyMap<string, LeadError>,
  at: Instant,
): Promise<void> {
  const { workspace } = subscriber.subscription;
  const threadOf = await dayOf(store, tx, subscriber, at);
  const key = keyOf(alert, subscriber.subscription);
  const payload = cardOf(alert, subscriber, errorTexts);
  if (await store.outbox.update(tx, workspace, key, payload)) await store.outbox.again(tx, workspace, key, threadOf);
  else await store.outbox.add(tx, [firstMessage(subscriber, key, payload, threadOf)]);
  if (threadOf !== undefined) await recount(store, tx, await placeOf(store, tx, alert, subscriber), subscriber);
}

/**
 * Posts a message that belongs to no single alert, once for its key, in the daily thread for a
 * thread-only subscription. Keys of lines about it begin with its key.
 */
export async function postNotice(
  store: Store,
  tx: Transaction,
  subscriber: Subscriber,
  key: string,
  cardFor: (shown: AlertShown) => Card,
  at: Instant,
): Promise<void> {
  const shown = shownFor(subscriber);
  const threadOf = await dayOf(store, tx, subscriber, at);
  await store.outbox.add(tx, [firstMessage(subscriber, key, render(cardFor(shown), shown), threadOf)]);
}

/** The daily message of a thread-only subscription. */
async function dayOf(store: Store, tx: Transaction, subscriber: Subscriber, at: Instant): Promise<number | undefined> {
  const { subscription, definition } = subscriber;
  if (!definition.threadOnly) return undefined;
  return openDayThread(store, tx, subscription, definition, at, shownFor(subscriber).messages);
}

function firstMessage(
  { subscription: { id, workspace, channel } }: Subscriber,
  key: string,
  payload: object,
  threadOf: number | undefined,
): NewMessage {
  const message = { workspace, channel, key, kind: 'alert', payload, subscription: id, lives: true };
  return threadOf === undefined ? message : { ...message, threadOf };
}

/** Updates the message and that of its daily thread. */
export async function refresh(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  subscriber: Subscriber,
  errorTexts: ReadonlyMap<string, LeadError>,
  placed: Placed,
): Promise<void> {
  const { subscription } = subscriber;
  await store.outbox.update(
    tx,
    subscription.workspace,
    keyOf(alert, subscription),
    cardOf(alert, subscriber, errorTexts),
  );
  await recount(store, tx, placed, subscriber);
}

export interface Line {
  readonly entry: AlertEntry;
  /** Unique together with the alert's key: the line is posted once. */
  readonly key: string;
  /** Also show it in the channel. */
  readonly isAloud: boolean;
  readonly called: Span | null;
}

/**
 * Adds a line to the alert's thread. Slack has no nested threads: if the alert's message is itself
 * a reply, the line is posted beside it and names the alert.
 */
export async function say(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  subscriber: Subscriber,
  placed: Placed,
  { entry, key, isAloud, called }: Line,
): Promise<void> {
  const { id, workspace, channel } = subscriber.subscription;
  const errorTexts = await store.alerts.errorTexts(tx, alert.connection, fingerprintsOf(alert.state));
  const shown = shownFor(subscriber, errorTexts, alert);
  const card = entryCard(alert, entry, shown, { called, isNamed: placed.first !== null });
  const isBroadcast = isAloud && placed.first === null && !subscriber.definition.threadOnly;
  await store.outbox.add(tx, [
    {
      workspace,
      channel,
      kind: 'alert',
      subscription: id,
      key: `${keyOf(alert, subscriber.subscription)} ${key}`,
      threadOf: placed.id,
      payload: { ...render(card, shown), ...(isBroadcast ? { reply_broadcast: true } : {}) },
    },
  ]);
}

/**
 * Updates the count of open alerts in the daily message whose thread contains them, on any later
 * day too.
 */
export async function recount(
  store: Store,
  tx: Transaction,
  placed: Placed | null,
  subscriber: Subscriber,
): Promise<void> {
  const { subscription } = subscriber;
  const first = placed?.first ?? null;
  const date = first === null ? null : dayOfThread(first.key);
  if (first === null || date === null) return;
  const ids = first.replies.flatMap((key) => {
    const [, id, of] = /^alert (\d+) (\d+)$/.exec(key) ?? [];
    return Number(of) === subscription.id ? [Number(id)] : [];
  });
  for (const key of first.replies) {
    const [, summary] = /^alerts (\d+)$/.exec(key) ?? [];
    const found =
      summary === undefined ? null : await store.summaries.find(tx, Number(summary), subscription.workspace);
    if (found?.subscription === subscription.id) ids.push(...found.state.alerts);
  }
  const { messages } = shownFor(subscriber);
  const text = standingCounts(await store.alerts.ofIds(tx, ids), messages);
  const payload = renderDayThread({ kind: 'alerts', date, text }, messages);
  await store.outbox.update(tx, subscription.workspace, first.key, payload);
}

export function shownFor(
  { subscription: { workspace }, definition }: Subscriber,
  errorTexts: ReadonlyMap<string, LeadError> = new Map(),
  alert: StoredAlert | null = null,
): AlertShown {
  const homes = Object.entries(alert?.state.homes ?? {});
  const outsiders = new Set(homes.flatMap(([user, home]) => (home === workspace ? [] : [user])));
  return { messages: messagesFor(definition.language), zone: definition.zone, errorTexts, outsiders };
}

function cardOf(alert: StoredAlert, subscriber: Subscriber, errorTexts: ReadonlyMap<string, LeadError>): object {
  const shown = shownFor(subscriber, errorTexts, alert);
  return render(alertCard(alert, shown), shown);
}

export function render(card: Card, { messages }: AlertShown) {
  return renderMessage(card, { tag: messages.tag, more: messages.leads.more });
}
