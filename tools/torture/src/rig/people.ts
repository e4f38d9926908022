/**
 * The actions of people and of the DMS in a world, and the results to expect. Effects: sends commands and presses to
 * the bots.
 */
import { plainWords } from './plain-words.ts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '@leadbell/slack-sandbox';
import type { Tally } from '../tally.ts';
import { type Act, type ActKind, type ExpectedMessage, judgePeople } from '../verdicts/people.ts';
import { textOf } from '../verdicts/text.ts';
import { ask, settle, subscribe } from './ask.ts';
import { channelId, names, userOf, type World } from './world.ts';

export interface People {
  /** Subscribes the channels; nothing may be broken yet. */
  prepare(): Promise<void>;
  /**
   * Performs an action, and resolves when Slack knows whether the bot acknowledged it. Returns null
   * if nothing is left on which the action could be performed.
   */
  act(kind: ActKind, presses: number): Promise<unknown> | null;
  /** Adds a bulk with a new lead to the DMS; if asked, with an error that is new. */
  arrive(isErrored: boolean): void;
  /** Waits until no message or effect is missing, but at most this many milliseconds. Returns the final verdict. */
  verdict(patienceMs: number): Promise<Tally>;
}

export interface PeopleOptions {
  /** The number of channels with a digest; each of these digests can be sent by hand once. */
  readonly sends: number;
  readonly subscribes: number;
  readonly shares: number;
  /** Whether messages may be sent in another order than the one in which their leads and errors arrived. */
  readonly isOrderFree?: boolean;
}

interface Crowd {
  readonly world: World;
  readonly options: PeopleOptions;
  readonly acts: Act[];
  readonly expected: ExpectedMessage[];
  readonly used: { sends: number; subscribes: number; shares: number; notes: number; leads: number; bulks: number };
  /** For each channel, its subscriber and the message with the button. */
  readonly digests: Map<string, { readonly user: string; readonly message: Message }>;
  /** The `ts` of the cards that were acknowledged. */
  readonly acknowledged: Set<string>;
}

const sendChannel = (n: number): string => `send-${n}`;
const subscribeChannel = (n: number): string => `subscribe-${n}`;
const personOf = (n: number): string => names[n % names.length] ?? 'alfa';
const firstShared = 50_001;

export const channelsFor = ({ sends, subscribes }: PeopleOptions): string[] => [
  'leads',
  'alerts',
  'shares',
  ...Array.from({ length: sends }, (_, n) => sendChannel(n)),
  ...Array.from({ length: subscribes }, (_, n) => subscribeChannel(n)),
];

const letters = 'abcdefghij';
/** Returns a word without digits, because errors that differ only in numbers count as one error. */
const wordOf = (prefix: string, n: number): string =>
  `${prefix}${String(n).replaceAll(/\d/g, (digit) => letters[Number(digit)] ?? '')}x`;

export function createPeople(world: World, options: PeopleOptions): People {
  const crowd: Crowd = {
    world,
    options,
    acts: [],
    expected: [],
    used: { sends: 0, subscribes: 0, shares: 0, notes: 0, leads: 0, bulks: 0 },
    digests: new Map(),
    acknowledged: new Set(),
  };
  return {
    prepare: () => prepare(crowd),
    act: (kind, presses) => doers[kind](crowd, presses),
    arrive: (isErrored) => arrive(crowd, isErrored),
    verdict: (patienceMs) => settle(() => judged(crowd), patienceMs),
  };
}

async function prepare({ world, options, used, digests }: Crowd): Promise<void> {
  const leads = Array.from({ length: options.shares }, (_, n) => ({
    reference: firstShared + n,
    brand: 'Oldbrand',
    error: null,
  }));
  // These leads are there before any subscription, so they are not announced; people share them.
  if (leads.length > 0) world.dms.bulks.push({ id: (used.bulks += 1), createdAt: world.now() - 600_000, leads });
  await subscribe(world, 'alerts', 'alerts');
  await subscribe(world, 'leads', 'leads together-9999');
  // The digests are due in half a day, so during the run a digest comes only if a person sends it.
  const hour = String(new Date(world.now() + 15 * 3_600_000).getUTCHours()).padStart(2, '0');
  for (let n = 0; n < options.sends; n += 1) {
    const user = personOf(n);
    digests.set(sendChannel(n), {
      user,
      message: await subscribe(world, sendChannel(n), `digest ${hour}:30`, user),
    });
  }
}

function begin(crowd: Crowd, kind: ActKind, act: Pick<Act, 'token' | 'user' | 'channel'>): Act {
  const begun = { kind, ...act, at: Date.now() / 1000 - 0.002, presses: 0, isAcknowledged: false };
  crowd.acts.push(begun);
  return begun;
}

/** Presses several times within 150 ms. */
async function press({ world }: Crowd, act: Act, times: number, once: () => Promise<string | null>): Promise<void> {
  act.presses += times;
  const outcomes = await Promise.all(
    Array.from({ length: times }, async (_, n) => {
      if (n > 0) await delay(world.dice.below(150));
      return once().catch(() => 'refused');
    }),
  );
  act.isAcknowledged = outcomes.includes(null);
}

type Doer = (crowd: Crowd, presses: number) => Promise<unknown> | null;

