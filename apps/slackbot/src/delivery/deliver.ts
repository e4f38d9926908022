/**
 * The delivery loop: claims due messages, sends them, and records the outcome. One database step
 * records the sent messages and claims the next ones. Any number of processes may run it on one
 * database. Effects: those of its options. Errors: none escape; failed database calls are retried,
 * and another process takes over the work of a process that died.
 */
import type { Claim, DeliveryQueue, Listening, Look, Outlook, Pace, StepEnd } from '@leadbell/store';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';
import type { Calls } from '@leadbell/slack-kit';
import { logLook, logOutcome, recordEnd } from './ends.ts';
import type { Outbound } from './outbound.ts';
import { createSentLine, type Waiting } from './sent-line.ts';
import type { WatchedClock } from './watch-clock.ts';

export interface DeliverOptions {
  readonly queue: DeliveryQueue;
  readonly outbound: Pick<Outbound, 'send' | 'look'>;
  readonly calls: Pick<Calls, 'slackNow' | 'cut'>;
  /** This list grows when workspaces are added. */
  readonly workspaces: readonly string[];
  readonly onOutbox: (listener: () => void, onSession: (session: number | null) => void) => Listening;
  readonly pace: Pace;
  /** The length of a lease, which is longer than a call to Slack can take. */
  readonly leaseMs: number;
  /** This long after a call has ended or its process has died, history certainly shows the post. */
  readonly graceMs: number;
  /** The database's clock. */
  readonly clock: WatchedClock;
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

/** The queue is read this often even without a notification, because one may be lost. */
const lookEveryMs = 5_000;
const troubleMs = 500;
const budgetMs = 100;
/** While most calls are still under way, ended calls are collected for this long and recorded together. */
const gatherMs = 5;
/** The queue is read this often while another process has work that it may leave behind. */
const heldMs = 200;
/** Maximum number of simultaneous history reads. */
const looksAtATime = 10;
/**
 * After the database is lost, running calls get this long to finish, or a quarter of the grace if that is less.
 * Detecting the loss takes two beats of the same length, so all this takes at most three quarters of the grace. In the
 * last quarter, Slack's history begins to show what was posted.
 */
const mercyMs = 1_000;

/** We check this often whether our database session is alive, in milliseconds. */
export function beatOf(graceMs: number): number {
  return Math.min(mercyMs, graceMs / 4);
}

/** Our first reading of the database's clock comes at most this long after a message comes into doubt. */
const toleranceMs = 500;

export function startDelivering(options: DeliverOptions): Delivering {
  const {
    queue,
    outbound,
    calls,
    workspaces,
    onOutbox,
    pace,
    leaseMs,
    graceMs,
    concurrency,
    clock,
    elapsed,
    sleep,
    log,
  } = options;
  const stopping = new AbortController();
  const underWay = new Map<Claim, Promise<void>>();
  /** Sent messages whose slot the database step has already given to another message. */
  const replaced = new Set<Claim>();
  const looking = new Set<Promise<void>>();
  /** Number of running calls for each database session. */
  const sessions = new Map<number, number>();
  let wake = Promise.withResolvers<void>();
  const rouse = (): void => wake.resolve();
  /** Whether the database is unavailable, so that a long outage is logged only once. */
  let isTroubled = false;
  /** When `lookAfterDoubts` last did its work, by the clock of `elapsed`. */
  let besideAt = Number.NEGATIVE_INFINITY;
  const sentLine = createSentLine({ queue, pace, onWaiting });
  const ending = { elapsed, leaseMs, pause, isStopping: () => stopping.signal.aborted, log };
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

  /** Ends the calls of a lost session: other processes take over its work and assume that its calls have ended. */
  async function cutSoon(): Promise<void> {
    await pause(beatOf(graceMs));
    calls.cut();
  }

  /** Starts a step when enough ends are waiting, because a step costs more than recording one end. */
  function onWaiting(many: number): void {
    if (many * 2 >= underWay.size) rouse();
    else if (many === 1) void pause(gatherMs).then(rouse);
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, stopping.signal).catch(() => {});
  }

  /** Returns the milliseconds until the next turn. */
  async function turn(): Promise<number> {
    try {
      const dueInMs = await step();
      const besideMs = await lookAfterDoubts();
      isTroubled = false;
      return dueInMs ?? besideMs;
    } catch (error) {
      if (!isTroubled) log.warn(errorFields(error), 'delivery.waits');
      isTroubled = true;
      return troubleMs;
    }
  }

