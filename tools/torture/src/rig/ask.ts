/** Commands whose answer is waited for. Effects: commands to the bots. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '@leadbell/slack-sandbox';
import { channelId, userOf, type World } from './world.ts';

const patienceMs = 30_000;

export interface Question {
  /** Names. */
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  /** Begins the answer, which only this person sees. */
  readonly answer: RegExp;
}

/** Rejects when it is refused, or there is no answer in time. */
export async function ask({ slack }: World, { user, channel, text, answer }: Question): Promise<Message> {
  const id = channelId(channel);
  const from = slack.ledger().length;
  const error = await slack.control.say(user, id, text);
  if (error !== null) throw new Error(`${text} in ${channel}: ${error}`);
  return slack.control.waitFor(
    () =>
      slack
        .ledger()
        .slice(from)
        .find((one) => one.channel === id && one.ephemeralTo === userOf(user) && answer.test(one.text)),
    patienceMs,
  );
}

/** `words`: what comes after `/leads subscribe`. */
export const subscribe = (world: World, channel: string, words: string, user = 'alfa'): Promise<Message> =>
  ask(world, { user, channel, text: `/leads subscribe ${words}`, answer: /Done/ });

/** Judges until nothing is lost or the patience is over, and once more a little later: what comes a second time comes soon after. */
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
