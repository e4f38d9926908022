/**
 * Restarts PostgreSQL every 20 s. No bot may exit. Polls and the jobs of each minute must continue within 5 s after
 * PostgreSQL is back, and due messages must be posted once. A round is one restart.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { subscribe } from '../rig/ask.ts';
import { signalServer } from '../rig/databases.ts';
import { channelsFor, createPeople } from '../rig/people.ts';
import { channelId, openWorld, type World } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import type { Tally } from '../tally.ts';

const everyMs = 20_000;
const resumeMs = 5_000;
const minuteMs = 60_000;

async function play({ rounds, seed, without }: Lot): Promise<Tally> {
  const minutes = Math.max(1, Math.floor((rounds * everyMs) / minuteMs));
  const options = { sends: rounds, subscribes: 0, shares: 0 };
  const timed = Array.from({ length: minutes }, (_, n) => `minute-${n}`);
  const channels = [...channelsFor(options), ...timed];
  await using world = await openWorld({ seed, replicas: 2, over: 'socket', without, channels });
  const { bots, dice } = world;
  const people = createPeople(world, options);
  await Promise.all([bots.start(0), bots.start(1)]);
  await people.prepare();
  const due = await subscribeMinutes(world, timed);
  const backAt: number[] = [];
  const slow: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const next = Date.now() + everyMs;
    people.arrive(dice.below(3) === 0);
    void people.act('send', 1);
    await delay(dice.below(1_000));
    const back = await restart(world);
    backAt.push(back);
    await delay(Math.max(0, next - Date.now()));
    const polled = world.dms.askedAt.find((at) => at >= back);
    if (polled === undefined || polled - back > resumeMs)
      slow.push(`polls went on ${polled === undefined ? 'never' : `${polled - back} ms`} after restart ${round}`);
  }
  const tally = await people.verdict(60_000);
  slow.push(...late(world, due, backAt));
  const stuck = slow.length + bots.exits;
  return {
    ...tally,
    rounds,
    kills: rounds,
    messages: tally.messages + due.size,
    stuck,
    details: [...tally.details, ...slow],
  };
}

/** Subscribes each channel to a digest in one of the coming minutes. */
async function subscribeMinutes(world: World, channels: readonly string[]): Promise<Map<string, number>> {
  const due = new Map<string, number>();
  let minute = Math.ceil((world.now() + 20_000) / minuteMs) * minuteMs;
  for (const channel of channels) {
    const at = new Date(minute + 3 * 60 * minuteMs).toISOString().slice(11, 16);
    await subscribe(world, channel, `digest ${at}`);
    due.set(channelId(channel), minute);
    minute += minuteMs;
  }
  return due;
}

/**
 * Restarts PostgreSQL as an upgrade of the server does: connections end at once. Resolves with the
 * instant at which it accepts connections again.
 */
async function restart({ databases, url }: World): Promise<number> {
  signalServer(databases.server.dataDir, 'SIGINT');
  await delay(300);
  for (;;) {
    try {
      await databases.query(url, 'select 1');
      return Date.now();
    } catch {
      await delay(50);
    }
  }
}

/**
 * Returns the digests that came late. If a digest was due during a restart, its delay is counted from the moment when
 * the server was back.
 */
function late({ slack }: World, due: ReadonlyMap<string, number>, backAt: readonly number[]): string[] {
  return [...due].flatMap(([channel, minute]) => {
    if (minute > Date.now() - resumeMs) return [];
    const post = slack.ledger().find((one) => one.channel === channel && one.ephemeralTo === undefined);
    const back = backAt.find((at) => at >= minute && at - minute < 3_000) ?? minute;
    const came = post === undefined ? null : Number(post.ts) * 1000;
    if (came !== null && came - Math.max(minute, back) <= resumeMs) return [];
    return [
      `the digest of ${new Date(minute).toISOString().slice(11, 16)} came ${came === null ? 'never' : `${came - minute} ms late`}`,
    ];
  });
}

export const restarts: Scenario = {
  id: 'restarts',
  title: 'PostgreSQL is restarted every 20 s for 10 minutes, with two replicas',
  short: null,
  lots: 1,
  rounds: 30,
  run: play,
};
