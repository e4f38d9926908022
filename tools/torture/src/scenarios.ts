/** Everything that is done to a Leadbell, in its short form (with every test run) and its long one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settled } from './arena.ts';
import { fillDisk, killDatabase, loseDatabase, moveClock } from './break-database.ts';
import { killBots } from './kill-bots.ts';
import type { Verdict } from './verdict.ts';

export type Result = Verdict & Settled & { readonly rounds: number };

export interface Scenario {
  readonly title: string;
  /** Null: it can't be done here. */
  readonly run: (length: 'short' | 'long', seed: number) => Promise<Result | null>;
}

const rounds = (length: 'short' | 'long', short: number, long: number): number => (length === 'short' ? short : long);

export const scenarios: readonly Scenario[] = [
  {
    title: 'kill -9 of the bot, one process',
    run: (length, seed) => killBots({ rounds: rounds(length, 8, 200), replicas: 1, seed, cutDatabase: false }),
  },
  {
    title: 'kill -9 of bots, three replicas, connections to the database cut now and then',
    run: (length, seed) => killBots({ rounds: rounds(length, 10, 200), replicas: 3, seed, cutDatabase: true }),
  },
  {
    title: "kill -9 of the bot's own database, every third time of the bot too",
    run: (length, seed) => killDatabase({ rounds: rounds(length, 3, 40), seed }),
  },
  {
    title: 'the database out of reach (a minute at a time in the long form), two replicas',
    run: (length, seed) => loseDatabase({ rounds: rounds(length, 1, 3), seed }, length === 'short' ? 2_000 : 60_000),
  },
  {
    title: "the database's clock an hour forward or back, kill -9 between",
    run: (length, seed) => moveClock({ rounds: rounds(length, 3, 40), seed }),
  },
  {
    title: "the disk of the bot's own database full (needs the right to mount)",
    run: (length, seed) => onSmallDisk((folder) => fillDisk({ rounds: rounds(length, 1, 10), seed }, folder)),
  },
];

/** On a file system of its own, where that is allowed. */
async function onSmallDisk(work: (folder: string) => Promise<Result>): Promise<Result | null> {
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
