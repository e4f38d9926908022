/** Replies to a press: in the pressed modal or message if only the presser sees it, otherwise in a new message. */
import type { Language } from '@leadbell/i18n';
import { staleButtonCard } from '../cards/notices.ts';
import type { Place } from '@leadbell/slack-kit';
import { withFailuresSaid } from './conversation.ts';
import type { Press } from './press.ts';
import { addressOf, createReply } from './reply.ts';
import type { Address, Reply } from './reply.ts';
import { messagesFor, rendersIn } from './bot-context.ts';
import type { BotContext } from './contract.ts';

/** If Slack delivers a press again, it does so within minutes. */
export const rememberMs = 600_000;

export function replyTo(press: Press, place: Place, language: Language, botContext: BotContext): Reply {
  return replyAt(pressAddress(press, place, botContext, false), language, botContext);
}

/** A reply in a new message, never in the pressed one. */
export function replyBeside(press: Press, place: Place, language: Language, botContext: BotContext): Reply {
  return replyAt(pressAddress(press, place, botContext, true), language, botContext);
}

export function replyAt(address: Address, language: Language, botContext: BotContext): Reply {
  return createReply({ ...botContext, ...rendersIn(messagesFor(language), botContext), address });
}

export function pressAddress(press: Press, place: Place, botContext: BotContext, beside: boolean): Address {
  const { surface, viewId, responseUrl, isEphemeral } = press;
  if (surface === 'answer' && viewId !== null) return addressInView(viewId, place, botContext);
  return addressOf(responseUrl, place, isEphemeral && !beside ? 'in-place' : 'new', botContext);
}

/** The address of an answer that replaces the content of the modal. */
export function addressInView(view: string, place: Place, botContext: BotContext): Address {
  return { ...addressOf(null, place, 'in-place', botContext), view };
}

/** Replies that the button is out of date. It may be from an older version, or its value may be forged. */
export async function answerStale(
  press: Press,
  place: Place,
  language: Language,
  botContext: BotContext,
): Promise<void> {
  const messages = messagesFor(language);
  const reply = replyBeside(press, place, language, botContext);
  botContext.log.warn({}, 'stale button');
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, () => reply.say(staleButtonCard(messages))),
  );
}
