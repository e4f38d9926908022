/**
 * Renews a poll's lease while the poll runs, even if the DMS is slow, and measures the poll's
 * duration without the time in which this process was suspended. Effects: uses the given store.
 * Errors: none escape.
 */
import { LostLease, type PollLease, type Store } from '@leadbell/store';
import type { Log } from '../log.ts';

export interface HeldLease {
  /** Aborts when another process has taken over the poll. */
  readonly lost: AbortSignal;
  /** Milliseconds since the start, excluding time in which the process was suspended. */
  tookMs(): number;
  /** Whether this process was suspended for seconds. */
  hasSlept(): boolean;
  stop(): Promise<void>;
}

export interface LeaseOptions {
  readonly store: Store;
  readonly elapsed: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

const tickMs = 500;
const renewEveryMs = 1_000;
/** A longer delay means that the process was suspended: a busy event loop is delayed by less than this. */
const sleptMs = 3_000;

export function keepLease(lease: PollLease, leaseMs: number, { store, elapsed, sleep, log }: LeaseOptions): HeldLease {
  const lost = new AbortController();
  const over = new AbortController();
  const beganAt = elapsed();
  let tickAt = beganAt;
  let asleepMs = 0;

  function tick(): void {
    const gapMs = elapsed() - tickAt;
    tickAt += gapMs;
    if (gapMs > sleptMs) asleepMs += gapMs;
  }

  async function each(ms: number, work: () => Promise<void> | void): Promise<void> {
    for (;;) {
      await sleep(ms, over.signal).catch(() => {});
      if (over.signal.aborted) return;
      await work();
    }
  }

  async function renew(): Promise<void> {
    try {
      await store.connections.renew(lease, leaseMs, {});
    } catch (error) {
      if (error instanceof LostLease) lost.abort();
      else log.warn({ connection: lease.connection }, 'poll.lease.waits');
    }
  }

  const running = [each(tickMs, tick), each(renewEveryMs, renew)];
  return {
    lost: lost.signal,
    tookMs() {
      tick();
      return elapsed() - beganAt - asleepMs;
    },
    hasSlept() {
      tick();
      return asleepMs > 0;
    },
    async stop() {
      over.abort();
      await Promise.all(running);
    },
  };
}
