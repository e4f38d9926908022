/**
 * Posts end in doubt while Slack withholds the metadata, or lets the bot read the history of each
 * channel only once a minute, with 15 messages a page.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { channelsFor, createPeople } from '../rig/people.ts';
import { openWorld, type World } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import type { Tally } from '../tally.ts';

const patienceMs = 420_000;

async function play({ rounds, seed, without }: Lot, slack: { isHistoryLimited?: true; isMetadataWithheld?: true }) {
  const options = { sends: rounds, subscribes: 0, shares: 0, isOrderFree: true };
  await using world = await openWorld({
    seed,
    replicas: 2,
    over: 'socket',
    without,
    channels: channelsFor(options),
    slack,
  });
  const { bots, dice } = world;
  const people = createPeople(world, options);
  await Promise.all([bots.start(0), bots.start(1)]);
  await people.prepare();
  for (let round = 0; round < rounds; round += 1) {
    people.arrive(false);
    if (dice.below(2) === 0) void people.act('send', 1);
    if (dice.below(3) === 0) doubt(world);
    await chatter(world);
    await delay(500 + dice.below(1_500));
    if (dice.below(2) === 0) {
      await bots.kill(dice.below(2));
      void bots.start(0);
      void bots.start(1);
    }
  }
  await Promise.all([bots.start(0), bots.start(1)]);
  const tally = await people.verdict(patienceMs);
  return { ...tally, rounds, kills: bots.kills, stuck: tally.stuck + bots.exits } satisfies Tally;
}

/** Loses the answer to the next post. Slack may have performed the post or not. */
function doubt({ slack, dice }: World): void {
  slack.faults.add({ method: 'chat.postMessage', kind: dice.pick(['drop-after-commit', 'error-500', 'cut'] as const) });
}

/** Lets another person post up to nine messages in the same channel, so that its history soon has several pages. */
async function chatter({ slack, dice }: World): Promise<void> {
  for (let n = dice.below(10); n > 0; n -= 1) await slack.control.say('bravo', 'leads', `about something else ${n}`);
}

export const limitedHistory: Scenario = {
  id: 'history',
  title: 'posts in doubt, with two replicas and kill -9; Slack allows one page of history (15 messages) per minute',
  short: null,
  lots: 2,
  rounds: 20,
  run: (lot) => play(lot, { isHistoryLimited: true }),
};

export const withheldMetadata: Scenario = {
  id: 'metadata',
  title: 'posts in doubt, with two replicas and kill -9; Slack withholds the metadata of messages',
  short: null,
  lots: 2,
  rounds: 20,
  run: (lot) => play(lot, { isMetadataWithheld: true }),
};
