/**
 * People press buttons and type commands while bots are killed. Impatient people press twice, a second replica gets the
 * same request, and connections are cut before the answer, so that Slack retries.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ActKind } from '../verdicts/people.ts';
import { channelsFor, createPeople, type People } from '../rig/people.ts';
import { openWorld, trouble, type World } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import type { Tally } from '../tally.ts';

interface Presses {
  readonly replicas: number;
  readonly over: 'socket' | 'http';
}

const kinds: readonly ActKind[] = ['send', 'share', 'note', 'subscribe', 'subscribe', 'acknowledge'];

async function play({ rounds, seed, without }: Lot, { replicas, over }: Presses): Promise<Tally> {
  const options = { sends: rounds, subscribes: rounds, shares: rounds };
  await using world = await openWorld({ seed, replicas, over, without, channels: channelsFor(options) });
  const { dice, bots } = world;
  const people = createPeople(world, options);
  await Promise.all(Array.from({ length: replicas }, (_, n) => bots.start(n)));
  await people.prepare();
  const pressing: Promise<unknown>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (dice.below(3) === 0) people.arrive(dice.below(2) === 0);
    if (dice.below(2) === 0) trouble(world);
    const pressed = press(world, people);
    if (pressed !== null) pressing.push(pressed);
    await momentOfDeath(world, pressed);
    await killOne(world);
  }
  await Promise.all(pressing);
  world.slack.faults.clear();
  for (let n = 0; n < replicas; n += 1) await bots.start(n);
  const tally = await people.verdict(60_000);
  return { ...tally, rounds, kills: bots.kills, stuck: tally.stuck + bots.exits };
}

function press({ dice, slack, front }: World, people: People): Promise<unknown> | null {
  const way = dice.below(4);
  if (way === 0) slack.sockets.duplicateNext(1, { isElsewhere: true, afterMs: dice.below(80) });
  if (way === 0) front?.trick('double');
  if (way === 1) front?.trick('cut');
  return people.act(dice.pick(kinds), way === 2 ? 2 : 1) ?? people.act('send', 1);
}

/** Waits for the moment of a kill: at the acknowledgement, right after the press, or some time later. */
async function momentOfDeath({ dice }: World, pressed: Promise<unknown> | null): Promise<void> {
  const way = dice.below(4);
  if (way < 2 && pressed !== null) await Promise.race([pressed, delay(3_000)]);
  else await delay(way === 2 ? dice.below(40) : dice.below(900));
}

async function killOne({ dice, bots }: World): Promise<void> {
  const n = dice.below(bots.count);
  await bots.kill(n);
  const started = bots.start(n);
  // With several bots, another one may be killed while this one starts.
  if (bots.count === 1) await started;
  else void started;
}

export const pressesOneProcess: Scenario = {
  id: 'presses-one',
  title: 'presses and commands by Socket Mode to one process, which is killed with kill -9',
  short: null,
  lots: 8,
  rounds: 30,
  run: (lot) => play(lot, { replicas: 1, over: 'socket' }),
};

export const pressesReplicas: Scenario = {
  id: 'presses-three',
  title:
    'presses and commands by Socket Mode to three replicas, with kill -9; some requests also go to another replica',
  short: null,
  lots: 8,
  rounds: 30,
  run: (lot) => play(lot, { replicas: 3, over: 'socket' }),
};

export const pressesHttp: Scenario = {
  id: 'presses-http',
  title:
    'presses and commands by signed HTTP to three replicas with kill -9, some sent twice or cut off before the answer',
  short: 2,
  lots: 8,
  rounds: 30,
  run: (lot) => play(lot, { replicas: 3, over: 'http' }),
};
