/**
 * Handles `/leads …`: acknowledged first, except that an act is stored before. Input that is not
 * understood gets one sentence, without a fetch.
 */
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
import { refuse } from './refuse.ts';
import { languageOfText, messagesFor, parseContext, renderOptions } from './bot-context.ts';

export const commandName = '/leads';

/** Slack redelivers a trigger within minutes, if at all. */
const rememberMs = 600_000;

/**
 * A typed command expects current data; a team that types it at the same time shares one request to
 * the DMS.
 */
const typedMaxAgeMs = 10_000;

export function listenToLeadsCommand(app: App, botContext: BotContext): void {
  app.command(commandName, async ({ ack, command }) => {
    if (await takeTypedAct(ack, command, botContext)) return;
    await acknowledge(ack, botContext);
    if (!botContext.deduplicator.first(`command ${command.trigger_id}`, rememberMs)) return;
    await answerCommand(command, botContext);
  });
}

/**
 * False when the text only reads and has not been handled. Whether it is an act does not depend on
 * the language.
 */
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
      // A typed command belongs to no message whose state could change.
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

/** Unreadable text is acknowledged here; the reading path reports the error. */
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
      const decision =
        form === null || !parsed.ok
          ? null
          : await botContext.gate.decide(place.user, ...botContext.registry.needsOfQuery(parsed.query));
      if (decision?.isAllowed === false && parsed.ok)
        await refuse({ decision, action: parsed.query.command, ...place }, reply, messages, botContext);
      else if (form !== null) {
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
