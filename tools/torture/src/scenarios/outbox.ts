/**
 * Writes messages directly into the outbox, besides presses, and checks that replies are in their
 * threads and that messages show their newest state.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BreakResult, fillDisk, killDatabase, loseDatabase, moveClock } from '../break-database.ts';
import { killBots } from '../kill-bots.ts';
import type { Lot, Scenario } from '../scenario.ts';
import { nothing, type Tally } from '../tally.ts';

function tallyOf(result: BreakResult): Tally {
  const { rounds, kills, messages, lost, doubled, disordered, misplaced, outdated, strange, waiting, dead } = result;
  const wrong = [...misplaced, ...outdated, ...strange];
  return {
    ...nothing,
    rounds,
    kills,
    messages,
    lost: lost.length,
    doubled: doubled.length,
    outOfOrder: disordered.length,
    misplaced: wrong.length,
    stuck: waiting + dead,
    details: [
      ...lost.map((key) => `lost: ${key}`),
      ...doubled.map((key) => `doubled: ${key}`),
      ...disordered.map((key) => `out of order: ${key}`),
      ...wrong.map((key) => `wrong place or state: ${key}`),
      ...(waiting + dead === 0 ? [] : [`${waiting} wait, ${dead} are dead`]),
    ],
  };
}

const scenario = (
  about: Pick<Scenario, 'id' | 'title' | 'short' | 'lots' | 'rounds'>,
  run: (lot: Lot) => Promise<BreakResult | null>,
): Scenario => ({
  ...about,
  async run(lot) {
    const result = await run(lot);
    return result === null ? null : tallyOf(result);
  },
});

export const outboxOne = scenario(
  { id: 'outbox-one', title: 'the outbox: kill -9 of the bot, which is one process', short: null, lots: 5, rounds: 40 },
  (lot) => killBots({ ...lot, replicas: 1, cutDatabase: false }),
);

export const outboxReplicas = scenario(
  {
    id: 'outbox-three',
    title: 'the outbox: kill -9 of three replicas, whose connections to the database are also cut now and then',
    short: 2,
    lots: 5,
    rounds: 60,
  },
  (lot) => killBots({ ...lot, replicas: 3, cutDatabase: true }),
);

export const outboxLate = scenario(
  {
    id: 'outbox-late',
    title: 'the outbox: kill -9 of the bot; a post becomes visible late, after its connection was cut',
    short: 1,
    lots: 2,
    rounds: 20,
  },
  (lot) => killBots({ ...lot, replicas: 1, cutDatabase: false, leastLifeMs: 4_000 }),
);

export const outboxLateReplicas = scenario(
  {
    id: 'outbox-late-two',
    title: 'the outbox: like outbox-late, with two replicas that live longer than a lease',
    short: null,
    lots: 1,
    rounds: 6,
  },
  (lot) => killBots({ ...lot, replicas: 2, cutDatabase: false, leastLifeMs: 32_000 }),
);

export const outboxDatabase = scenario(
  {
    id: 'outbox-database',
    title: "the outbox: kill -9 of the bot's own database; every third time the bot is killed too",
    short: 1,
    lots: 2,
    rounds: 20,
  },
  (lot) => killDatabase(lot),
);

export const outboxGone = scenario(
  {
    id: 'outbox-gone',
    title: 'the outbox: the database cannot be reached for a minute',
    short: null,
    lots: 3,
    rounds: 1,
  },
  (lot) => loseDatabase(lot, 60_000),
);

export const outboxGoneBriefly = scenario(
  {
    id: 'outbox-gone-2s',
    title: 'the outbox: the database cannot be reached for 2 s',
    short: null,
    lots: 1,
    rounds: 10,
  },
  (lot) => loseDatabase(lot, 2_000),
);

export const outboxClock = scenario(
  {
    id: 'outbox-clock',
    title: "the outbox: the database's clock is moved an hour forward or back, with kill -9 in between",
    short: 1,
    lots: 2,
    rounds: 20,
  },
  (lot) => moveClock(lot),
);

export const outboxDisk = scenario(
  {
    id: 'outbox-disk',
    title: "the outbox: the disk of the bot's own database is full (needs the right to mount)",
    short: null,
    lots: 2,
    rounds: 5,
  },
  (lot) => onSmallDisk((folder) => fillDisk(lot, folder)),
);

/** Does the work on a file system of its own, if making one is permitted. */
async function onSmallDisk(work: (folder: string) => Promise<BreakResult>): Promise<BreakResult | null> {
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=0755', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  try {
    return await work(folder);
  } finally {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  }
}
