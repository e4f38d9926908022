/**
 * Three replicas of the last release run on one database, under load, and are replaced one after
 * the other by replicas of this release. A round is one replacement of all three.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BotEnded, startBot } from '@leadbell/launcher';
import { log } from '../rig/bots.ts';
import { buildRelease, lastRelease } from '../rig/earlier-release.ts';
import { channelsFor, createPeople, type People } from '../rig/people.ts';
import { channelId, openWorld, type World } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import type { ActKind } from '../verdicts/people.ts';
import { add, nothing, type Tally } from '../tally.ts';

const replicas = 3;
/** Slower than the one message per second that a channel accepts, so few messages still wait at the end. */
const arriveEveryMs = 1_300;
const beforeMs = 15_000;
const betweenMs = 5_000;

async function play({ rounds, seed, without }: Lot): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-release-'));
  try {
    const old = await buildRelease(lastRelease(), folder);
    let sum = nothing;
    for (let n = 0; n < rounds; n += 1) sum = add(sum, await replaceAll(old, { rounds: 1, seed: seed + n, without }));
    return sum;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function replaceAll(old: URL, { seed, without }: Lot): Promise<Tally> {
  const options = { sends: 6, subscribes: 0, shares: 40 };
  const entries: (URL | null)[] = Array.from({ length: replicas }, () => old);
  await using world = await openWorld({
    seed,
    replicas,
    over: 'socket',
    without,
    channels: channelsFor(options),
    entry: (n) => entries[n] ?? null,
    // The database stays empty, because the old release makes its tables.
    prepare: () => Promise.resolve(),
  });
  const { bots } = world;
  const people = createPeople(world, options);
  await Promise.all(entries.map((_, n) => bots.start(n)));
  await people.prepare();
  const load = keepArriving(world, people);
  await delay(beforeMs);
  const begun = Date.now();
  for (let n = 0; n < replicas; n += 1) {
    await bots.end(n);
    entries[n] = null;
    await bots.start(n);
    await delay(betweenMs);
  }
  await load.stop();
  const tally = await people.verdict(60_000);
  const back = await goBack(world, old);
  return {
    ...tally,
    rounds: 1,
    longestSilenceMs: longestSilence(world, begun),
    stuck: tally.stuck + bots.exits + back.length,
    details: [...tally.details, ...back],
  };
}

/** Checks that the old release refuses the tables of this one and does not change them. Returns what was wrong. */
async function goBack({ env }: World, old: URL): Promise<string[]> {
  try {
    const bot = await startBot({ stdio: log === undefined ? 'ignore' : 'inherit', env, entry: old });
    await bot.stop();
    return ['the release started on the tables of this one'];
  } catch (error) {
    if (error instanceof BotEnded) return error.exitCode === 0 ? ['the release ended without an error'] : [];
    throw error;
  }
}

const kinds: readonly ActKind[] = ['share', 'share', 'note', 'acknowledge', 'send'];

/** Lets leads arrive without a pause, and a person press something now and then. */
function keepArriving({ dice }: World, people: People): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const pressing: Promise<unknown>[] = [];
  const done = (async () => {
    while (!stopping.signal.aborted) {
      people.arrive(dice.below(10) === 0);
      const pressed = dice.below(3) === 0 ? people.act(dice.pick(kinds), 1) : null;
      if (pressed !== null) pressing.push(pressed);
      await delay(arriveEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
    await Promise.all(pressing);
  })();
  return { stop: () => (stopping.abort(), done) };
}

/** Returns the longest time between two posts, from the first replacement on. */
function longestSilence({ slack }: World, from: number): number {
  const posts = slack
    .ledger()
    .filter(({ channel, threadTs }) => channel === channelId('leads') && threadTs === undefined)
    .map(({ ts }) => Number(ts) * 1000)
    .filter((at) => at >= from - 2_000);
  return Math.round(Math.max(...posts.slice(1).map((at, n) => at - (posts[n] ?? at))));
}

export const rolling: Scenario = {
  id: 'rolling',
  title: 'three replicas of the last release are replaced one by one by this release, while messages come in',
  short: null,
  lots: 1,
  rounds: 1,
  run: play,
};
