/** Sends commands and waits for their answers. Effects: sends commands to the bots. */
import { setTimeout as delay } from 'node:timers/promises';
import { ask as askSlack, type Message } from '@leadbell/slack-sandbox';
import { channelId, userOf, type World } from './world.ts';

export interface Question {
  /** The names of a person and a channel. */
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  /** Matches the beginning of the answer, which only this person sees. */
  readonly answer: RegExp;
}

/** Rejects when the answer has not come after a minute of tries. */
export function ask({ slack }: World, { user, channel, text, answer }: Question): Promise<Message> {
  const isReply = (one: Message, says: RegExp): boolean => one.ephemeralTo === userOf(user) && says.test(one.text);
  return askSlack(slack.control, {
    user,
    channel: channelId(channel),
    text,
    isAnswer: (one) => isReply(one, answer),
    isRefusal: (one) => isReply(one, /again/i),
  });
}

/** `words`: the text after `/leads subscribe`. */
export const subscribe = (world: World, channel: string, words: string, user = 'alfa'): Promise<Message> =>
  ask(world, { user, channel, text: `/leads subscribe ${words}`, answer: /Done/ });

/**
 * Judges again and again until nothing is lost or the time is over, and then once more a little later, because a
 * duplicate may follow.
 */
export async function settle<T extends { readonly lost: number }>(
  judge: () => T | Promise<T>,
  settlingMs: number,
): Promise<T> {
  const end = performance.now() + settlingMs;
  let verdict = await judge();
  while (verdict.lost > 0 && performance.now() < end) {
    await delay(500);
    verdict = await judge();
  }
  await delay(4_000);
  return judge();
}
