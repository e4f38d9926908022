/**
 * Looks at the alerts of a connection when it is time: after a group wait, and each minute. This process does it itself; a job stands behind it in case the
 * process dies meanwhile. Effects: the store and the jobs by their handles. Errors: `now` throws the store's; the others log them.
 */
import { type AlertOptions, evaluateAlerts } from '../alerts/evaluate.ts';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';

export interface LookOptions extends AlertOptions {
  /** Of a job that looks `afterMs` from now; one at a time for each connection. */
  readonly sendLook: (connection: string, afterMs: number) => Promise<unknown>;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface Looks {
  now(connection: string): Promise<void>;
  after(connection: string, ms: number): Promise<void>;
  stop(): void;
}

export function createLooks(options: LookOptions): Looks {
  const stopping = new AbortController();

  async function now(connection: string): Promise<void> {
    const { store } = options;
    const at = await store.now();
    const waitMs = await store.transaction((tx) => evaluateAlerts(tx, connection, [], at, options));
    if (waitMs !== null) await after(connection, waitMs);
  }

  async function after(connection: string, ms: number): Promise<void> {
    void wait(connection, ms);
    await options.sendLook(connection, ms);
  }

  async function wait(connection: string, ms: number): Promise<void> {
    try {
      await options.sleep(ms, stopping.signal);
    } catch {
      return;
    }
    await now(connection).catch((error: unknown) =>
      options.log.warn({ connection, ...errorFields(error) }, 'alerts.look'),
    );
  }

  return { now, after, stop: () => stopping.abort() };
}
