/** Answers `chat.*`, which posts, changes and deletes the app's messages. */
import { changed, commit, removeMessage, type Draft } from '../conversation.ts';
import { emitEvent } from '../interactions/event.ts';
import { isRecord, list, truthy, type Json } from '../json.ts';
import type { Message } from '../state/messages.ts';
import type { Channel } from '../state/people.ts';
import type { World } from '../world.ts';
import { channelFor, nested, nestedRecord, optional, person, required } from './arguments.ts';
import { acceptBlocks, blocksFrom } from './blocks-argument.ts';
import type { Call, MethodTable } from './method.ts';
import { SlackRefusal } from '../refusal.ts';
import { wireMessage } from './wire.ts';

const maxText = 40_000;

/** Reads the fields that posting, updating and response URLs have in common. */
export function contentFrom(args: Json): Pick<Draft, 'text' | 'blocks' | 'attachments'> {
  const text = optional(args, 'text') ?? '';
  const blocks = blocksFrom(args);
  const attachments = list(nested(args, 'attachments')).map(acceptAttachment);
  if (text === '' && (blocks === undefined || blocks.length === 0) && attachments.length === 0)
    throw new SlackRefusal('no_text');
  if (text.length > maxText) throw new SlackRefusal('msg_too_long');
  if (attachments.length > 100) throw new SlackRefusal('too_many_attachments');
  return {
    text,
    ...(blocks === undefined || blocks.length === 0 ? {} : { blocks }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/** Blocks inside an attachment follow the same rules. */
function acceptAttachment(given: unknown): unknown {
  if (!isRecord(given)) throw new SlackRefusal('invalid_attachments');
  if (given['blocks'] === undefined) return given;
  return { ...given, blocks: acceptBlocks(given['blocks'], 'message', 'invalid_attachments') };
}

function metadataFrom(args: Json): Json | undefined {
  const metadata = nestedRecord(args, 'metadata');
  if (metadata === undefined) return undefined;
  if (typeof metadata['event_type'] !== 'string' || !isRecord(metadata['event_payload'])) {
    throw new SlackRefusal('invalid_metadata_format');
  }
  if (JSON.stringify(metadata).length > 16_000) throw new SlackRefusal('metadata_too_large');
  return metadata;
}

/** `anywhere`: whether public channels without the app are allowed, for which the app needs a scope. */
export function writableChannel(world: World, key: string, anywhere: boolean): Channel {
  const channel = channelFor(world, key);
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  const member = channel.members.has(world.settings.botUserId);
  const mayAnywhere =
    anywhere && channel.kind === 'public' && world.conditions.scopes?.includes('chat:write.public') === true;
  if (!member && !mayAnywhere) throw new SlackRefusal('not_in_channel');
  if (channel.kind === 'im' && !world.conditions.hasMessagesTab) throw new SlackRefusal('messages_tab_disabled');
  return channel;
}

function postMessage({ world, args }: Call): Json {
  const channel = writableChannel(world, required(args, 'channel', 'channel_not_found'), true);
  const content = contentFrom(args);
  const metadata = metadataFrom(args);
  const threadTs = optional(args, 'thread_ts');
  const root = threadTs === undefined ? undefined : threadRoot(world, channel.id, threadTs);
  const message = commit(world, {
    channel: channel.id,
    user: world.settings.botUserId,
    botId: world.settings.botId,
    ...content,
    ...(metadata === undefined ? {} : { metadata }),
    ...(root === undefined ? {} : { threadTs: root }),
    ...(root !== undefined && truthy(args['reply_broadcast']) ? { subtype: 'thread_broadcast' as const } : {}),
  });
  if (metadata !== undefined) tellMetadata(world, message, metadata);
  return { channel: channel.id, ts: message.ts, message: wireMessage(world, message, true) };
}

/** Slack does not document whether an app gets events for its own messages; in the sandbox it does. */
function tellMetadata(world: World, message: Message, metadata: Json): void {
  const { settings } = world;
  emitEvent(world, 'message_metadata_posted', {
    type: 'message_metadata_posted',
    app_id: settings.appId,
    bot_id: settings.botId,
    user_id: settings.botUserId,
    team_id: settings.team.id,
    channel_id: message.channel,
    metadata,
    message_ts: message.ts,
  });
}

/**
 * Returns the first message of the thread; Slack puts even a reply to a reply under it. `undefined`: the message does
 * not exist (any more). Then the reply is posted in the channel, and the answer has no `thread_ts`.
 */
export function threadRoot(world: World, channel: string, ts: string): string | undefined {
  const parent = world.messages.get(channel, ts);
  if (parent?.ephemeralTo !== undefined) throw new SlackRefusal('cannot_reply_to_message');
  return parent?.threadTs ?? parent?.ts;
}

function postEphemeral({ world, args }: Call): Json {
  const channel = writableChannel(world, required(args, 'channel', 'channel_not_found'), false);
  const user = person(world, required(args, 'user', 'user_not_found'));
  if (!channel.members.has(user.id)) throw new SlackRefusal('user_not_in_channel');
  const threadTs = optional(args, 'thread_ts');
  const message = commit(world, {
    channel: channel.id,
    user: world.settings.botUserId,
    botId: world.settings.botId,
    ephemeralTo: user.id,
    ...contentFrom(args),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return { message_ts: message.ts };
}

function ownMessage({ world, args }: Call, refusal: string): Message {
  const channel = channelFor(world, required(args, 'channel', 'channel_not_found'));
  const message = world.messages.get(channel.id, required(args, 'ts', 'message_not_found'));
  if (message === undefined || message.ephemeralTo !== undefined || message.subtype === 'tombstone')
    throw new SlackRefusal('message_not_found');
  if (message.botId !== world.settings.botId) throw new SlackRefusal(refusal);
  return message;
}

function update(call: Call): Json {
  const message = ownMessage(call, 'cant_update_message');
  const content = contentFrom(call.args);
  const metadata = metadataFrom(call.args);
  replaceContent(message, content, call.args);
  if (metadata !== undefined) message.metadata = metadata;
  message.edited = { user: call.world.settings.botUserId, ts: call.world.ts.next() };
  changed(call.world, message);
  return {
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: wireMessage(call.world, message, true),
  };
}

/** Blocks and attachments that are left out stay; `[]` removes them. */
export function replaceContent(
  message: Message,
  content: Pick<Draft, 'text' | 'blocks' | 'attachments'>,
  given: Json,
): void {
  message.text = content.text;
  if (content.blocks !== undefined) message.blocks = content.blocks;
  else if (given['blocks'] !== undefined) delete message.blocks;
  if (content.attachments !== undefined) message.attachments = content.attachments;
  else if (given['attachments'] !== undefined) delete message.attachments;
  message.state = {};
}

function remove(call: Call): Json {
  const message = ownMessage(call, 'cant_delete_message');
  removeMessage(call.world, message);
  return { channel: message.channel, ts: message.ts };
}

function getPermalink({ world, args }: Call): Json {
  const channel = channelFor(world, required(args, 'channel', 'channel_not_found'));
  const ts = required(args, 'message_ts', 'message_not_found');
  if (world.messages.get(channel.id, ts) === undefined) throw new SlackRefusal('message_not_found');
  return { channel: channel.id, permalink: `${world.origin}/archives/${channel.id}/p${ts.replace('.', '')}` };
}

const write = ['chat:write'];
export const chatMethods: MethodTable = [
  { name: 'chat.postMessage', scopes: write, tier: 'special', token: 'bot', run: postMessage },
  { name: 'chat.postEphemeral', scopes: write, tier: 4, token: 'bot', run: postEphemeral },
  { name: 'chat.update', scopes: write, tier: 3, token: 'bot', run: update },
  { name: 'chat.delete', scopes: write, tier: 3, token: 'bot', run: remove },
  { name: 'chat.getPermalink', scopes: [], tier: 'none', token: 'bot', run: getPermalink },
];
