/** The subcommands of `/leads`, in the order that help shows them. To add one: its file, and a line here. */
import type { Card } from '@leadbell/slack-kit';
import { alerts } from '../features/alerts/commands/alerts.ts';
import { assign } from '../features/alerts/commands/assign.ts';
import { bulk } from '../features/leads/commands/bulk.ts';
import type { AnswerContext } from '../reports/context.ts';
import type { Ask, ParseContext } from '../queries/ask.ts';
import type { Command, Parsed } from './command.ts';
import { errors } from '../features/leads/commands/errors.ts';
import { help } from '../features/help/commands/help.ts';
import { language } from '../features/language/commands/language.ts';
import { lead } from '../features/leads/commands/lead.ts';
import { parseWords } from './parse.ts';
import { note } from '../features/alerts/commands/note.ts';
import { period } from '../features/leads/commands/period.ts';
import { preview } from '../features/digest/commands/preview.ts';
import { replay } from '../features/replay/commands/replay.ts';
import { silence } from '../features/alerts/commands/silence.ts';
import { silences } from '../features/alerts/commands/silences.ts';
import { status } from '../features/status/commands/status.ts';
import { subscribe } from '../features/subscriptions/commands/subscribe.ts';
import { subscriptions } from '../features/subscriptions/commands/subscriptions.ts';
import { today } from '../features/leads/commands/today.ts';
import { unsubscribe } from '../features/subscriptions/commands/unsubscribe.ts';

export { decodeAsk, decodeOpen, encodeAsk, encodeOpen } from '../queries/ask-codec.ts';

export const commands: readonly Command[] = [
  today,
  period,
  errors,
  bulk,
  lead,
  subscribe,
  subscriptions,
  preview,
  unsubscribe,
  alerts,
  assign,
  note,
  replay,
  silence,
  silences,
  language,
  status,
  help,
];

/** Takes what follows `/leads`. Pure. */
export function parseText(text: string, context: ParseContext): Parsed {
  return parseWords(text, context, commands);
}

/** Throws `LeadsApiError` only. An ask of a command that is no more (from an old button) gets help. */
export function answerAsk(ask: Ask, context: AnswerContext): Promise<Card> {
  const command = commands.find(({ name }) => name === ask.command) ?? help;
  return command.answer(ask, { ...context, commands });
}
