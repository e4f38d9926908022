/**
 * Logs refused requests. The first refusal for a reason is logged at once. A minute later, a second line counts the
 * refusals for this reason since then. So even a flood causes only two lines a minute for each reason. Effects: writes
 * to the log.
 */
import type { Log } from '../../log.ts';

export type RefusalReason =
  /** The request has another path or method. */
  | 'not-found'
  /** The request has no signature, or one that is not Slack's. */
  | 'signature'
  /** The request was signed more than five minutes ago, or its time is more than five minutes in the future. */
  | 'timestamp'
  | 'too-large'
  /** The request was not complete in time. */
  | 'timeout'
  | 'malformed'
  /** The connection was closed to make room for others, or to free memory. */
  | 'crowded'
  /** The request is from Slack, but for a workspace that Leadbell does not serve. */
  | 'workspace'
  /** Slack left out events, because there were too many. */
  | 'too-many';

export interface Refusals {
  count(reason: RefusalReason): void;
  /** Logs the counts that have not been logged yet. */
  close(): void;
}

export interface RefusalOptions {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** The name of the log event; `http.refused` by default. */
  readonly event?: string;
}

const everyMs = 60_000;

export function createRefusals({ sleep, log, event = 'http.refused' }: RefusalOptions): Refusals {
  /** The number of requests refused for each reason after the first one was logged. */
  const others = new Map<RefusalReason, number>();
  const closing = new AbortController();

  function write(reason: RefusalReason, count: number): void {
    log.warn({ reason, count }, event);
  }

  function flush(reason: RefusalReason): void {
    const count = others.get(reason) ?? 0;
    others.delete(reason);
    if (count > 0) write(reason, count);
  }

  async function flushLater(reason: RefusalReason): Promise<void> {
    await sleep(everyMs, closing.signal).catch(() => {});
    if (!closing.signal.aborted) flush(reason);
  }

  return {
    count(reason) {
      const count = others.get(reason);
      others.set(reason, count === undefined ? 0 : count + 1);
      if (count !== undefined) return;
      write(reason, 1);
      void flushLater(reason);
    },
    close() {
      closing.abort(new Error('closed'));
      for (const reason of others.keys()) flush(reason);
    },
  };
}
