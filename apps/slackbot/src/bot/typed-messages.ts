/**
 * Answers direct messages and mentions like commands, visible only to their author. Ignores messages of apps, edits and
 * Slack's notices. Also ignores events that arrive long after their message, because the author has given up by then.
 */
import type { AllMiddlewareArgs, App, SlackEventMiddlewareArgs } from '@slack/bolt';
import * as v from 'valibot';
import { asFarAsRead, typedText } from '../commands/typed-text.ts';
import type { BotContext } from './contract.ts';
import { heldAcknowledgement } from './held-acknowledgement.ts';
import { commandName } from './leads-command.ts';
import { channelIn } from './read-metadata.ts';
import { takeLine } from './typed-line.ts';

/** Slack delivers an event up to four times, the last after about six minutes. */
const lateMs = 600_000;

/** The subtypes of messages by people: a message may have a file, or be shown both in the channel and in its thread. */
const ownSubtypes: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast']);

const eventSchema = v.object({
  event_id: v.string(),
  /** The time of the event, in seconds since 1970. */
  event_time: v.number(),
  event: v.object({
    type: v.picklist(['message', 'app_mention']),
    user: channelIn,
    channel: channelIn,
    text: v.optional(v.string(), ''),
    thread_ts: v.exactOptional(v.string()),
    channel_type: v.optional(v.string()),
    subtype: v.optional(v.string()),
    bot_id: v.optional(v.nullable(v.string())),
    edited: v.optional(v.unknown()),
  }),
});

type Given = AllMiddlewareArgs & SlackEventMiddlewareArgs<'message' | 'app_mention'>;

export function listenToMessages(app: App, botContext: BotContext): void {
  for (const type of ['app_mention', 'message'] as const) app.event(type, (given) => takeMessage(given, botContext));
}

async function takeMessage({ body, context }: Given, botContext: BotContext): Promise<void> {
  const read = v.safeParse(eventSchema, body);
  if (!read.success) return;
  const { event, event_id: id, event_time: at } = read.output;
  const { user, channel, thread_ts: thread } = event;
  const isOurs = event.type === 'app_mention' || event.channel_type === 'im';
  const isTyped = event.bot_id == null && event.edited === undefined && ownSubtypes.has(event.subtype);
  if (!isOurs || !isTyped || user === context.botUserId) return;
  const ageMs = botContext.realNow() - at * 1_000;
  if (ageMs > lateMs) return botContext.log.info({ event: event.type, ageMs }, 'message.late');
  const { sent, isCut } = asFarAsRead(event.text);
  const line = {
    key: `event ${id}`,
    text: wordsOf(sent, context.botUserId) || greeting,
    isCut,
    place: { channel, user, ...(thread === undefined ? {} : { thread }) },
    url: null,
    trigger: null,
  };
  await takeLine(line, heldAcknowledgement(body), botContext);
}

/** The text that stands for a message without words: it asks what Leadbell can do. */
const greeting = 'hi';

/** The message's text without the mention of Leadbell, and without the command that some people type first. */
function wordsOf(sent: string, botUserId: string | undefined): string {
  const mention =
    botUserId === undefined ? null : new RegExp(`<@${RegExp.escape(botUserId)}(?:\\|[^<>]*)?>[\\s,،:.!-]*`);
  const text = typedText(mention === null ? sent : sent.replace(mention, ' '));
  return text
    .trim()
    .replace(new RegExp(`^${commandName}(?!\\S)`), '')
    .trim();
}
