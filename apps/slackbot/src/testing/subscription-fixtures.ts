/** Subscriptions to alerts, for tests. */
import type { Zone } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { type AlertsDefinition, writeDefinition } from '../subscriptions/definition.ts';

export function subscribeToAlerts(
  store: Store,
  changes: Partial<AlertsDefinition> = {},
  channel = 'C0IT',
): Promise<number> {
  const definition: AlertsDefinition = {
    kind: 'alerts',
    zone: 'Asia/Riyadh' as Zone,
    language: 'en',
    without: [],
    atLeast: 1,
    thresholds: {},
    escalation: null,
    threadOnly: false,
    ...changes,
  };
  return store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace: 'T1',
      channel,
      owner: 'U0NOURA',
      kind: 'alerts',
      definition: writeDefinition(definition),
      nextRunAt: null,
    }),
  );
}
