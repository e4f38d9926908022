/** What listeners read from the shell: contexts, and the language to answer in. */
import type { BotContext } from './contract.ts';
import { isLanguage, type Language, languageWrittenIn } from '@leadbell/i18n';
import type { ActPlace, CommandContext } from '../commands/command.ts';
import type { Query, ParseContext } from '../queries/query.ts';
import { messagesFor } from '../words/index.ts';
import type { Messages } from '../words/index.ts';
import { type RenderOptions, tagOf } from '@leadbell/slack-kit';
import type { Press } from './press.ts';

export function parseContext({ now, zone, weekStart }: BotContext, messages: Messages): ParseContext {
  return { now: now(), zone, weekStart, messages };
}

export function answerContext(
  botContext: BotContext,
  query: Query,
  messages: Messages,
  signal: AbortSignal,
  place: ActPlace,
  maxAgeMs?: number,
): CommandContext {
  return {
    ...parseContext(botContext, messages),
    ...botContext.services,
    commands: botContext.registry.commands,
    place,
    signal,
    fresh: query.fresh ?? false,
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    audience: query.share ? 'channel' : 'asker',
  };
}

/** Whoever writes Arabic is answered in Arabic; else as they chose, if they did. */
export async function languageOfText(text: string, user: string, { language, people }: BotContext): Promise<Language> {
  return languageWrittenIn(text) ?? (await people.language(user)) ?? language;
}

/** Of an answer to a press: one's own message goes on in its language, a channel's is answered in the presser's. */
export async function languageOfPress(press: Press, botContext: BotContext): Promise<Language> {
  const written = languageOfBlock(press.blockId, botContext);
  if (press.isEphemeral || press.place === null) return written;
  return (await botContext.people.language(press.place.user)) ?? written;
}

/** The language that a message or a view was written in, from one of its blocks. */
export function languageOfBlock(blockId: string | undefined, { language }: BotContext): Language {
  const tag = tagOf(blockId ?? '');
  return isLanguage(tag) ? tag : language;
}

export function renderOptions(messages: Messages): RenderOptions {
  return { tag: messages.tag, more: messages.leads.more };
}

export { messagesFor };
