/**
 * Judges the actions of people and the DMS's data only by Slack's messages, which it finds by their
 * readable text. It uses no code and no data of the bot. Pure.
 */
import type { Message } from '@leadbell/slack-sandbox';
import { nothing, type Tally } from '../tally.ts';
import { textOf } from './text.ts';

export type ActKind = 'send' | 'share' | 'note' | 'subscribe' | 'acknowledge';

/** An action of a person: one press, or several equal ones. */
export interface Act {
  readonly kind: ActKind;
  /** The word by which its effect is found: see `effectsOf`. */
  readonly token: string;
  readonly user: string;
  readonly channel: string;
  /** Epoch seconds, as in Slack's `ts`. */
  readonly at: number;
  presses: number;
  /** Whether at least one press was acknowledged. */
  isAcknowledged: boolean;
}

export interface ExpectedMessage {
  /** A word that only this message contains. */
  readonly token: string;
  readonly channel: string;
}

export interface Told {
  readonly acts: readonly Act[];
  readonly messages: readonly ExpectedMessage[];
  readonly ledger: readonly Message[];
  /** The tokens of the subscriptions that `/leads subscriptions` lists, with repetitions. */
  readonly subscribed: readonly string[];
  /** The channels in which messages must be in the order of the DMS's data. */
  readonly ordered: readonly string[];
}

const isPublic = ({ ephemeralTo, botId }: Message): boolean => ephemeralTo === undefined && botId !== undefined;
const isRoot = (message: Message): boolean => isPublic(message) && message.threadTs === undefined;
const hasWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`).test(text);

/** Matches sentences that say that something was not done, or perhaps not. */
const refusal =
  /try again|try it again|ask again|please repeat|could not|couldn’t|couldn't|cannot|can’t|can't|went wrong|not (?:saved|sent|shared|done)|out of date|look there before|did not confirm|was interrupted/i;

export function judgePeople(told: Told): Tally {
  const details: string[] = [];
  const { lost, doubled, outOfOrder } = judgeMessages(told, details);
  const acts = judgeActs(told, details);
  return {
    ...nothing,
    messages: told.messages.length,
    presses: told.acts.reduce((sum, { presses }) => sum + presses, 0),
    lost: lost + acts.lost,
    doubled,
    outOfOrder,
    actedTwice: acts.twice,
    details,
  };
}

function judgeMessages({ messages, ledger, ordered }: Told, details: string[]) {
  let lost = 0;
  let doubled = 0;
  let outOfOrder = 0;
  const latest = new Map<string, string>();
  const shown = ledger.map((message) => ({ ...message, words: textOf(message) }));
  const roots = shown.filter(isRoot);
  for (const { token, channel } of messages) {
    const found = roots.filter((message) => message.channel === channel && hasWord(message.words, token));
    const [first] = found;
    // If there are too many causes at once, one message names the worst, and its thread lists all
    // of them.
    const isInThread = shown.some(
      (message) => message.channel === channel && !isRoot(message) && hasWord(message.words, token),
    );
    if (first === undefined && isInThread) continue;
    if (first === undefined) {
      lost += 1;
      details.push(`lost: the message with ${token} in ${channel}`);
      continue;
    }
    if (found.length > 1) {
      doubled += found.length - 1;
      details.push(`doubled: ${token} is in ${found.length} messages of ${channel}`);
    }
    if (!ordered.includes(channel)) continue;
    const before = latest.get(channel);
    if (before !== undefined && first.ts < before) {
      outOfOrder += 1;
      details.push(`out of order: ${token} in ${channel}`);
    } else latest.set(channel, first.ts);
  }
  return { lost, doubled, outOfOrder };
}

function judgeActs(told: Told, details: string[]) {
  let lost = 0;
  let twice = 0;
  for (const act of told.acts) {
    const effects = effectsOf(act, told);
    if (effects > 1) {
      twice += effects - 1;
      details.push(`acted ${effects} times: ${act.kind} ${act.token} (${act.presses} presses)`);
    }
    if (effects > 0 || !act.isAcknowledged || wasRefused(act, told.ledger)) continue;
    lost += 1;
    details.push(`lost: ${act.kind} ${act.token} was acknowledged, and nothing came of it`);
  }
  return { lost, twice };
}

/** Returns how often the action was performed: counts its effects that people see in Slack. */
function effectsOf({ kind, token, channel, at }: Act, { ledger, subscribed }: Told): number {
  const since = ledger.filter(
    (message) => message.channel === channel && isPublic(message) && Number(message.ts) >= at,
  );
  switch (kind) {
    case 'send':
      // No other posts come to this channel.
      return since.filter(isRoot).length;
    case 'share':
      return since.filter((message) => isRoot(message) && message.text.startsWith(`Lead ${token}:`)).length;
    case 'note':
      return since.filter((message) => message.threadTs !== undefined && hasWord(textOf(message), token)).length;
    case 'acknowledge':
      // Here `token` is the `ts` of the card.
      return since.filter((message) => message.threadTs === token && /Acknowledged/.test(textOf(message))).length;
    case 'subscribe':
      return subscribed.filter((word) => word === token).length;
    default:
      return kind satisfies never;
  }
}

function wasRefused({ user, channel, at }: Act, ledger: readonly Message[]): boolean {
  return ledger.some(
    (message) =>
      (message.ephemeralTo === user || message.channel === `D${user.slice(1)}`) &&
      (message.channel === channel || message.channel.startsWith('D')) &&
      Number(message.ts) >= at &&
      refusal.test(textOf(message)),
  );
}
