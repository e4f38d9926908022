/**
 * Polls each DMS as long as the process lives. Polling does not depend on jobs. Every process runs
 * this loop, and the store's lease decides which of them polls. When that process is killed,
 * another takes over within seconds. Effects: those of its options. Errors: none escape; they are
 * logged, and the poll is tried again soon.
 */
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';
import { failureOf } from '../failure.ts';
import { pollOnce } from './poll.ts';
import type { PollOptions } from './poll-options.ts';

export interface PollerOptions extends PollOptions {
  readonly connections: readonly string[];
  readonly log: Log;
}

export interface Poller {
  /**
   * Polls soon even if no poll is due. Call it after a jump of the clock, because the pause before the next poll was
   * computed for another time of day.
   */
  wake(): Promise<void>;
  /** Lets a running poll finish, or aborts it after `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

/**
 * Each process checks this often whether it should poll, for example because another was killed; a
 * check costs one short statement.
 */
const longestLookMs = 1_000;
const afterErrorMs = 1_000;

export function startPoller(options: PollerOptions): Poller {
  const stopping = new AbortController();
  const aborting = new AbortController();
  const running = options.connections.map((connection) => run(connection));

  async function run(connection: string): Promise<void> {
    const { store, sleep, log } = options;
    let waitMs = 0;
    await store.connections.hurry(connection).catch(() => {});
    for (;;) {
      await sleep(Math.min(waitMs, longestLookMs), stopping.signal).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        waitMs = await pollOnce(connection, options, aborting.signal);
      } catch (error) {
        // Not even the outcome could be stored. Channels are notified of the gap when the database
        // is back.
        log.warn({ connection, failure: failureOf(error), ...errorFields(error) }, 'poll.failed');
        waitMs = afterErrorMs;
      }
    }
  }

  return {
    async wake() {
      for (const connection of options.connections) await options.store.connections.hurry(connection);
    },
    async stop(patienceMs) {
      stopping.abort();
      const enough = new AbortController();
      const late = options.sleep(patienceMs, enough.signal).then(
        () => aborting.abort(),
        () => {},
      );
      await Promise.all(running);
      enough.abort();
      await late;
    },
  };
}
