/**
 * Logs refused requests: the first of each reason at once, and the others of the same minute as one line with their
 * count. So even a flood causes only two lines a minute for each reason. Effects: the log.
 */
import type { Log } from '../../log.ts';

export type RefusalReason =
  /** Another path or method. */
  | 'not-found'
  /** Without a signature, or with one that is not Slack's. */
  | 'signature'
  /** Signed more than five minutes ago or ahead. */
  | 'timestamp'
  | 'too-large'
  /** The request was not complete in time. */
  | 'timeout'
  | 'malformed'
  /** Closed to make room for other connections, or to free memory. */
  | 'crowded'
  /** From Slack, but for a workspace that Leadbell does not serve. */
  | 'workspace'
  /** Slack sent fewer events than there were, because there were too many in a minute. */
  | 'too-many';

export interface Refusals {
  count(reason: RefusalReason): void;
  /** Logs the rest. */
  close(): void;
}

export interface RefusalOptions {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** The default is `http.refused`. */
  readonly event?: string;
}

const everyMs = 60_000;

export function createRefusals({ sleep, log, event = 'http.refused' }: RefusalOptions): Refusals {
  /** The number refused since the first one was logged. */
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
