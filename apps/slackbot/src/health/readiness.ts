/**
 * Says why the service is not ready, in words for an operator. Effects: reads the database through
 * the store. Errors: none.
 */
import type { Instant } from '@leadbell/domain';
import type { Store } from '@leadbell/store';

export interface ReadinessOptions {
  readonly store: Pick<Store, 'realNow' | 'now' | 'connections'>;
  readonly isPolled: boolean;
  readonly connection: 'socket' | 'http';
  readonly isConnected: () => boolean;
}

const overdueMs = 60_000;

/** The reasons why the service is not ready; empty if it is. */
export async function whatIsMissing(options: ReadinessOptions): Promise<readonly string[]> {
  const { isConnected, connection } = options;
  return [
    ...(isConnected()
      ? []
      : [
          connection === 'socket'
            ? 'Slack: not connected (Socket Mode), so no command or button arrives; it tries again by itself'
            : 'Slack: not listening for its requests',
        ]),
    ...(await ofDatabase(options)),
  ];
}

async function ofDatabase({ store, isPolled }: ReadinessOptions): Promise<readonly string[]> {
  try {
    const now = await store.now();
    if (!isPolled) return [];
    const overdue = (await store.connections.status()).flatMap(({ overdueSince }) => overdueSince ?? []);
    // A poll that became due only a moment ago is not a problem.
    if (overdue.every((since) => now - since < overdueMs)) return [];
    return [
      `poller: a poll of the DMS has been due for ${secondsSince(overdue, now)} s, and no process has started it`,
    ];
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    return [`database: it does not answer (${typeof code === 'string' ? code : 'no answer'})`];
  }
}

function secondsSince(times: readonly Instant[], now: Instant): number {
  return Math.round((now - Math.min(...times)) / 1_000);
}
