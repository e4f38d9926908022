/**
 * The delivery loop: claims what is due, sends it, says how it ended. Any number of processes may run it on one database.
 * Effects: by what it is handed. Errors: none escape; what the database refuses is tried again, and what is lost with the process is reconciled by the next.
 */
import type { Claim, DeliveryQueue, Listening, Outcome, Pace } from '@leadbell/store';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';
import type { Outbound } from '../slack/outbound.ts';

export interface DeliverOptions {
  readonly queue: DeliveryQueue;
  readonly outbound: Pick<Outbound, 'send'>;
  readonly workspaces: readonly string[];
  readonly onOutbox: (listener: () => void) => Listening;
  readonly pace: Pace;
  readonly leaseMs: number;
  /** Calls to Slack at the same time. */
  readonly concurrency: number;
  readonly elapsed: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface Delivering {
  /** Claims nothing more, and lets what is under way end. */
  stop(): Promise<void>;
}

/** Slack's own: a message a second in a channel; the caps of a workspace are not told exactly, so these are low. */
export const slackPace: Pace = {
  channelMs: 1_000,
  postsPerSecond: 4,
  postBurst: 60,
  updatesPerSecond: 50 / 60,
  updateBurst: 20,
};

/** Against a stand-in, to measure what we can. */
export const noPace: Pace = {
  channelMs: 0,
  postsPerSecond: 1e6,
  postBurst: 1e6,
  updatesPerSecond: 1e6,
  updateBurst: 1e6,
};

/** In case a signal was missed. */
const lookEveryMs = 5_000;
const troubleMs = 500;
const budgetMs = 100;

/** A clock that is corrected little by little stays within this for hours. */
const steadyMs = 2_000;

/** How long the database's clock has gone as ours does. A lease that a jump has ended early says nothing about the call that was made under it. */
function watchClock(elapsed: () => number): { see(now: number): void; steadyForMs(): number } {
  let since: { readonly now: number; readonly elapsed: number } | null = null;
  return {
    see(now) {
      const mine = elapsed();
      if (since === null || Math.abs(now - since.now - (mine - since.elapsed)) > steadyMs)
        since = { now, elapsed: mine };
    },
    steadyForMs: () => (since === null ? 0 : elapsed() - since.elapsed),
  };
}

export function startDelivering(options: DeliverOptions): Delivering {
  const { queue, outbound, workspaces, onOutbox, pace, leaseMs, concurrency, elapsed, sleep, log } = options;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let wake = Promise.withResolvers<void>();
  const rouse = (): void => wake.resolve();
  /** Said once: a database that is gone for an hour is one trouble. */
  let isTroubled = false;
  const clock = watchClock(elapsed);
  const listening = onOutbox(rouse);
  const running = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const woken = (wake = Promise.withResolvers<void>());
      const waitMs = await claimSome();
      if (waitMs > 0) await Promise.race([woken.promise, pause(waitMs)]);
    }
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, stopping.signal).catch(() => {});
  }

  /** Milliseconds until it is worth looking again. */
  async function claimSome(): Promise<number> {
    const limit = concurrency - underWay.size;
    if (limit < 1) return lookEveryMs;
    try {
      const claimedAt = elapsed();
      const claims = await queue.claim({ workspaces, limit, leaseMs, pace });
      isTroubled = false;
      for (const claim of claims) {
        clock.see(claim.claimedAt);
        begin(claim, claimedAt);
      }
      if (claims.length > 0) return claims.length === limit ? lookEveryMs : 1;
      const { now, dueInMs } = await queue.look(workspaces);
      clock.see(now);
      const dueMs = dueInMs ?? lookEveryMs;
      // Due, and not to be had: its workspace has no budget just now, or another process is at it.
      return Math.min(lookEveryMs, dueMs < 1 ? budgetMs : dueMs);
    } catch (error) {
      if (!isTroubled) log.warn(errorFields(error), 'delivery.waits');
      isTroubled = true;
      return troubleMs;
    }
  }

  function begin(claim: Claim, claimedAt: number): void {
    const work = handle(claim, claimedAt).finally(() => {
      underWay.delete(work);
      rouse();
    });
    underWay.add(work);
  }

  async function handle(claim: Claim, claimedAt: number): Promise<void> {
    const outcome = tooEarly(claim) ?? (await outbound.send(claim, claimedAt));
    tell(claim, outcome);
    // The database may be gone for a while. Once the lease is over another process finds out what came of it.
    while (elapsed() - claimedAt < leaseMs) {
      try {
        const isHeld = await queue.end(claim, outcome, pace);
        if (!isHeld) log.warn({ outboxId: claim.outboxId }, 'delivery.overtaken');
        return;
      } catch (error) {
        log.warn({ outboxId: claim.outboxId, ...errorFields(error) }, 'delivery.waits');
        await pause(troubleMs);
        if (stopping.signal.aborted) return;
      }
    }
  }

  /** To look for a message in doubt, when that call may still be under way: the clock by which its lease ended has not been watched for as long. */
  function tooEarly({ action }: Claim): Outcome | null {
    const leftMs = leaseMs - clock.steadyForMs();
    return action === 'reconcile' && leftMs > 0 ? { kind: 'unclear', afterMs: leftMs } : null;
  }

  function tell({ outboxId, kind, action, attempt }: Claim, outcome: Outcome): void {
    const fields = { outboxId, kind, action, attempt, outcome: outcome.kind };
    if (outcome.kind === 'sent' && outcome.plainerFor !== undefined)
      log.warn({ ...fields, reason: outcome.plainerFor }, 'delivery.plainer');
    else if (outcome.kind === 'sent') log.debug(fields, 'delivery.done');
    else if (outcome.kind === 'unclear' && outcome.doubt !== undefined)
      log.warn({ ...fields, reason: outcome.doubt }, 'delivery.doubt');
    else if ('reason' in outcome) log.warn({ ...fields, reason: outcome.reason }, 'delivery.refused');
    else log.info(fields, 'delivery.again');
  }

  return {
    async stop() {
      stopping.abort();
      rouse();
      await running;
      await Promise.all(underWay);
      await listening.close();
    },
  };
}
