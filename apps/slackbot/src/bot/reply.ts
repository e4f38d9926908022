/**
 * Replies to one command or press: by its `response_url` while that works (5 uses in 30 minutes), and afterwards by an
 * ephemeral message, or by a direct message if Leadbell or the person is not in the channel. An answer in a modal
 * replaces the modal's content. Rejects when every way fails.
 */
import { type Card, type Delivery, type Message, type Place, plainMessage, slackProblem } from '@leadbell/slack-kit';
import { unshared } from '../cards/answer-modal.ts';
import type { Log } from '../log.ts';
import { errorFields } from '../log-error.ts';

const maxUses = 5;
/** Slack accepts a `response_url` for 30 minutes; we stop using it a minute earlier. */
const maxAgeMs = 29 * 60_000;

/** Where and how to reply, as data, so that another process can reply too. */
export interface Address {
  /** A `response_url`. */
  readonly url: string | null;
  /** When the `response_url` expires. */
  readonly until: number;
  readonly place: Place;
  /**
   * `in-place`: replaces the pressed message. `follow`: sends a message, and asks Slack to replace it
   * with the next one. Slack ignores this for commands, and the next message comes below. `new`: sends
   * a new message each time.
   */
  readonly manner: 'in-place' | 'follow' | 'new';
  /** Slack's id of the modal that shows the answer. */
  readonly view?: string;
}

export interface Reply {
  say(card: Card): Promise<void>;
  readonly address: Address;
}

export interface ReplyOptions {
  readonly delivery: Delivery;
  readonly render: (card: Card) => Message;
  readonly renderView: (card: Card, place: Place) => Parameters<Delivery['updateView']>[1];
  readonly address: Address;
  readonly now: () => number;
  readonly log: Log;
}

/** Whether the place is a direct message with Leadbell. */
function isOwnPlace({ channel }: Place): boolean {
  return /^[DU]/.test(channel);
}

/** The address for the reply to an event that has just arrived. A `response_url` of another host is ignored. */
export function addressOf(
  url: string | null,
  place: Place,
  manner: Address['manner'],
  { delivery, now, log }: Pick<ReplyOptions, 'delivery' | 'now' | 'log'>,
): Address {
  const isSlacks = url !== null && delivery.takes(url);
  if (url !== null && !isSlacks) log.warn({}, 'respond.foreign');
  return { url: isSlacks ? url : null, until: now() + maxAgeMs, place, manner };
}

export function createReply({ delivery, render, renderView, address, now, log }: ReplyOptions): Reply {
  const { url, until, place, manner, view } = address;
  let uses = 0;
  let replace = manner === 'in-place';

  async function respond(message: Message): Promise<boolean> {
    if (url === null || uses >= maxUses || now() >= until) return false;
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

  /** Returns false when the person has closed the modal. */
  async function showInView(card: Card): Promise<boolean> {
    if (view === undefined) return false;
    try {
      await delivery.updateView(view, renderView(card, place));
      return true;
    } catch (error) {
      if (slackProblem(error)?.class !== 'expired') throw error;
      return false;
    }
  }

  async function send(message: Message): Promise<void> {
    if (await respond(message)) return;
    // The response_url may have worked after all. Send the reply again nevertheless: two answers are better than none.
    try {
      await delivery.whisper(place, message);
    } catch (error) {
      if (slackProblem(error)?.class !== 'channel') throw error;
      log.warn(errorFields(error), 'whisper.refused');
      await delivery.direct(place.user, message);
    }
  }

  return {
    address,
    async say(card) {
      if (await showInView(card)) return;
      const message = render(isOwnPlace(place) ? unshared(card) : card);
      try {
        await send(message);
      } catch (error) {
        // The plain text of a card is better than nothing.
        if (slackProblem(error)?.class !== 'message') throw error;
        log.error(errorFields(error), 'blocks.refused');
        await send(plainMessage(message));
      }
      if (manner === 'follow') replace = true;
    },
  };
}
