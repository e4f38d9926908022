/** The subcommands of `/leads`, in the order that help shows them. To add one: its file, and a line here. */
import type { Card } from '@leadbell/slack-kit';
import { alerts } from './alerts.ts';
import { assign } from './assign.ts';
import { bulk } from './bulk.ts';
import type { AnswerContext } from '../answers/context.ts';
import type { Ask, ParseContext } from '../asks/ask.ts';
import type { Command, Parsed } from './command.ts';
import { errors } from './errors.ts';
import { help } from './help.ts';
import { language } from './language.ts';
import { lead } from './lead.ts';
import { parseWords } from './parse.ts';
import { note } from './note.ts';
import { period } from './period.ts';
import { preview } from './preview.ts';
import { replay } from './replay.ts';
import { silence } from './silence.ts';
import { silences } from './silences.ts';
import { status } from './status.ts';
import { subscribe } from './subscribe.ts';
import { subscriptions } from './subscriptions.ts';
import { today } from './today.ts';
import { unsubscribe } from './unsubscribe.ts';

export { decodeAsk, decodeOpen, encodeAsk, encodeOpen } from '../asks/ask-codec.ts';

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
