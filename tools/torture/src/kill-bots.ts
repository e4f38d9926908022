/** Kills bots at random moments while messages are sent and Slack misbehaves. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BotProcess } from '@leadbell/launcher';
import { kill, openArena, type Settled } from './arena.ts';
import { diceOf } from './rig/random.ts';
import type { Safeguard } from './safeguards.ts';
import type { OutboxVerdict } from './verdicts/outbox.ts';

export interface KillOptions {
  readonly rounds: number;
  readonly replicas: number;
  readonly seed: number;
  /** Whether to cut the database connections now and then too. */
  readonly cutDatabase: boolean;
  /**
   * The least time that a bot lives. In each second of this time, one more post appears late in Slack. Without this
   * time, most bots are killed soon after their start, when they have not read the history yet and do not rely on the
   * leases of other bots.
   */
  readonly leastLifeMs?: number;
  readonly without: Safeguard | null;
}

export interface KillResult extends OutboxVerdict, Settled {
  readonly rounds: number;
  readonly kills: number;
}

const longestLifeMs = 1_500;
const mostWaiting = 80;

export async function killBots(options: KillOptions): Promise<KillResult> {
  const { rounds, replicas, seed, cutDatabase, without, leastLifeMs = 0 } = options;
  const dice = diceOf(seed);
  await using arena = await openArena(dice, without);
  let kills = 0;
  const bots: Promise<BotProcess | null>[] = [];
  // A bot that can't start because of the faults is started again.
  const start = (): Promise<BotProcess | null> => arena.startBot().catch(() => null);
  for (let n = 0; n < replicas; n += 1) bots.push(start());
  const over = new AbortController();
  const writing = (async () => {
    while (!over.signal.aborted) {
      // Write no more than can be sent soon, because a kill matters only while messages are being sent.
      const { pending } = await arena.store.outbox.counts(0 as never);
      if (pending < mostWaiting) await arena.writer.write(arena.store);
      await delay(50 + dice.below(150));
    }
  })();
  await Promise.all(bots);
  for (let round = 0; round < rounds; round += 1) {
    arena.trouble();
    if (dice.below(3) === 0) arena.trouble();
    if (cutDatabase && dice.below(5) === 0) arena.proxy.cut();
    for (let aliveMs = 0; aliveMs < leastLifeMs; aliveMs += 1_000) {
      arena.postLate();
      await delay(1_000);
    }
    await delay(dice.below(longestLifeMs));
    const n = dice.below(replicas);
    const bot = await bots[n];
    if (bot != null) {
      await kill(bot);
      kills += 1;
    }
    bots[n] = start();
    // With several replicas, another one may be killed while this one starts.
    if (replicas === 1) await bots[n];
  }
  over.abort();
  await writing;
  for (const [n, bot] of bots.entries()) if ((await bot) === null) bots[n] = start();
  const verdict = await arena.verdict(600_000);
  for (const bot of bots) await (await bot)?.stop();
  return { ...verdict, rounds, kills };
}
