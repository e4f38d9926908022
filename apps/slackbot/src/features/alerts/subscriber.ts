/**
 * A subscription to alerts, the keys of its messages, and how alerts are shown to it. Effects:
 * reads the store. Errors: those of the store.
 */
import type { AlertSettings } from '@leadbell/domain';
import type { Store, StoredAlert, Subscription, Transaction } from '@leadbell/store';
import { messagesFor } from '../../words/index.ts';
import { type AlertsDefinition, readDefinition } from '../../subscriptions/definition.ts';
import type { AlertShown } from './alert-shown.ts';
import type { ErrorTexts } from './title.ts';

export interface Subscriber {
  readonly subscription: Subscription;
  readonly definition: AlertsDefinition;
  /** The connection's settings, for values that the subscription does not set. */
  readonly settings: AlertSettings;
}

/** Where a decision about alerts reads its data. */
export interface Reading {
  readonly store: Store;
  readonly tx: Transaction;
  readonly connection: string;
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

/** The key of the alert's message in the channel. */
export function keyOf({ id }: Pick<StoredAlert, 'id'>, { subscription }: Pick<Subscriber, 'subscription'>): string {
  return `alert ${id} ${subscription.id}`;
}

/** Returns how an alert is shown in the subscription's language. Builds texts, so call it outside transactions. */
export function shownFor(
  { subscription: { workspace }, definition }: Subscriber,
  errorTexts: ErrorTexts = new Map(),
  alert: StoredAlert | null = null,
): AlertShown {
  const homes = Object.entries(alert?.state.homes ?? {});
  const outsiders = new Set(homes.flatMap(([user, home]) => (home === workspace ? [] : [user])));
  return { messages: messagesFor(definition.language), zone: definition.zone, errorTexts, outsiders };
}
