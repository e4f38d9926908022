/** The subcommands of `/leads`, in the order that help shows them. To add one: its file, and a line here. */
import type { Card } from '../slack/card.ts';
import type { AnswerContext, Ask, Command } from './command.ts';

export { parseText } from './parse.ts';
export { decodeAsk, decodeOpen, encodeAsk, encodeOpen } from './ask-codec.ts';

export const commands: readonly Command[] = [];

/** Throws `LeadsApiError` only. */
export function answerAsk(_ask: Ask, context: AnswerContext): Promise<Card> {
  return Promise.resolve({ summary: '', direction: context.messages.direction, parts: [] });
}
