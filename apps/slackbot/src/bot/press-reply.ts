/** Replies to a press: in its own message if only the presser sees it, else beside it. */
import type { Language } from '@leadbell/i18n';
import { staleButtonCard } from '../cards/notices.ts';
import { type Place, renderMessage } from '@leadbell/slack-kit';
import { withFailuresSaid } from './conversation.ts';
import type { Press } from './press.ts';
import { addressOf, createReply } from './reply.ts';
import type { Address, Reply } from './reply.ts';
import { messagesFor, renderOptions } from './bot-context.ts';
import type { BotContext } from './contract.ts';

/** Slack redelivers a press within minutes, if at all. */
export const rememberMs = 600_000;

export function replyTo(press: Press, place: Place, language: Language, botContext: BotContext, beside = false): Reply {
  return createReply({
    ...botContext,
    render: (card) => renderMessage(card, renderOptions(messagesFor(language))),
    address: pressAddress(press, place, botContext, beside),
  });
}

export function pressAddress(press: Press, place: Place, botContext: BotContext, beside: boolean): Address {
  return addressOf(press.responseUrl, place, press.isEphemeral && !beside ? 'in-place' : 'new', botContext);
}

/** For a button of an older version, or a made-up value. */
export async function answerStale(
  press: Press,
  place: Place,
  language: Language,
  botContext: BotContext,
): Promise<void> {
  const messages = messagesFor(language);
  const reply = replyTo(press, place, language, botContext, true);
  botContext.log.warn({}, 'stale button');
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, () => reply.say(staleButtonCard(messages))),
  );
}
