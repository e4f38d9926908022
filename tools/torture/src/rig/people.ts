/** What people and the DMS do in a world, and what has to come of it. Effects: commands and presses to the bots. */
import type { Message } from '@leadbell/slack-sandbox';
import { type Act, type ActKind, type Expected, judge, textOf } from '../ledger.ts';
import type { Tally } from '../tally.ts';
import { channelId, names, userOf, type World } from './world.ts';

export interface People {
  readonly acts: readonly Act[];
  /** Subscribes the channels; everything has to be well. `sends`: so many digests can be sent by hand. */
  prepare(): Promise<void>;
  /** A person does one of these; the promise resolves when Slack knows whether it was acknowledged. Null: there is nothing left to do it to. */
  act(kind: ActKind, presses: number): Promise<Act> | null;
  /** The DMS gets a bulk with a new lead, perhaps with an error that was never there before. */
  arrive(isErrored: boolean): void;
  /** Waits until everything is there, or the patience is over; then the verdict. Milliseconds. */
  verdict(patienceMs: number): Promise<Tally>;
}

export interface PeopleOptions {
  /** Channels, each with a digest that can be sent by hand once. */
  readonly sends: number;
  readonly subscribes: number;
  readonly shares: number;
  /** May messages go out in another order than they came? */
  readonly isOrderFree?: boolean;
}

const sendChannel = (n: number): string => `send-${n}`;
const subscribeChannel = (n: number): string => `subscribe-${n}`;

export const channelsFor = ({ sends, subscribes }: PeopleOptions): string[] => [
  'leads',
  'alerts',
  'shares',
  ...Array.from({ length: sends }, (_, n) => sendChannel(n)),
  ...Array.from({ length: subscribes }, (_, n) => subscribeChannel(n)),
];

const quietMs = 4_000;
/** No number in a word: the bot takes errors that differ in numbers alone for the same. */
const letters = 'abcdefghijklmnopqrstuvwxyz';
const wordOf = (prefix: string, n: number): string =>
  prefix + [...String(n)].map((digit) => letters[Number(digit)] ?? 'z').join('') + 'x';

