/** What a person types, read and answered by the commands of all features: for tests. */
import type { Card } from '@leadbell/slack-kit';
import { answerAsk as answerBy } from '../commands/answer.ts';
import { registry } from '../features/index.ts';
import type { Ask, Complaint, ParseContext } from '../queries/ask.ts';
import type { AnswerContext } from '../reports/context.ts';
import { complaintCard as cardOf } from '../cards/notices.ts';

export { decodeAsk, decodeOpen, encodeAsk } from '../queries/ask-codec.ts';
export const parseText = registry.parse;

export function answerAsk(ask: Ask, context: AnswerContext): Promise<Card> {
  return answerBy(ask, { ...context, commands: registry.commands });
}

export function complaintCard(complaint: Complaint, context: ParseContext): Card {
  const parsed = complaint.suggestion === undefined ? null : parseText(complaint.suggestion, context);
  return cardOf(complaint, parsed?.ok === true ? parsed.ask : null, context.messages);
}
