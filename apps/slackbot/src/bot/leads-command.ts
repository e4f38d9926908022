/** `/leads …`: acknowledged, then read; an act is written before. What is not understood costs one sentence and no fetch. */
import { languageWrittenIn } from '@leadbell/i18n';
import type { App, SlashCommand } from '@slack/bolt';
import { complaintCard } from '../cards/notices.ts';
import { typedText } from '../commands/typed-text.ts';
import type { Given, BotContext } from './contract.ts';
import { takeAct } from './inbox/take.ts';
import { type Form, renderForm, renderMessage } from '@leadbell/slack-kit';
import type { Query, Complaint, ParseContext } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import { acknowledge } from './acknowledge.ts';
import { answerRequest, withFailuresSaid } from './conversation.ts';
import { addressOf, createReply } from './reply.ts';
import { languageOfText, messagesFor, parseContext, renderOptions } from './bot-context.ts';

export const commandName = '/leads';

/** A trigger is delivered again within minutes, if at all. */
const rememberMs = 600_000;

/** Whoever types a command wants what is so now; a team that types it at once is one question to the DMS. */
const typedMaxAgeMs = 10_000;

export function listenToLeadsCommand(app: App, botContext: BotContext): void {
  app.command(commandName, async ({ ack, command }) => {
    if (await takeTypedAct(ack, command, botContext)) return;
    await acknowledge(ack, botContext);
    if (!botContext.deduplicator.first(`command ${command.trigger_id}`, rememberMs)) return;
    await answerCommand(command, botContext);
  });
}

/** False: it is only read, and nothing was done yet. What is an act does not depend on the language. */
async function takeTypedAct(ack: () => Promise<void>, command: SlashCommand, botContext: BotContext): Promise<boolean> {
  const text = typedText(command.text);
  const given = actIn(text, botContext);
  if (given === null) return false;
  const place = { channel: command.channel_id, user: command.user_id };
  const language = languageWrittenIn(text);
  await takeAct(
    given,
    {
      key: `command ${command.trigger_id}`,
      // Typed, it is about no message that could have changed.
      state: '',
      place,
      address: addressOf(command.response_url, place, 'follow', botContext),
      language: language ?? botContext.language,
      asChosen: language === null,
    },
    { accept: ack },
    botContext,
  );
  return true;
}

/** What can't be read here is acknowledged, and fails where that is said. */
function actIn(text: string, botContext: BotContext): Given | null {
  try {
    const parsed = botContext.registry.parse(text, parseContext(botContext, messagesFor(botContext.language)));
    return parsed.ok ? botContext.registry.actOfQuery(parsed.query) : null;
  } catch {
    return null;
  }
}

async function answerCommand(command: SlashCommand, botContext: BotContext): Promise<void> {
  const text = typedText(command.text);
  const language = await languageOfText(text, command.user_id, botContext);
  const messages = messagesFor(language);
  const place = { channel: command.channel_id, user: command.user_id };
  const reply = createReply({
    ...botContext,
    render: (card) => renderMessage(card, renderOptions(messages)),
    address: addressOf(command.response_url, place, 'follow', botContext),
  });
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
      const context = parseContext(botContext, messages);
      const parsed = botContext.registry.parse(text, context);
      const form = parsed.ok ? formFor(parsed.query, place.channel, messages, botContext) : null;
      if (form !== null) {
        await botContext.delivery.openView(command.trigger_id, renderForm(form, messages.direction));
      } else if (parsed.ok) {
        await answerRequest({ query: parsed.query, language, reply, place, maxAgeMs: typedMaxAgeMs }, turn, botContext);
      } else {
        await reply.say(complaintCard(parsed.complaint, suggestedIn(parsed.complaint, context, botContext), messages));
        botContext.log.info({ suggested: parsed.complaint.suggestion !== undefined }, 'not understood');
      }
    }),
  );
}

function formFor(
  query: Query,
  channel: string,
  messages: Messages,
  { registry, services, zone }: BotContext,
): Form | null {
  const command = registry.commands.find(({ name }) => name === query.command);
  return command?.opens?.(query, { channel, services, zone, messages }) ?? null;
}

function suggestedIn({ suggestion }: Complaint, context: ParseContext, { registry }: BotContext): Query | null {
  const parsed = suggestion === undefined ? null : registry.parse(suggestion, context);
  return parsed?.ok === true ? parsed.query : null;
}
