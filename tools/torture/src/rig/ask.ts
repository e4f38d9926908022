/** Sends commands and waits for their answers. Effects: sends commands to the bots. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '@leadbell/slack-sandbox';
import { channelId, userOf, type World } from './world.ts';

const patienceMs = 60_000;

export interface Question {
  /** The names of a person and a channel. */
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  /** Matches the beginning of the answer, which only this person sees. */
  readonly answer: RegExp;
}

/** Asks up to `tries` times: on a busy machine the bot may reply too late, or with "try again". Rejects after that. */
export async function ask(world: World, question: Question, tries = 5): Promise<Message> {
  const { user, channel, text, answer } = question;
  const { slack } = world;
  const id = channelId(channel);
  const from = slack.ledger().length;
  const error = await slack.control.say(user, id, text);
  const mine = (): readonly Message[] =>
    slack
      .ledger()
      .slice(from)
      .filter((one) => one.channel === id && one.ephemeralTo === userOf(user));
  // A command that was acknowledged too late may still have been performed.
  const said = await slack.control
    .waitFor(() => mine().find((one) => answer.test(one.text) || /again/i.test(one.text)), patienceMs)
    .catch(() => null);
  if (said !== null && answer.test(said.text)) return said;
  if (tries <= 1) throw new Error(`${text} in ${channel}: ${error ?? said?.text ?? 'no answer'}`);
  return ask(world, question, tries - 1);
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
