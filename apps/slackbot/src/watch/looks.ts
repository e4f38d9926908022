/**
 * Evaluates a connection's alerts when they are due: after a group wait, and each minute. The process that plans an
 * evaluation also runs it; a job does so if the process dies. Effects: uses the given store and jobs. Errors: `now` and
 * `after` throw those of the store and the jobs; an evaluation that was planned logs them.
 */
import type { Instant } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';

export interface LookOptions {
  readonly store: Pick<Store, 'now'>;
  /**
   * Evaluates the alerts. Returns the milliseconds until the next look if that is due before the
   * next minute, or else null.
   */
  readonly evaluate: (connection: string, at: Instant) => Promise<number | null>;
  /**
   * Sends a job that evaluates the alerts after `afterMs`; at most one is pending for each
   * connection.
   */
  readonly sendLook: (connection: string, afterMs: number) => Promise<unknown>;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
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
  /**
   * When the next look of each connection is due. A later look needs no timer, because the earlier
   * one schedules it.
   */
  const nextAt = new Map<string, number>();

  async function now(connection: string): Promise<void> {
    const { store } = options;
    const at = await store.now();
    const waitMs = await options.evaluate(connection, at);
    if (waitMs !== null) await after(connection, waitMs);
  }

  async function after(connection: string, ms: number): Promise<void> {
    const at = options.elapsed() + ms;
    if (at < (nextAt.get(connection) ?? Infinity)) {
      nextAt.set(connection, at);
      void wait(connection, ms, at);
    }
    await options.sendLook(connection, ms);
  }

  async function wait(connection: string, ms: number, at: number): Promise<void> {
    try {
      await options.sleep(ms, stopping.signal);
    } catch {
      return;
    }
    if (nextAt.get(connection) === at) nextAt.delete(connection);
    await now(connection).catch((error: unknown) =>
      options.log.warn({ connection, ...errorFields(error) }, 'alerts.look'),
    );
  }

  return { now, after, stop: () => stopping.abort() };
}
