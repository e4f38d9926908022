/** For tests: subscriptions to alerts. */
import type { Store } from '@leadbell/store';
import { type AlertsDefinition, writeDefinition } from '../subscriptions/definition.ts';
import { plainAlerts } from './definition-fixtures.ts';

export function subscribeToAlerts(
  store: Store,
  changes: Partial<AlertsDefinition> = {},
  channel = 'C0IT',
): Promise<number> {
  const definition = { ...plainAlerts, ...changes };
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
