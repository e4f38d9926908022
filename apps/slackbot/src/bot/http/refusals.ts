/**
 * Logs refused requests: the first of each reason at once, and the others of the same minute as one line with their
 * count. So a flood writes two lines a minute for each reason. Effects: the log.
 */
import type { Log } from '../../log.ts';

export type RefusalReason =
  /** Another path or method. */
  | 'not-found'
  /** No signature, or one that is not Slack's. */
  | 'signature'
  /** Signed more than five minutes ago or ahead. */
  | 'timestamp'
  | 'too-large'
  /** No complete request in time. */
  | 'timeout'
  | 'malformed'
  /** Closed because others needed its place or its memory. */
  | 'crowded'
  /** Slack's own, from a workspace that Leadbell does not serve. */
  | 'workspace';

export interface Refusals {
  count(reason: RefusalReason): void;
  /** Logs the rest. */
  close(): void;
}

export interface RefusalOptions {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Default `http.refused`. */
  readonly event?: string;
}

const everyMs = 60_000;

export function createRefusals({ sleep, log, event = 'http.refused' }: RefusalOptions): Refusals {
  /** Refused since the first one was logged. */
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
