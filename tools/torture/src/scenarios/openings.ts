/**
 * People open leads while bots are killed, Slack's answers are lost, and the audit log can't be written for a time.
 * Each lead that was shown must have its entry in the log, and a press that Slack delivers twice must have only one
 * entry.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultKind, Message, SlackSandbox, View } from '@leadbell/slack-sandbox';
import { ask } from '../rig/ask.ts';
import type { Dice } from '../rig/random.ts';
import { names, openWorld, userOf, type World } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import { add, nothing, type Tally } from '../tally.ts';

const channel = 'openings';
const leadsInList = 10;
const listsOfOne = 3;
/** How many leads each person opens in a round. */
const openingsARound = 5;
const mostPresses = 20;
/** Presses of a button must be this far apart, or they count as one. */
const betweenPressesMs = 2_500;
const showsWithinMs = 4_000;
/** The time for which the audit log is locked. An entry that waits so long is given up, and then nothing is shown. */
const lockedMs = 2_600;

const kinds: readonly FaultKind[] = [
  'drop-after-commit',
  'error-500-after-commit',
  'error-500',
  'cut',
  'drop-before-commit',
  'delay',
  'html',
  'empty',
  'cut-json',
];
const methods = ['views.open', 'views.update', 'views.update'];
/**
 * At most one fault is planned for this method at a time, because a new process calls it for each person and would meet
 * all planned faults.
 */
const lookUp = 'users.info';

async function play({ rounds, seed, without }: Lot): Promise<Tally> {
  await using world = await openWorld({ seed, replicas: 2, over: 'http', without, channels: [channel] });
  const { bots, dms } = world;
  dms.bulks.push({
    id: 1,
    createdAt: Date.now() - 60_000,
    leads: Array.from({ length: leadsInList }, (_, n) => ({ reference: 100 + n, brand: 'silver', error: null })),
  });
  await Promise.all([bots.start(0), bots.start(1)]);
  const lists: (readonly Message[])[] = [];
  for (const user of names) lists.push(await inTurn(listsOfOne, () => listFor(world, user)));
  const over = new AbortController();
  const breaking = breakThings(world, over.signal);
  const tallies = await Promise.all(names.map((name, n) => openEach(world, name, { lists: lists[n] ?? [], rounds })));
  over.abort();
  await breaking;
  const total = tallies.reduce(add, nothing);
  return { ...total, rounds, kills: bots.kills, stuck: total.stuck + bots.exits };
}

function listFor(world: World, user: string): Promise<Message> {
  return ask(world, { user, channel, text: '/leads today', answer: /10\sleads/ });
}

async function inTurn<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  for (let n = 0; n < times; n += 1) done.push(await work());
  return done;
}

/** Breaks things until everyone is done. One replica is always up. */
async function breakThings({ dice, slack, bots, front, databases, url }: World, over: AbortSignal): Promise<void> {
  let starting: Promise<void> = Promise.resolve();
  let isStarting = false;
  while (!over.aborted) {
    const way = dice.below(12);
    // If more faults waited, they would all hit the last person.
    if (way < 3 && slack.faults.pending().length < 2) slack.faults.add(faultOf(dice, slack));
    else if (way < 6) front?.trick('double');
    else if (way < 9) front?.trick('cut');
    else if (way < 11 && !isStarting) {
      const n = dice.below(2);
      await bots.kill(n);
      isStarting = true;
      starting = bots.start(n).then(() => void (isStarting = false));
    } else if (way === 11 && dice.below(3) === 0) {
      const lock = `begin; lock table audit_log in exclusive mode; select pg_sleep(${lockedMs / 1_000}); commit`;
      await databases.query(url, lock).catch(() => {});
    }
    await delay(100 + dice.below(400));
  }
  await starting;
}

function faultOf(dice: Dice, { faults }: SlackSandbox): Fault {
  const isLookUp = dice.below(6) === 0 && faults.pending().every(({ method }) => method !== lookUp);
  const method = isLookUp ? lookUp : dice.pick(methods);
  return { kind: dice.pick(kinds), method, delayMs: 300 + dice.below(1_500) };
}

