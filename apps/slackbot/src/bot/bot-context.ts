/** Derives the contexts that listeners need, and the language of an answer, from the bot context. */
import { type KnownKind, noVocabulary, type Scope } from '@leadbell/domain';
import type { BotContext } from './contract.ts';
import { isLanguage, type Language, languageWrittenIn } from '@leadbell/i18n';
import type { CommandContext } from '../commands/command.ts';
import type { Query, ParseContext } from '../queries/query.ts';
import { messagesFor } from '../words/index.ts';
import type { Messages } from '../words/index.ts';
import { type Card, type Place, renderModal, renderReply, type RenderOptions, tagOf } from '@leadbell/slack-kit';
import { answerModal } from '../cards/answer-modal.ts';
import type { Press } from './press.ts';

/** The context in which a command is parsed, without filter values. */
export function parseContext(
  { now, zone, weekStart, personKeys, services }: BotContext,
  messages: Messages,
): ParseContext {
  return { now: now(), zone, weekStart, workingDays: services.calendar.workingDays, messages, personKeys };
}

/** The context in which a command is parsed, with the filter values that the person may see. */
export async function contextOf(user: string, messages: Messages, botContext: BotContext): Promise<ParseContext> {
  const decision = await botContext.gate.decide(user, 'see lists');
  const vocabulary = decision.isAllowed ? botContext.services.values.within(decision.scope) : noVocabulary;
  return { ...parseContext(botContext, messages), vocabulary };
}

export interface Answering extends Pick<CommandContext, 'messages' | 'signal' | 'place' | 'scope' | 'maxAgeMs'> {
  readonly query: Query;
  readonly kind: KnownKind;
}

export function answerContext(
  { query, messages, kind, ...answering }: Answering,
  botContext: BotContext,
): CommandContext {
  return {
    ...parseContext(botContext, messages),
    vocabulary: botContext.services.values.within(answering.scope),
    ...botContext.registry.within(botContext.services, answering.scope),
    commands: botContext.registry.commands,
    ...answering,
    may: async (ability) => (await botContext.gate.decide(answering.place.user, ability)).isAllowed,
    record: (look) => botContext.record({ ...answering.place, kind }, look),
    fresh: query.fresh ?? false,
    audience: query.share ? 'channel' : 'asker',
  };
}

/** The bot context with its services limited to this scope. */
export function contextWithin(scope: Scope, botContext: BotContext): BotContext {
  const services = botContext.registry.within(botContext.services, scope);
  return { ...botContext, ...services, services };
}

/** The language in which the text is written, or else the person's choice, or else the default. */
export async function languageOfText(text: string, user: string, { language, people }: BotContext): Promise<Language> {
  return languageWrittenIn(text) ?? (await people.language(user)) ?? language;
}

/**
 * The language of an answer to a press: the message's language if only the presser sees the message, otherwise the
 * presser's own language.
 */
export async function languageOfPress(press: Press, botContext: BotContext): Promise<Language> {
  const written = languageOfBlock(press.blockId, botContext);
  if (press.isEphemeral || press.viewId !== null || press.place === null) return written;
  return (await botContext.people.language(press.place.user)) ?? written;
}

/** The language in which a message or view was written, from one of its block ids. */
export function languageOfBlock(blockId: string | undefined, { language }: BotContext): Language {
  const tag = tagOf(blockId ?? '');
  return isLanguage(tag) ? tag : language;
}

export function renderOptions(messages: Messages): RenderOptions {
  return { tag: messages.tag, more: messages.leads.more };
}

/** Renders cards in this language, as a message and as a modal. */
export function rendersIn(messages: Messages, { elapsed }: Pick<BotContext, 'elapsed'>) {
  return {
    render: (card: Card) =>
      renderReply(card, { ...renderOptions(messages), ids: Math.round(elapsed() * 1_000).toString(36) }),
    renderView: (card: Card, place: Place) => renderModal(answerModal(card, place, messages), renderOptions(messages)),
  };
}

export { messagesFor };
