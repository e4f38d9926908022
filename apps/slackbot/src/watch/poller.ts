/**
 * Polls each DMS for as long as the process lives. Depends on no job: each process has this loop, and the store's lease says who polls; when that one is
 * killed, another takes over within seconds. Effects: by what it is handed. Errors: none escape; they are logged, and the next look comes soon.
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
  /** Polls soon, though the next poll is not due: a pause was for another time of day. */
  wake(): Promise<void>;
  /** Lets a poll end that is under way, or ends it when that takes long. */
  stop(patienceMs: number): Promise<void>;
}

/** The process that polled may have been killed: a look costs one short statement. */
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
        // Not even the outcome could be stored: channels hear of the gap when the database is back.
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