  /** Returns the milliseconds until something is due; null while all calls are in use. */
  async function step(): Promise<number | null> {
    const sent = sentLine.take();
    const limit = concurrency - underWay.size + sent.length;
    if (limit < 1) return null;
    const claimedAt = elapsed();
    const owner = listening.session();
    const options = { workspaces, limit, leaseMs, pace, owner, slackNow: calls.slackNow() };
    try {
      const { ends, claims, outlook } = await queue.step(
        options,
        sent.map(({ done }) => done),
      );
      for (const claim of claims) {
        clock.see(claim.claimedAt);
        begin(claim, claimedAt);
      }
      await Promise.all(sent.map((one, n) => settle(one, ends[n] ?? 'busy')));
      if (outlook === null) return null;
      clock.see(outlook.now);
      return waitFor(outlook);
    } catch (error) {
      for (const { fail } of sent) fail(error);
      throw error;
    }
  }

  /** Passes the step's result to the work that sent the message, and waits for that work to end. */
  async function settle({ done: { claim }, settle: end }: Waiting, how: StepEnd): Promise<void> {
    if (how !== 'busy') replaced.add(claim);
    end(how);
    if (how !== 'busy') await underWay.get(claim);
  }

  /**
   * Takes over abandoned work and searches for messages in doubt, at most every 200 ms. Returns the milliseconds until
   * the next time.
   */
  async function lookAfterDoubts(): Promise<number> {
    const leftMs = besideAt + heldMs - elapsed();
    if (leftMs > 0) return leftMs;
    besideAt = elapsed();
    const now = await queue.takeOver({
      workspaces,
      mine: [...sessions.keys()],
      // After the database's clock has jumped, the call of an expired lease may still be running.
      takesExpired: clock.steadyForMs() >= leaseMs,
      visibleMs: graceMs,
      doubtWaitMs: pace.doubtWaitMs,
      slackNow: calls.slackNow(),
    });
    clock.see(now);
    const limit = looksAtATime - looking.size;
    if (limit < 1) return heldMs;
    // After the clock has jumped, history may not show a posted message yet.
    const isClockSteady = clock.steadyForMs() >= graceMs - toleranceMs;
    const looks = await queue.claimLooks({ workspaces, limit, leaseMs, pace, gatherMs: graceMs / 4, isClockSteady });
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
      underWay.delete(claim);
      const left = (sessions.get(owner ?? 0) ?? 0) - 1;
      if (owner !== null && left > 0) sessions.set(owner, left);
      else if (owner !== null) sessions.delete(owner);
      if (!replaced.delete(claim)) rouse();
    });
    underWay.set(claim, work);
  }

  function beginLook(look: Look): void {
    const work = handleLook(look).finally(() => {
      looking.delete(work);
      // Look again at once, because there may be another page.
      besideAt = Number.NEGATIVE_INFINITY;
      rouse();
    });
    looking.add(work);
  }

  async function handle(claim: Claim, claimedAt: number): Promise<void> {
    // Post only while the claim is ours: if this process was suspended or lost its session, another process may have
    // posted the message.
    const isMine = () => claim.owner === null || claim.owner === listening.session();
    const outcome = await outbound.send(claim, () => elapsed() - claimedAt <= graceMs / 2 && isMine());
    logOutcome(claim, outcome, log);
    const say = () => (outcome.kind === 'sent' ? sentLine.end({ claim, outcome }) : queue.end(claim, outcome, pace));
    await recordEnd({ claimedAt, ids: [`${claim.outboxId}`], say }, ending);
  }

  async function handleLook(look: Look): Promise<void> {
    const claimedAt = elapsed();
    const ids = look.doubts.map(({ outboxId }) => `${outboxId}`);
    const seen = await outbound.look(look);
    logLook(ids, seen, log);
    await recordEnd({ claimedAt, ids, say: () => queue.endLook(look, seen) }, ending);
  }

  return {
    async stop() {
      stopping.abort();
      rouse();
      await running;
      sentLine.close();
      await Promise.all([...underWay.values(), ...looking]);
      await listening.close();
    },
  };
}

function waitFor({ dueInMs, isHeld }: Outlook): number {
  const most = isHeld ? heldMs : lookEveryMs;
  // A message that is due was not claimed, because its workspace has no budget left or another process works there.
  // Look again soon.
  return Math.min(most, dueInMs === null ? most : dueInMs < 1 ? budgetMs : dueInMs);
}
