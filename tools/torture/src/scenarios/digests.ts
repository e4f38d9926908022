/**
 * Weeks of digests in minutes: the clock moves from morning to morning, the DMS is down for nights
 * and days, bots are killed while they make digests, waiting jobs are lost, and the data goes
 * through a backup. Each day, with its leads, must be in exactly one digest of each channel.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rmSync } from 'node:fs';
import { backupToFile, restoreFromFile } from '@leadbell/store';
import { temporaryFolder } from '@leadbell/store/testing';
import { judgeRanges, type DueDigests } from '../verdicts/ranges.ts';
import { settle, subscribe } from '../rig/ask.ts';
import { channelId, openWorld, trouble, type World } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import type { Tally } from '../tally.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A Sunday, 08:31 in Riyadh. */
const start = Date.parse('2026-03-01T05:31:00Z');
/** Returns the number of the day in Riyadh, counted from the epoch. */
const dayOf = (at: number): number => Math.floor((at + 3 * hourMs) / dayMs);

/** `from`: the first day that is covered, counted from the day of the first morning. */
const schedules = [
  { channel: 'daily', words: '08:30', from: 0, step: 1 },
  { channel: 'late', words: '08:30', from: 0, step: 1 },
  { channel: 'weekly', words: 'sun 08:30', from: 0, step: 7 },
] as const;

interface Disturbances {
  readonly kills: boolean;
  readonly outages: boolean;
  readonly lostJobs: boolean;
  readonly backups: boolean;
}

async function play({ rounds, seed, without }: Lot, disturbances: Disturbances): Promise<Tally> {
  const channels = schedules.map(({ channel }) => channel);
  await using world = await openWorld({ seed, replicas: 1, over: 'socket', without, channels, clock: start });
  const { bots, slack, dice } = world;
  const leads = new Map<number, number>();
  await bots.start(0);
  for (const { channel, words } of schedules) await subscribe(world, channel, `digest ${words}`);
  let morning = start;
  for (let round = 0; round < rounds; round += 1) {
    addLeads(world, morning, leads);
    if (disturbances.outages) world.dms.isDown = dice.below(3) === 0;
    if (dice.below(3) === 0) trouble(world);
    morning += dayMs;
    await world.moveClock(morning);
    await delay(dice.below(2_500));
    await disturb(world, disturbances);
  }
  world.dms.isDown = false;
  slack.faults.clear();
  await bots.start(0);
  // Stop on a Sunday, when the weekly digest has covered everything.
  do {
    morning += dayMs;
    await world.moveClock(morning);
  } while (new Date(morning).getUTCDay() !== 0);
  const due = dueUntil(morning, leads);
  const tally = await settle(() => judgeRanges(due, slack.ledger()), 60_000);
  return { ...tally, rounds, kills: bots.kills, presses: schedules.length, stuck: bots.exits };
}

/** Adds the leads of the day that has just begun, before anyone asks about it. */
function addLeads({ dms, dice }: World, morning: number, leads: Map<number, number>): void {
  const count = 1 + dice.below(4);
  const createdAt = morning + hourMs;
  dms.bulks.push({
    id: dms.bulks.length + 1,
    createdAt,
    leads: Array.from({ length: count }, (_, n) => ({
      reference: dms.bulks.length * 10 + n + 1,
      brand: 'KIA',
      error: null,
    })),
  });
  leads.set(dayOf(createdAt), count);
}

async function disturb(world: World, { kills, lostJobs, backups }: Disturbances): Promise<void> {
  const { bots, dice } = world;
  const isBackup = backups && dice.below(3) === 0;
  if (!isBackup && !(kills && dice.below(3) < 2)) return;
  await bots.kill(0);
  if (lostJobs && dice.below(3) === 0) await world.databases.query(world.url, 'truncate pgboss.job cascade');
  if (isBackup) await throughBackup(world);
  await bots.start(0);
}

async function throughBackup(world: World): Promise<void> {
  const folder = temporaryFolder();
  const file = join(folder, 'all.backup');
  await backupToFile({ url: world.url }, file);
  const url = await world.databases.create();
  await restoreFromFile({ url }, file);
  rmSync(folder, { recursive: true });
  await world.useDatabase(url);
}

function dueUntil(morning: number, leads: ReadonlyMap<number, number>): DueDigests[] {
  const first = dayOf(start);
  return schedules.map(({ channel, from }) => ({
    channel: channelId(channel),
    firstDay: first + from,
    lastDay: dayOf(morning) - 1,
    leadsOn: (day) => leads.get(day) ?? 0,
  }));
}

export const digestsOwed: Scenario = {
  id: 'digests',
  title: 'digests of several weeks, with kill -9; the DMS is down for days, and waiting jobs are lost',
  short: 2,
  lots: 4,
  rounds: 30,
  run: (lot) => play(lot, { kills: true, outages: true, lostJobs: true, backups: false }),
};

export const digestsRestored: Scenario = {
  id: 'backup',
  title: 'digests of several weeks, with kill -9, and with a backup and a restore in the middle',
  short: null,
  lots: 4,
  rounds: 20,
  run: (lot) => play(lot, { kills: true, outages: false, lostJobs: false, backups: true }),
};