export function createPeople(world: World, options: PeopleOptions): People {
  const { slack, dms, dice } = world;
  const { control } = slack;
  const acts: Act[] = [];
  const expected: Expected[] = [];
  const used = { sends: 0, subscribes: 0, shares: 0, notes: 0, leads: 0 };
  const acknowledged = new Set<string>();
  let bulks = 0;
  const personOf = (n: number): string => names[n % names.length] ?? 'alfa';
  const sendCards = new Map<string, { user: string; message: Message }>();

  /** Leads that were there before anybody subscribed: to be shared. */
  function addOldLeads(): void {
    const leads = Array.from({ length: options.shares }, (_, n) => ({
      reference: 50_001 + n,
      brand: 'Oldbrand',
      error: null,
    }));
    if (leads.length > 0) dms.bulks.push({ id: (bulks += 1), createdAt: world.now() - 600_000, leads });
  }

  /** Says a command, and waits for the ephemeral that answers it. */
  async function ask(user: string, channel: string, text: string, answer: RegExp): Promise<Message> {
    const id = channelId(channel);
    const from = slack.ledger().length;
    const error = await control.say(user, id, text);
    if (error !== null) throw new Error(`${text} in ${channel}: ${error}`);
    return control.waitFor(
      () =>
        slack
          .ledger()
          .slice(from)
          .find((one) => one.channel === id && one.ephemeralTo === userOf(user) && answer.test(one.text)),
      30_000,
    );
  }

  async function prepare(): Promise<void> {
    addOldLeads();
    await ask('alfa', 'alerts', '/leads subscribe alerts', /^Done/);
    await ask('alfa', 'leads', '/leads subscribe leads together-9999', /^Done/);
    // Half a day from now: never due while this runs.
    const hour = String(new Date(world.now() + (3 + 12) * 3_600_000).getUTCHours()).padStart(2, '0');
    for (let n = 0; n < options.sends; n += 1) {
      const user = personOf(n);
      const message = await ask(user, sendChannel(n), `/leads subscribe digest ${hour}:30`, /^Done/);
      sendCards.set(sendChannel(n), { user, message });
    }
  }

  function begin(kind: ActKind, act: Pick<Act, 'token' | 'user' | 'channel'>): Act {
    const begun: Act = { kind, ...act, at: Date.now() / 1000 - 0.002, presses: 0, isAcknowledged: false };
    acts.push(begun);
    return begun;
  }

  async function press(act: Act, times: number, once: (n: number) => Promise<string | null>): Promise<Act> {
    act.presses += times;
    const outcomes = await Promise.all(
      Array.from({ length: times }, async (_, n) => {
        if (n > 0) await new Promise((resolve) => setTimeout(resolve, dice.below(150)));
        return once(n).catch(() => 'refused');
      }),
    );
    act.isAcknowledged = outcomes.includes(null);
    return act;
  }

  function actOnAlert(kind: 'note' | 'acknowledge', times: number): Promise<Act> | null {
    const cards = control
      .messages('alerts')
      .filter(
        (one) =>
          one.threadTs === undefined && one.botId !== undefined && !acknowledged.has(one.ts) && /🔴/.test(one.text),
      );
    const card = cards[dice.below(cards.length)];
    const id = card === undefined ? undefined : /Alert (\d+) ·/.exec(textOf(card))?.[1];
    if (card === undefined || id === undefined) return null;
    const user = personOf(dice.below(names.length));
    if (kind === 'note') {
      const token = wordOf('memo', (used.notes += 1));
      const act = begin('note', { token, user: userOf(user), channel: channelId('alerts') });
      return press(act, times, () => control.say(user, 'alerts', `/leads note ${id} ${token}`));
    }
    acknowledged.add(card.ts);
    const act = begin('acknowledge', { token: card.ts, user: userOf(user), channel: channelId('alerts') });
    return press(act, times, () => control.click(user, card, actionOf(card, 'acknowledge')));
  }

  function act(kind: ActKind, times: number): Promise<Act> | null {
    switch (kind) {
      case 'send': {
        const channel = sendChannel(used.sends);
        const card = sendCards.get(channel);
        if (card === undefined) return null;
        used.sends += 1;
        const act = begin('send', { token: channel, user: userOf(card.user), channel: channelId(channel) });
        return press(act, times, () => control.click(card.user, card.message, actionOf(card.message, 'send')));
      }
      case 'share': {
        if (used.shares >= options.shares) return null;
        const token = String(50_001 + used.shares);
        const user = personOf((used.shares += 1));
        const act = begin('share', { token, user: userOf(user), channel: channelId('shares') });
        return press(act, times, () => control.say(user, 'shares', `/leads lead ${token} --share`));
      }
      case 'subscribe': {
        if (used.subscribes >= options.subscribes) return null;
        const channel = subscribeChannel(used.subscribes);
        const token = wordOf('marke', (used.subscribes += 1));
        const user = personOf(used.subscribes);
        const act = begin('subscribe', { token, user: userOf(user), channel: channelId(channel) });
        return press(act, 1, () => control.say(user, channel, `/leads subscribe digest 04:30 brand:${token}`));
      }
      case 'note':
      case 'acknowledge':
        return actOnAlert(kind, times);
      default:
        return kind satisfies never;
    }
  }

  function arrive(isErrored: boolean): void {
    used.leads += 1;
    const brand = wordOf('brand', used.leads);
    const error = isErrored ? `The form ${wordOf('word', used.leads)} is not known` : null;
    dms.bulks.push({ id: (bulks += 1), createdAt: world.now(), leads: [{ reference: used.leads, brand, error }] });
    expected.push({ token: brand, channel: channelId('leads') });
    if (isErrored) expected.push({ token: wordOf('word', used.leads), channel: channelId('alerts') });
  }

  /** As each of them would be shown it. */
  async function subscribed(): Promise<string[]> {
    const wanted = acts.filter(({ kind }) => kind === 'subscribe');
    const found = await Promise.all(
      wanted.map(async ({ token, channel }) => {
        const name = `subscribe-${channel.slice(channelId('subscribe').length)}`;
        const list = await ask('juliett', name, '/leads subscriptions', /ubscription/).catch(() => null);
        return list === null ? [] : [...textOf(list).matchAll(new RegExp(`\\b${token}\\b`, 'gi'))].map(() => token);
      }),
    );
    return found.flat();
  }

  async function judged(): Promise<Tally> {
    const ordered = options.isOrderFree === true ? [] : [channelId('leads')];
    return judge({ acts, messages: expected, ledger: slack.ledger(), subscribed: await subscribed(), ordered });
  }

  async function verdict(patienceMs: number): Promise<Tally> {
    const end = performance.now() + patienceMs;
    let tally = await judged();
    while (tally.lost > 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      tally = await judged();
    }
    // What comes a second time comes soon after.
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    return judged();
  }

  return { acts, prepare, act, arrive, verdict };
}

/** The `action_id` of the button with such a value. */
export function actionOf(message: Message, verb: string): string {
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