interface Button {
  readonly list: Message;
  readonly action: string;
  pressedAt: number;
}

/** A person opens one lead after the other. */
async function openEach(
  world: World,
  name: string,
  { lists, rounds }: { readonly lists: readonly Message[]; readonly rounds: number },
): Promise<Tally> {
  const buttons: Button[] = lists.flatMap((list) =>
    openActions(list).map((action) => ({ list, action, pressedAt: -Infinity })),
  );
  let total: Tally = nothing;
  // A late press of the previous opening may still be recorded.
  let wasRepeated = false;
  for (let n = 0; n < rounds * openingsARound; n += 1) {
    const button = buttons[n % buttons.length];
    if (button === undefined) throw new Error('a list without a button');
    const opened = await openOne(world, name, button);
    const isDoubled = opened.rows > opened.presses && !wasRepeated;
    wasRepeated = opened.presses > 1;
    total = add(total, {
      ...nothing,
      messages: opened.isShown ? 1 : 0,
      presses: opened.presses,
      lost: opened.isUnrecorded ? 1 : 0,
      doubled: isDoubled ? 1 : 0,
      stuck: opened.isShown ? 0 : 1,
      details: [
        ...(opened.isUnrecorded ? [`${name}: shown without a row`] : []),
        ...(opened.isShown ? [] : [`${name}: never shown, ${opened.rows} rows; ${lastSaid(world, name)}`]),
        ...(isDoubled ? [`${name}: ${opened.rows} rows of ${opened.presses} presses`] : []),
      ],
    });
  }
  return total;
}

interface Opened {
  readonly presses: number;
  readonly rows: number;
  readonly isShown: boolean;
  /** Whether the lead had no entry in the audit log at the moment when it was shown. */
  readonly isUnrecorded: boolean;
}

async function openOne(world: World, name: string, button: Button): Promise<Opened> {
  const { slack } = world;
  const user = userOf(name);
  const before = await rowsOf(world, user);
  for (let presses = 1; ; presses += 1) {
    await delay(Math.max(0, button.pressedAt + betweenPressesMs - performance.now()));
    button.pressedAt = performance.now();
    await slack.control.click(user, button.list, button.action).catch(() => null);
    const isShown = await slack.control
      .waitFor(() => slack.control.views(user).some(showsPerson), showsWithinMs)
      .catch(() => false);
    const recorded = (await rowsOf(world, user)) - before;
    for (const view of slack.control.views(user)) await slack.control.closeView(user, view).catch(() => {});
    if (!isShown && presses < mostPresses) continue;
    // The second delivery of the press may still come.
    await delay(100);
    return { presses, rows: (await rowsOf(world, user)) - before, isShown, isUnrecorded: isShown && recorded < 1 };
  }
}

async function rowsOf({ databases, url }: World, user: string): Promise<number> {
  const text = `select count(*)::int as n from audit_log where actor = $1 and action = 'open' and outcome <> 'refused'`;
  return Number((await databases.query(url, text, [user]))[0]?.['n']);
}

/** Returns the last text that only this person saw. */
function lastSaid({ slack }: World, name: string): string {
  const last = slack.ledger().findLast(({ ephemeralTo }) => ephemeralTo === userOf(name));
  return last === undefined ? 'nothing said' : last.text;
}

/** Whether the view shows a person; the masked address of a list does not count. */
function showsPerson({ blocks }: View): boolean {
  return /papa\d+@example\.com/.test(JSON.stringify(blocks));
}

/** Returns the `action_id` of each *Open*. */
function openActions({ blocks }: Message): readonly string[] {
  const found = JSON.stringify(blocks ?? []).matchAll(/"action_id":"(leads\.open[^"]*)"/g);
  return [...new Set([...found].map(([, id]) => id ?? ''))];
}

export const openings: Scenario = {
  id: 'openings',
  title: 'ten people open leads, with two replicas over HTTP; answers of Slack are lost, and the audit log is locked',
  short: 1,
  lots: 10,
  rounds: 20,
  run: play,
};
