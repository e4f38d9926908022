/**
 * Handles `/leads …`: acknowledged first, except that an act is stored before. Input that is not
 * understood gets one sentence, without a fetch.
 */
import { languageWrittenIn } from '@leadbell/i18n';
import type { App, SlashCommand } from '@slack/bolt';
import { complaintCard, type Offers } from '../cards/notices.ts';
import type { Parsed } from '../commands/command.ts';
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
import { contextOf, languageOfText, messagesFor, parseContext, renderOptions } from './bot-context.ts';
import { examplesFor } from './examples.ts';

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
  const given = await actIn(text, command.user_id, botContext);
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
async function actIn(text: string, user: string, botContext: BotContext): Promise<Given | null> {
  const { registry, services, language } = botContext;
  const messages = messagesFor(language);
  const bare = parseContext(botContext, messages);
  try {
    const parsed = registry.parse(text, bare);
    if (parsed.ok) return registry.actOfQuery(parsed.query);
    // Slack is asked about the person only for a line that is an act with the values of all leads.
    const anyone = registry.parse(text, { ...bare, vocabulary: services.values.within('all') });
    if (!anyone.ok || registry.actOfQuery(anyone.query) === null) return null;
    const own = registry.parse(text, await contextOf(user, messages, botContext));
    return own.ok ? registry.actOfQuery(own.query) : null;
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
      const { parsed, context } = await readLine(text, place.user, messages, botContext);
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
        const offers = await offersFor(parsed.complaint, place.user, context, botContext);
        await reply.say(complaintCard(parsed.complaint, offers, messages));
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

/** The values of filters are looked up only for a line that needs them. */
async function readLine(
  text: string,
  user: string,
  messages: Messages,
  botContext: BotContext,
): Promise<{ readonly parsed: Parsed; readonly context: ParseContext }> {
  const bare = parseContext(botContext, messages);
  const parsed = botContext.registry.parse(text, bare);
  if (parsed.ok) return { parsed, context: bare };
  const context = await contextOf(user, messages, botContext);
  return { parsed: botContext.registry.parse(text, context), context };
}

async function offersFor(
  complaint: Complaint,
  user: string,
  context: ParseContext,
  botContext: BotContext,
): Promise<Offers> {
  const { registry, gate } = botContext;
  const { suggestion, others = [], search, isStrange = false } = complaint;
  const read = (text: string): Query | null => {
    const parsed = registry.parse(text, context);
    return parsed.ok ? parsed.query : null;
  };
  const texts = suggestion === undefined ? [] : [suggestion, ...others];
  const examples = isStrange ? await examplesFor(user, context.messages, registry.commands, gate) : [];
  return {
    suggested: texts.flatMap((text) => {
      const query = read(text);
      return query === null ? [] : [[text, query] as const];
    }),
    search: search === undefined ? null : read(`${context.messages.typed.find} ${search}`),
    examples,
  };
}