const doers: Readonly<Record<ActKind, Doer>> = {
  send(crowd, times) {
    const { world, used, digests } = crowd;
    const channel = sendChannel(used.sends);
    const digest = digests.get(channel);
    if (digest === undefined) return null;
    used.sends += 1;
    const { user, message } = digest;
    const act = begin(crowd, 'send', { token: channel, user: userOf(user), channel: channelId(channel) });
    return press(crowd, act, times, () => world.slack.control.click(user, message, actionOf(message, 'send')));
  },

  share(crowd, times) {
    const { world, used, options } = crowd;
    if (used.shares >= options.shares) return null;
    const token = String(firstShared + used.shares);
    const user = personOf((used.shares += 1));
    const act = begin(crowd, 'share', { token, user: userOf(user), channel: channelId('shares') });
    return press(crowd, act, times, () => world.slack.control.say(user, 'shares', `/leads lead ${token} --share`));
  },

  subscribe(crowd) {
    const { world, used, options } = crowd;
    if (used.subscribes >= options.subscribes) return null;
    const channel = subscribeChannel(used.subscribes);
    const token = wordOf('marke', (used.subscribes += 1));
    const user = personOf(used.subscribes);
    const act = begin(crowd, 'subscribe', { token, user: userOf(user), channel: channelId(channel) });
    // Typed only once, because a person who types a command twice may want it twice.
    return press(crowd, act, 1, () =>
      // No lead has a type, so the bot knows no types to compare this one with, and does not ask whether it is right.
      world.slack.control.say(user, channel, `/leads subscribe digest 04:30 type:${token}`),
    );
  },

  note(crowd, times) {
    const { world, used } = crowd;
    const id = /Alert\s(\d+) ·/.exec(textOf(anyAlert(crowd) ?? noMessage))?.[1];
    if (id === undefined) return null;
    const user = personOf(world.dice.below(names.length));
    const token = wordOf('memo', (used.notes += 1));
    const act = begin(crowd, 'note', { token, user: userOf(user), channel: channelId('alerts') });
    return press(crowd, act, times, () => world.slack.control.say(user, 'alerts', `/leads note ${id} ${token}`));
  },

  acknowledge(crowd, times) {
    const { world, acknowledged } = crowd;
    const card = anyAlert(crowd);
    if (card === undefined) return null;
    acknowledged.add(card.ts);
    const user = personOf(world.dice.below(names.length));
    const act = begin(crowd, 'acknowledge', { token: card.ts, user: userOf(user), channel: channelId('alerts') });
    return press(crowd, act, times, () => world.slack.control.click(user, card, actionOf(card, 'acknowledge')));
  },
};

const noMessage = { text: '' } as Message;

/** Returns a message of an open alert that no one has acknowledged. */
function anyAlert({ world, acknowledged }: Crowd): Message | undefined {
  const cards = world.slack.control
    .messages('alerts')
    .filter(({ threadTs, botId, text }) => threadTs === undefined && botId !== undefined && text.includes('🔴'))
    .filter(({ ts }) => !acknowledged.has(ts));
  return cards[world.dice.below(cards.length)];
}

function arrive({ world, used, expected }: Crowd, isErrored: boolean): void {
  used.leads += 1;
  const brand = plainWords('silver', used.leads);
  const word = plainWords('wooden', used.leads);
  const error = isErrored ? `The form ${word} is not known` : null;
  const leads = [{ reference: used.leads, brand, error }];
  world.dms.bulks.push({ id: (used.bulks += 1), createdAt: world.now(), leads });
  expected.push({ token: brand, channel: channelId('leads') });
  if (isErrored) expected.push({ token: word, channel: channelId('alerts') });
}

async function judged({ world, acts, expected, options }: Crowd): Promise<Tally> {
  const subscribed = await Promise.all(
    Array.from({ length: options.subscribes }, (_, n) => n)
      .filter((n) => acts.some(({ channel }) => channel === channelId(subscribeChannel(n))))
      .map((n) => listed(world, subscribeChannel(n))),
  );
  const ordered = options.isOrderFree === true ? [] : [channelId('leads')];
  return judgePeople({
    acts,
    messages: expected,
    ledger: world.slack.ledger(),
    subscribed: subscribed.flat(),
    ordered,
  });
}

/** Returns the tokens of the subscriptions that the list shows to a person. */
async function listed(world: World, channel: string): Promise<string[]> {
  const question = { user: 'juliett', channel, text: '/leads subscriptions', answer: /ubscription/ };
  const list = await ask(world, question).catch(() => null);
  return list === null ? [] : [...textOf(list).matchAll(/\bmarke\w+/gi)].map(([word]) => word.toLowerCase());
}

/** Returns the `action_id` of the button with this value. */
function actionOf(message: Message, verb: string): string {
  const id = findAction(message.blocks ?? [], verb);
  if (id === null) throw new Error(`there is no button "${verb}"`);
  return id;
}

function findAction(part: unknown, verb: string): string | null {
  if (typeof part !== 'object' || part === null) return null;
  const { action_id: id, value } = part as { action_id?: unknown; value?: unknown };
  if (typeof id === 'string' && typeof value === 'string' && value.startsWith(`${verb} `)) return id;
  for (const inner of Object.values(part)) {
    const found = findAction(inner, verb);
    if (found !== null) return found;
  }
  return null;
}
