/** Breaks the database while messages are sent: it is killed, can't be reached, is full, or its clock is moved. */
import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BotProcess } from '@leadbell/launcher';
import { temporaryFolder } from '@leadbell/store/testing';
import { type Arena, kill, openArena, openOwnArena, type Settled } from './arena.ts';
import { signalServer } from './rig/databases.ts';
import { diceOf, type Dice } from './rig/random.ts';
import type { Safeguard } from './safeguards.ts';
import type { OutboxVerdict } from './verdicts/outbox.ts';

export interface BreakOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly without: Safeguard | null;
}

export interface BreakResult extends OutboxVerdict, Settled {
  readonly rounds: number;
  readonly kills: number;
}

const patienceMs = 600_000;

/** Writes messages until the returned function is called; its promise resolves when the last write is done. */
function keepWriting(arena: Arena, dice: Dice): () => Promise<void> {
  const over = new AbortController();
  const writing = (async () => {
    while (!over.signal.aborted) {
      await arena.writer.write(arena.store);
      await delay(200 + dice.below(300));
    }
  })();
  return () => (over.abort(), writing);
}

/** Kills the bot's own database (`kill -9`), sometimes together with the bot. */
export async function killDatabase({ rounds, seed, without }: BreakOptions): Promise<BreakResult> {
  const dice = diceOf(seed);
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const opened = await openOwnArena(dice, dataDir, without);
  let kills = 0;
  let { bot } = opened;
  const { arena } = opened;
  const stopWriting = keepWriting(arena, dice);
  for (let round = 0; round < rounds; round += 1) {
    arena.trouble();
    await delay(500 + dice.below(1_500));
    signalServer(dataDir, 'SIGKILL');
    kills += 1;
    if (dice.below(3) !== 0) continue;
    await kill(bot);
    kills += 1;
    bot = await startAgain(arena);
  }
  await stopWriting();
  const verdict = await arena.verdict(patienceMs);
  await bot.stop();
  await arena[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
  return { ...verdict, rounds, kills };
}

/** Tries to start the bot until it succeeds, as a service manager does: the bot exits if its database is recovering. */
async function startAgain(arena: Arena): Promise<BotProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await arena.startBot();
    } catch (error) {
      if (attempt > 20) throw error;
    }
  }
}

/** Makes the database unreachable for a while, once in each round, for two replicas. */
export async function loseDatabase({ rounds, seed, without }: BreakOptions, goneMs: number): Promise<BreakResult> {
  const dice = diceOf(seed);
  await using arena = await openArena(dice, without);
  const bots = await Promise.all([arena.startBot(), arena.startBot()]);
  const stopWriting = keepWriting(arena, dice);
  for (let round = 0; round < rounds; round += 1) {
    arena.trouble();
    await delay(1_000 + dice.below(1_000));
    arena.proxy.leave();
    await delay(goneMs);
    arena.proxy.comeBack();
  }
  await stopWriting();
  const verdict = await arena.verdict(patienceMs);
  await Promise.all(bots.map((bot) => bot.stop()));
  return { ...verdict, rounds, kills: 0 };
}

const hour = 3_600_000;

/** Moves the database's clock by an hour, forward or back. */
export async function moveClock({ rounds, seed, without }: BreakOptions): Promise<BreakResult> {
  const dice = diceOf(seed);
  let kills = 0;
  await using arena = await openArena(dice, without);
  const bots = [await arena.startBot(), await arena.startBot()];
  const stopWriting = keepWriting(arena, dice);
  for (let round = 0; round < rounds; round += 1) {
    arena.trouble();
    await delay(500 + dice.below(1_500));
    const jump = dice.pick([hour, -hour]);
    await arena.moveClock(jump);
    const n = dice.below(2);
    if (dice.below(2) === 0) {
      const bot = bots[n];
      if (bot !== undefined) await kill(bot);
      kills += 1;
      bots[n] = await startAgain(arena);
    }
  }
  await stopWriting();
  const verdict = await arena.verdict(patienceMs);
  await Promise.all(bots.map((bot) => bot.stop()));
  // A moved clock can end a channel's wait for a message in doubt, so the order is not checked.
  return { ...verdict, disordered: [], rounds, kills };
}

/**
 * Fills the disk of the bot's own database for a while, once in each round. `folder`: a small file
 * system of its own.
 */
export async function fillDisk({ rounds, seed, without }: BreakOptions, folder: string): Promise<BreakResult> {
  const dice = diceOf(seed);
  const dataDir = join(folder, 'data');
  const { arena, bot } = await openOwnArena(dice, dataDir, without);
  const stopWriting = keepWriting(arena, dice);
  for (let round = 0; round < rounds; round += 1) {
    arena.trouble();
    await delay(1_500 + dice.below(1_500));
    fill(folder);
    await delay(3_000 + dice.below(3_000));
    for (const name of readdirSync(folder)) if (name.startsWith('ballast')) rmSync(join(folder, name));
  }
  await stopWriting();
  const verdict = await arena.verdict(patienceMs);
  await bot.stop();
  await arena[Symbol.asyncDispose]();
  return { ...verdict, rounds, kills: 0 };
}

function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  for (let size = bavail * bsize, n = 0; size >= bsize && n < 200; n += 1) {
    try {
      writeFileSync(join(folder, `ballast-${n}`), Buffer.alloc(size));
    } catch {
      size = Math.floor(size / 2);
    }
  }
}
