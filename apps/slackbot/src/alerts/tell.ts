/** What channels are told of an alert: rows of the outbox, in the transaction that changed it. Effects: the store by its handle. Errors: the store's. */
import { type AlertEntry, type AlertSettings, type AlertTold, fingerprintsOf } from '@leadbell/domain';
import type { NewMessage, Store, StoredAlert, Subscription, Transaction } from '@leadbell/store';
import { messagesFor } from '../locales/index.ts';
import type { Card, Span } from '../slack/card.ts';
import { renderMessage } from '../slack/render.ts';
import { type AlertsDefinition, readDefinition } from '../subscriptions/definition.ts';
import { alertCard, type AlertShown, entryCard } from './alert-card.ts';
import { isWanted, passes } from './wanted.ts';

interface Teller {
  readonly subscription: Subscription;
  readonly definition: AlertsDefinition;
  /** Of the connection: what a subscription does not say. */
  readonly settings: AlertSettings;
}

export async function tellersOf(store: Store, tx: Transaction, settings: AlertSettings): Promise<readonly Teller[]> {
  return (await store.subscriptions.ofKind(tx, 'alerts')).flatMap((subscription) => {
    const definition = readDefinition(subscription.kind, subscription.definition);
    return definition?.kind === 'alerts' ? [{ subscription, definition, settings }] : [];
  });
}

export interface News {
  readonly told: Exclude<AlertTold, null>;
  /** What is said in the thread. */
  readonly entry: AlertEntry | null;
  /** Bulks that are told of now, of those that came to a firing alert. */
  readonly joined?: readonly string[];
  /** Silenced, inhibited or snoozed: no channel hears of it for the first time. */
  readonly isMuted?: boolean;
}

/** The message in its new state, and a line in its thread for all but an update. */
export async function tell(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  { told, entry, joined = [], isMuted = false }: News,
  tellers: readonly Teller[],
): Promise<void> {
  const errorTexts = await store.alerts.errorTexts(tx, alert.connection, fingerprintsOf(alert.state));
  for (const { subscription, definition, settings } of tellers) {
    const shown: AlertShown = { messages: messagesFor(definition.language), zone: definition.zone, errorTexts };
    const key = keyOf(alert, subscription);
    const payload = render(alertCard(alert, shown), shown);
    // A channel that has been told hears how it goes on; else it must be about enough.
    const isKnown = await store.outbox.update(tx, subscription.workspace, key, payload);
    if (!isKnown && (alert.state.status !== 'firing' || isMuted || !isWanted(alert, definition, settings))) continue;
    const { id: subscriptionId, workspace, channel } = subscription;
    const common = { workspace, channel, kind: 'alert', subscription: subscriptionId };
    const [root = 0] = await store.outbox.add(tx, [{ ...common, key, payload }]);
    if (!isKnown || entry === null || told === 'update' || told === 'fire') continue;
    const bulks = joined.filter((id) => {
      const member = alert.state.members[id];
      return member !== undefined && passes(alert.rule, member, definition, settings);
    });
    if (told === 'join' && bulks.length === 0) continue;
    const said = told === 'join' ? { ...entry, count: bulks.length } : entry;
    const holder = told === 'join' ? (alert.state.owner ?? alert.state.acknowledgedBy) : null;
    // Of what joins, only who has it is told; else the channel.
    const isAloud = told === 'repeat' || told === 'reopen' || (told === 'join' && holder === null);
    const line = reply(alert, said, shown, isAloud, holder === null ? null : { user: holder });
    await store.outbox.add(tx, [{ ...common, key: `${key} ${entry.what} ${entry.at}`, threadOf: root, payload: line }]);
  }
}

/** The message as it is, to channels that may not have it yet; what is there stays as it is. */
export async function introduce(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  tellers: readonly Teller[],
): Promise<void> {
  const wanted = tellers.filter(({ definition, settings }) => isWanted(alert, definition, settings));
  if (wanted.length === 0) return;
  const errorTexts = await store.alerts.errorTexts(tx, alert.connection, fingerprintsOf(alert.state));
  const messages = wanted.map(({ subscription, definition }): NewMessage => {
    const shown: AlertShown = { messages: messagesFor(definition.language), zone: definition.zone, errorTexts };
    const { id, workspace, channel } = subscription;
    const payload = render(alertCard(alert, shown), shown);
    return { workspace, channel, kind: 'alert', subscription: id, key: keyOf(alert, subscription), payload };
  });
  await store.outbox.add(tx, messages);
}

/** Calls the groups of those subscriptions whose time is over, each once for each time that it fires. */
export async function escalate(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  now: AlertEntry['at'],
  tellers: readonly Teller[],
): Promise<void> {
  const { state } = alert;
  for (const { subscription, definition, settings } of tellers) {
    const { escalation } = definition;
    const since = state.firedAt ?? now;
    if (escalation === null || now - since < escalation.minutes * 60_000) continue;
    if (!isWanted(alert, definition, settings)) continue;
    const shown: AlertShown = {
      messages: messagesFor(definition.language),
      zone: definition.zone,
      errorTexts: new Map(),
    };
    const { id, workspace, channel } = subscription;
    const common = { workspace, channel, kind: 'alert', subscription: id };
    const key = keyOf(alert, subscription);
    const [root = 0] = await store.outbox.add(tx, [
      { ...common, key, payload: render(alertCard(alert, shown), shown) },
    ]);
    const entry: AlertEntry = { at: now, what: 'escalate', by: null, text: null };
    const payload = reply(alert, entry, shown, true, { group: escalation.group });
    // The same time of firing: the same key, whoever looks and however often.
    const message: NewMessage = { ...common, key: `${key} escalate ${state.firedAt}`, threadOf: root, payload };
    await store.outbox.add(tx, [message]);
  }
}

function keyOf({ id }: StoredAlert, subscription: Subscription): string {
  return `alert ${id} ${subscription.id}`;
}

/** `aloud`: in the channel too, where it is seen. */
function reply(
  alert: StoredAlert,
  entry: AlertEntry,
  shown: AlertShown,
  aloud: boolean,
  called: Span | null = null,
): object {
  return { ...render(entryCard(alert, entry, shown, called), shown), ...(aloud ? { reply_broadcast: true } : {}) };
}

function render(card: Card, { messages }: AlertShown) {
  return renderMessage(card, { tag: messages.tag, more: messages.leads.more });
}
