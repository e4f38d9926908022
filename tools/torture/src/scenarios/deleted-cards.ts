/**
 * People delete messages: an alert must continue in a new message, the card of a new lead must stay deleted, and no
 * reply may be shown in the channel without its card.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '@leadbell/slack-sandbox';
import { textOf } from '../verdicts/text.ts';
import { settle, subscribe } from '../rig/ask.ts';
import { plainWords } from '../rig/plain-words.ts';
import { openWorld, trouble, type World } from '../rig/world.ts';
import type { ScriptedLead } from '../rig/scripted-dms.ts';
import type { Lot, Scenario } from '../scenario.ts';
import { nothing, type Tally } from '../tally.ts';

interface Case {
  readonly error: string;
  readonly brand: string;
  readonly lead: ScriptedLead;
  isAlertDeleted: boolean;
  isCardDeleted: boolean;
}

const patienceMs = 45_000;

async function play({ rounds, seed, without }: Lot): Promise<Tally> {
  await using world = await openWorld({ seed, replicas: 1, over: 'socket', without, channels: ['alerts', 'leads'] });
  const { bots, slack, dice } = world;
  await bots.start(0);
  await subscribe(world, 'alerts', 'alerts');
  await subscribe(world, 'leads', 'leads together-9999');
  const cases: Case[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const one = arrive(world, round);
    cases.push(one);
    await shown(world, 'alerts', one.error);
    await shown(world, 'leads', one.brand);
    one.isAlertDeleted = deleteOne(world, 'alerts', one.error);
    if (dice.below(2) === 0) one.isCardDeleted = deleteOne(world, 'leads', one.brand);
    if (dice.below(2) === 0) trouble(world);
    one.lead.error = null;
    await delay(dice.below(2_000));
    await bots.kill(0);
    await bots.start(0);
  }
  slack.faults.clear();
  const tally = await settle(() => judge(world, cases), patienceMs);
  return { ...tally, rounds, kills: bots.kills, stuck: bots.exits };
}

function arrive(world: World, round: number): Case {
  const error = plainWords('wooden', round);
  const brand = plainWords('silver', round);
  const lead = { reference: round + 1, brand, error: `The form ${error} is not known` };
  world.dms.bulks.push({ id: round + 1, createdAt: world.now(), leads: [lead] });
  return { error, brand, lead, isAlertDeleted: false, isCardDeleted: false };
}

const roots = ({ slack }: World, channel: string): Message[] =>
  slack.control.messages(channel).filter((one) => one.threadTs === undefined && one.botId !== undefined);

async function shown(world: World, channel: string, word: string): Promise<void> {
  await world.slack.control
    .waitFor(() => roots(world, channel).some((one) => textOf(one).includes(word)))
    .catch(() => {});
}

function deleteOne(world: World, channel: string, word: string): boolean {
  const found = roots(world, channel).find((one) => textOf(one).includes(word));
  if (found !== undefined) world.slack.control.deleteMessage(found);
  return found !== undefined;
}

function judge(world: World, cases: readonly Case[]): Tally {
  const details: string[] = [];
  const count = { lost: 0, doubled: 0, misplaced: 0 };
  const note = (kind: keyof typeof count, times: number, sentence: string): void => {
    if (times <= 0) return;
    count[kind] += times;
    details.push(sentence);
  };
  const alerts = roots(world, 'alerts');
  const cards = roots(world, 'leads');
  for (const { error, brand, isAlertDeleted, isCardDeleted } of cases) {
    const of = alerts.filter((one) => textOf(one).includes(error));
    const whole = of.filter((one) => hasButtons(one));
    const isOver = whole.some((one) => /Resolved|🟢|✅/.test(one.text));
    note(
      'lost',
      isOver ? 0 : 1,
      `lost: that ${error} is over${isAlertDeleted ? ', after its message was deleted' : ''}`,
    );
    note('doubled', whole.length - 1, `doubled: ${error} has ${whole.length} messages`);
    note('misplaced', of.length - whole.length, `misplaced: a line about ${error} without its card`);
    const own = cards.filter((one) => textOf(one).includes(brand)).length;
    if (isCardDeleted) note('doubled', own, `doubled: the deleted card of ${brand} came again`);
    else note('lost', 1 - own, `lost: the card of ${brand}`);
  }
  // A message that names neither an error nor a brand is a reply that is shown without its card.
  const names = cases.flatMap(({ error, brand }) => [error, brand]);
  const strays = [...alerts, ...cards].filter((one) => !names.some((name) => textOf(one).includes(name)));
  note('misplaced', strays.length, `misplaced: ${strays.length} lines without a card: ${strays[0]?.text ?? ''}`);
  return { ...nothing, ...count, messages: cases.length * 2, details };
}

const hasButtons = (message: Message): boolean => JSON.stringify(message.blocks ?? []).includes('"action_id"');

export const deletedCards: Scenario = {
  id: 'deleted',
  title: 'people delete messages of alerts and cards of leads, with kill -9',
  short: 1,
  lots: 4,
  rounds: 12,
  run: play,
};
