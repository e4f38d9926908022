/**
 * How one command or one press is answered: by its `response_url` while that works (5 uses in 30 minutes), else by an ephemeral message.
 * Rejects when neither way is open.
 */
import type { Card } from '../slack/card.ts';
import type { Delivery, Place } from '../slack/deliver.ts';
import { slackProblem } from '../slack/errors.ts';
import { plainMessage } from '../slack/render.ts';
import type { Message } from '../slack/render.ts';
import type { Log } from '../log.ts';
import { errorFields } from '../log-error.ts';

const maxUses = 5;
/** Slack takes 30 minutes; a minute less is safe. */
const maxAgeMs = 29 * 60_000;

export interface Reply {
  say(card: Card): Promise<void>;
  /** What is said takes the place of what was pressed. */
  readonly isInPlace: boolean;
}

export interface ReplyOptions {
  readonly delivery: Delivery;
  readonly render: (card: Card) => Message;
  readonly url: string | null;
  readonly place: Place;
  /** `in-place`: in the message that was pressed. `follow`: first a message, then that same one. `new`: always another. */
  readonly manner: 'in-place' | 'follow' | 'new';
  readonly now: () => number;
  readonly log: Log;
}

export function createReply({ delivery, render, url, place, manner, now, log }: ReplyOptions): Reply {
  const expiresAt = now() + maxAgeMs;
  let uses = 0;
  let replace = manner === 'in-place';

  async function respond(message: Message): Promise<boolean> {
    if (url === null || uses >= maxUses || now() >= expiresAt) return false;
    uses += 1;
    const thread = place.thread === undefined ? {} : { thread: place.thread };
    try {
      await delivery.respond(url, message, { replace, ...thread });
      return true;
    } catch (error) {
      log.warn(errorFields(error), 'respond.refused');
      if (slackProblem(error)?.class === 'message') throw error;
      return false;
    }
  }

  async function send(message: Message): Promise<void> {
    if (await respond(message)) return;
    // Also when nobody knows whether the address took it: an answer that is there twice, for one reader, is better than none.
    await delivery.whisper(place, message);
  }

  return {
    isInPlace: manner === 'in-place',
    async say(card) {
      const message = render(card);
      try {
        await send(message);
      } catch (error) {
        // Better the bare sentence than nothing.
        if (slackProblem(error)?.class !== 'message') throw error;
        log.error(errorFields(error), 'blocks.refused');
        await send(plainMessage(message));
      }
      if (manner === 'follow') replace = true;
    },
  };
}
