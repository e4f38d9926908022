/**
 * The delivery loop: claims due messages, sends them, records the outcome. Any number of processes
 * may run it on one database. Effects: by its options. Errors: none escape; failed database calls
 * are retried, and work lost with a process is reconciled by the next.
 */
import type { Claim, DeliveryQueue, Listening, Look, Outcome, Outlook, Pace, Seen } from '@leadbell/store';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';
import type { Calls } from '@leadbell/slack-kit';
import type { Outbound } from './outbound.ts';

export interface DeliverOptions {
  readonly queue: DeliveryQueue;
  readonly outbound: Pick<Outbound, 'send' | 'look'>;
  readonly calls: Pick<Calls, 'slackNow' | 'cut'>;
  readonly workspaces: readonly string[];
  readonly onOutbox: (listener: () => void, onSession: (session: number | null) => void) => Listening;
  readonly pace: Pace;
  /** Longer than a call to Slack can take. */
  readonly leaseMs: number;
  /** Time after which history is sure to show a call that has ended or whose process is gone. */
  readonly graceMs: number;
  /** Maximum number of simultaneous calls to Slack. */
  readonly concurrency: number;
  readonly elapsed: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface Delivering {
  /** Stops claiming and waits for the work in progress. */
  stop(): Promise<void>;
}

/**
 * Slack's documented limits: a message a second for each channel. Workspace limits are not
 * documented exactly, so these are conservative.
 */
export const slackPace: Pace = {
  channelMs: 1_000,
  postsPerSecond: 4,
  postBurst: 60,
  updatesPerSecond: 50 / 60,
  updateBurst: 20,
  // Where Slack allows one a minute, it refuses the second.
  looksPerSecond: 40 / 60,
  lookBurst: 20,
  doubtWaitMs: 60_000,
};

/** No limits, for benchmarks against a stand-in. */
export const noPace: Pace = {
  channelMs: 0,
  postsPerSecond: 1e6,
  postBurst: 1e6,
  updatesPerSecond: 1e6,
  updateBurst: 1e6,
  looksPerSecond: 1e6,
  lookBurst: 1e6,
  doubtWaitMs: 60_000,
};

/** In case a notification was missed. */
const lookEveryMs = 5_000;
const troubleMs = 500;
const budgetMs = 100;
/** While another process holds work that it may leave behind. */
const heldMs = 200;
/** Maximum number of simultaneous history reads. */
const looksAtATime = 10;
/**
 * After the database is lost, running calls get this long to finish, or a quarter of the grace if
 * that is less. Detecting the loss takes two beats; with this that is at most three quarters of the
 * grace. The last quarter is for Slack to show what was posted by then.
 */
const mercyMs = 1_000;

/** How often we check whether our database session is alive, in milliseconds. */
export function beatOf(graceMs: number): number {
  return Math.min(mercyMs, graceMs / 4);
}

/** A gradually corrected clock stays within this for hours. */
const steadyMs = 2_000;
/** The time between a doubt and our first reading of the clock. */
const toleranceMs = 500;

/**
 * How long the database's clock has run at the same rate as ours. A lease that ended early through
 * a clock jump says nothing about its call.
 */
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
  const { queue, outbound, calls, workspaces, onOutbox, pace, leaseMs, graceMs, concurrency, elapsed, sleep, log } =
    options;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const looking = new Set<Promise<void>>();
  /** Number of running calls for each database session. */
  const sessions = new Map<number, number>();
  let wake = Promise.withResolvers<void>();
  const rouse = (): void => wake.resolve();
  /** Logged once: an hour without the database is one problem. */
  let isTroubled = false;
  /** When messages in doubt were last checked. */
  let besideAt = Number.NEGATIVE_INFINITY;
  const clock = watchClock(elapsed);
  const listening = onOutbox(rouse, (session) => {
    if (session === null) void cutSoon();
  });
  const running = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const woken = (wake = Promise.withResolvers<void>());
      const waitMs = await turn();
      if (waitMs > 0) await Promise.race([woken.promise, pause(waitMs)]);
    }
  }

  /**
   * Other processes take over the work of a lost session and assume that its calls have ended, so
   * end them.
   */
  async function cutSoon(): Promise<void> {
    await pause(beatOf(graceMs));
    calls.cut();
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, stopping.signal).catch(() => {});
  }

  /** Returns the milliseconds until the next turn. */
  async function turn(): Promise<number> {
    const limit = concurrency - underWay.size;
    try {
      const besideMs = await lookAfterDoubts();
      if (limit < 1) return besideMs;
      const claimedAt = elapsed();
      const owner = listening.session();
      const claims = await queue.claim({ workspaces, limit, leaseMs, pace, owner, slackNow: calls.slackNow() });
      isTroubled = false;
      for (const claim of claims) {
        clock.see(claim.claimedAt);
        begin(claim, claimedAt);
      }
      if (claims.length > 0) return claims.length === limit ? besideMs : 1;
      const outlook = await queue.outlook(workspaces, owner);
      clock.see(outlook.now);
      return waitFor(outlook);
    } catch (error) {
      if (!isTroubled) log.warn(errorFields(error), 'delivery.waits');
      isTroubled = true;
      return troubleMs;
    }
  }

  /**
   * Takes over abandoned work and searches for messages in doubt, but not at every turn. Returns
   * the milliseconds until the next time.
   */
  async function lookAfterDoubts(): Promise<number> {
    const leftMs = besideAt + heldMs - elapsed();
    if (leftMs > 0) return leftMs;
    besideAt = elapsed();
    await queue.takeOver({
      workspaces,
      mine: [...sessions.keys()],
      // After a clock jump, an expired lease may still have a running call.
      takesExpired: clock.steadyForMs() >= leaseMs,
      visibleMs: graceMs,
      doubtWaitMs: pace.doubtWaitMs,
      slackNow: calls.slackNow(),
    });
    const limit = looksAtATime - looking.size;
    // After a clock jump, a posted message may not be visible yet.
    if (limit < 1 || clock.steadyForMs() < graceMs - toleranceMs) return heldMs;
    const looks = await queue.claimLooks({ workspaces, limit, leaseMs, pace });
    for (const look of looks) {
      clock.see(look.claimedAt);
      beginLook(look);
    }
    return heldMs;
  }

  function begin(claim: Claim, claimedAt: number): void {
    const { owner } = claim;
    if (owner !== null) sessions.set(owner, (sessions.get(owner) ?? 0) + 1);
    const work = handle(claim, claimedAt).finally(() => {
      underWay.delete(work);
      const left = (sessions.get(owner ?? 0) ?? 0) - 1;
      if (owner !== null && left > 0) sessions.set(owner, left);
      else if (owner !== null) sessions.delete(owner);
      rouse();
    });
    underWay.add(work);
  }

  function beginLook(look: Look): void {
    const work = handleLook(look).finally(() => {
      looking.delete(work);
      // There may be another page.
      besideAt = Number.NEGATIVE_INFINITY;
      rouse();
    });
    looking.add(work);
  }

  async function handle(claim: Claim, claimedAt: number): Promise<void> {
    // If this process was suspended or lost its session, another may have posted the message.
    const isMine = () => claim.owner === null || claim.owner === listening.session();
    const outcome = await outbound.send(claim, () => elapsed() - claimedAt <= graceMs / 2 && isMine());
    notify(claim, outcome);
    await end(claimedAt, [`${claim.outboxId}`], () => queue.end(claim, outcome, pace));
  }

  async function handleLook(look: Look): Promise<void> {
    const claimedAt = elapsed();
    const ids = look.doubts.map(({ outboxId }) => `${outboxId}`);
    const seen = await outbound.look(look);
    tellLook(ids, seen);
    await end(claimedAt, ids, () => queue.endLook(look, seen));
  }

  /**
   * Retries while the database is unavailable. After the lease expires, another process determines
   * the outcome.
   */
  async function end(claimedAt: number, ids: readonly string[], say: () => Promise<boolean>): Promise<void> {
    while (elapsed() - claimedAt < leaseMs) {
      try {
        if (!(await say())) log.warn({ outboxIds: ids }, 'delivery.overtaken');
        return;
      } catch (error) {
        log.warn({ outboxIds: ids, ...errorFields(error) }, 'delivery.waits');
        await pause(troubleMs);
        if (stopping.signal.aborted) return;
      }
    }
  }

  function notify({ outboxId, kind, action, attempt }: Claim, outcome: Outcome): void {
    const fields = { outboxId, kind, action, attempt, outcome: outcome.kind };
    if (outcome.kind === 'sent' && outcome.plainerFor !== undefined)
      log.warn({ ...fields, reason: outcome.plainerFor }, 'delivery.plainer');
    else if (outcome.kind === 'sent') log.debug(fields, 'delivery.done');
    else if (outcome.kind === 'unclear' && outcome.doubt !== undefined)
      log.warn({ ...fields, reason: outcome.doubt }, 'delivery.doubt');
    else if ('reason' in outcome) log.warn({ ...fields, reason: outcome.reason }, 'delivery.refused');
    else log.info(fields, 'delivery.again');
  }

  function tellLook(outboxIds: readonly string[], seen: Seen): void {
    const fields = { outboxIds, outcome: seen.kind };
    if (seen.kind === 'read') {
      const { found, absent, next } = seen;
      log.info({ ...fields, found: found.length, absent: absent.length, more: next !== null }, 'delivery.looked');
    } else if ('reason' in seen) log.warn({ ...fields, reason: seen.reason }, 'delivery.looked');
    else log.warn({ ...fields, afterMs: seen.afterMs }, 'delivery.looked');
  }

  return {
    async stop() {
      stopping.abort();
      rouse();
      await running;
      await Promise.all([...underWay, ...looking]);
      await listening.close();
    },
  };
}

function waitFor({ dueInMs, isHeld }: Outlook): number {
  const most = isHeld ? heldMs : lookEveryMs;
  // Due but not claimable: its workspace has no budget left, or another process has it.
  return Math.min(most, dueInMs === null ? most : dueInMs < 1 ? budgetMs : dueInMs);
}
