/**
 * Suspends processes for longer than their leases, and resumes them, as when a laptop sleeps or a
 * machine is paused.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { channelsFor, createPeople } from '../rig/people.ts';
import { openWorld, trouble } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import type { Tally } from '../tally.ts';

async function play({ rounds, seed, without }: Lot): Promise<Tally> {
  const options = { sends: rounds * 2, subscribes: rounds, shares: rounds };
  const channels = channelsFor(options);
  await using world = await openWorld({ seed, replicas: 3, over: 'http', without, channels });
  const { bots, dice, slack } = world;
  const people = createPeople(world, options);
  await Promise.all([bots.start(0), bots.start(1), bots.start(2)]);
  await people.prepare();
  const pressing: Promise<unknown>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (dice.below(2) === 0) trouble(world);
    for (let n = 0; n < 2; n += 1) {
      people.arrive(dice.below(4) === 0);
      const pressed =
        people.act(dice.pick(['send', 'note', 'subscribe', 'share'] as const), 1) ?? people.act('send', 1);
      if (pressed !== null) pressing.push(pressed);
      // Suspends the bot in the middle of its work.
      await delay(dice.below(250));
      bots.suspend(dice.below(3));
    }
    await delay(1_000 + dice.below(7_000));
    for (let n = 0; n < 3; n += 1) bots.resume(n);
    await delay(dice.below(800));
  }
  await Promise.all(pressing);
  slack.faults.clear();
  const tally = await people.verdict(60_000);
  return { ...tally, rounds, kills: bots.kills, stuck: tally.stuck + bots.exits };
}

export const suspended: Scenario = {
  id: 'suspended',
  title: 'processes are suspended for up to 8 s and resumed, with three replicas over HTTP',
  short: null,
  lots: 3,
  rounds: 20,
  run: play,
};
