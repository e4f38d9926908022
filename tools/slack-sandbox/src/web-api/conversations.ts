/** `conversations.*`: channels, their history and their members, as the app sees them. */
import { limitedPage } from '../conditions.ts';
import { truthy, type Json } from '../json.ts';
import { announceChannel } from '../membership.ts';
import type { Message } from '../state/messages.ts';
import type { Channel } from '../state/people.ts';
import { belongsTo } from '../state/person.ts';
import type { World } from '../world.ts';
import { channelFor, count, memberChannel, optional, paginate, person, required, type Page } from './arguments.ts';
import type { Call, MethodTable } from './method.ts';
import { SlackRefusal } from '../refusal.ts';
import { wireMessage } from './wire.ts';
import { wireChannel } from './wire-people.ts';

function info({ world, args }: Call): Json {
  const channel = channelFor(world, required(args, 'channel', 'channel_not_found'));
  const made = wireChannel(world, channel);
  if (truthy(args['include_locale'])) made['locale'] = 'en-US';
  if (truthy(args['include_num_members'])) made['num_members'] = channel.members.size;
  return { channel: made };
}

/** Returns channels of the requested types; by default of `public_channel`. */
export function channelsOf(world: World, args: Json): Channel[] {
  const types = new Set((optional(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim()));
  const kinds = { public: 'public_channel', private: 'private_channel', im: 'im' } as const;
  for (const type of types) {
    if (!['public_channel', 'private_channel', 'im', 'mpim'].includes(type)) throw new SlackRefusal('invalid_types');
  }
  const without = truthy(args['exclude_archived']);
  return [...world.people.channels.values()].filter(
    (channel) => types.has(kinds[channel.kind]) && !(without && channel.isArchived),
  );
}

function listChannels({ world, args }: Call): Json {
  const { botUserId } = world.settings;
  const seen = channelsOf(world, args).filter((channel) => channel.kind === 'public' || channel.members.has(botUserId));
  const page = paginate(seen, optional(args, 'cursor'), count(args, 'limit', 100, 1000));
  return {
    channels: page.items.map((channel) => ({ ...wireChannel(world, channel), num_members: channel.members.size })),
    response_metadata: { next_cursor: page.next },
  };
}

function between(messages: readonly Message[], args: Json): Message[] {
  const oldest = optional(args, 'oldest') ?? '0';
  const latest = optional(args, 'latest');
  const inclusive = truthy(args['inclusive']);
  return messages.filter(({ ts }) => {
    const after = compareTs(ts, oldest) > 0 || (inclusive && compareTs(ts, oldest) === 0);
    const before = latest === undefined || compareTs(ts, latest) < 0 || (inclusive && compareTs(ts, latest) === 0);
    return after && before;
  });
}

/** Compares microseconds, because `oldest` may be `1700000000` or `1700000000.5`. */
function compareTs(a: string, b: string): number {
  return micros(a) - micros(b);
}

function micros(ts: string): number {
  const [seconds = '0', fraction = ''] = ts.split('.');
  const value = Number(seconds) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
  if (!Number.isFinite(value)) throw new SlackRefusal('invalid_ts_latest');
  return value;
}

function pageSize({ world, args }: Call, standard: number, most: number): number {
  const isLimited = world.conditions.isHistoryLimited;
  return count(args, 'limit', isLimited ? limitedPage : standard, isLimited ? limitedPage : most);
}

/**
 * Returns a page, newest first. The cursor contains the `ts` from which to continue, as Slack's cursors do, so that new
 * messages do not shift pages.
 */
function pageBefore(messages: readonly Message[], cursor: string | undefined, limit: number): Page<Message> {
  let rest = messages;
  if (cursor !== undefined) {
    const match = /^next_ts:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
    if (match === null) throw new SlackRefusal('invalid_cursor');
    const from = Number(match[1]);
    rest = messages.filter(({ ts }) => micros(ts) <= from);
  }
  const first = rest[limit];
  const next = first === undefined ? '' : Buffer.from(`next_ts:${micros(first.ts)}`).toString('base64');
  return { items: rest.slice(0, limit), next };
}

/** Returns messages, newest first. Replies in threads are included only if they were broadcast. */
function history({ world, args }: Call): Json {
  const channel = memberChannel(world, required(args, 'channel', 'channel_not_found'));
  const shown = world.messages
    .inChannel(channel.id)
    .filter((message) => message.threadTs === undefined || message.subtype === 'thread_broadcast');
  const wanted = between(shown, args).toReversed();
  const page = pageBefore(wanted, optional(args, 'cursor'), pageSize({ world, args }, 100, 999));
  const withMetadata = truthy(args['include_all_metadata']);
  return {
    messages: page.items.map((message) => wireMessage(world, message, withMetadata)),
    has_more: page.next !== '',
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...(optional(args, 'latest') === undefined ? {} : { latest: optional(args, 'latest') }),
    ...(page.next === '' ? {} : { response_metadata: { next_cursor: page.next } }),
  };
}

/** Returns the thread's first message, then its replies, oldest first. */
function replies({ world, args }: Call): Json {
  const channel = memberChannel(world, required(args, 'channel', 'channel_not_found'));
  const asked = world.messages.get(channel.id, required(args, 'ts', 'thread_not_found'));
  const root = asked?.threadTs === undefined ? asked : world.messages.get(channel.id, asked.threadTs);
  if (root === undefined || root.ephemeralTo !== undefined) throw new SlackRefusal('thread_not_found');
  const thread = [root, ...between(world.messages.replies(channel.id, root.ts), args)];
  const page = paginate(thread, optional(args, 'cursor'), pageSize({ world, args }, 1000, 1000));
  const withMetadata = truthy(args['include_all_metadata']);
  return {
    messages: page.items.map((message) => wireMessage(world, message, withMetadata)),
    has_more: page.next !== '',
    ...(page.next === '' ? {} : { response_metadata: { next_cursor: page.next } }),
  };
}

function members({ world, args }: Call): Json {
  const channel = channelFor(world, required(args, 'channel', 'channel_not_found'));
  const page = paginate([...channel.members], optional(args, 'cursor'), count(args, 'limit', 100, 1000));
  return { members: page.items, response_metadata: { next_cursor: page.next } };
}

function open({ world, args }: Call): Json {
  const channelId = optional(args, 'channel');
  const users = (optional(args, 'users') ?? '').split(',').filter((id) => id !== '');
  if (channelId === undefined && users.length === 0) throw new SlackRefusal('users_list_not_supplied');
  if (users.length > 1)
    throw new SlackRefusal('not_enough_users', { detail: 'The sandbox has direct messages of two only' });
  const asked = channelId === undefined ? person(world, users[0] ?? '') : null;
  if (asked !== null && !belongsTo(asked, world.settings.team.id)) throw new SlackRefusal('user_not_visible');
  if (asked?.isDeleted === true) throw new SlackRefusal('user_disabled');
  const channel = asked === null ? channelFor(world, channelId ?? '') : world.people.dm(asked.id);
  if (channel === undefined) throw new SlackRefusal('cannot_dm_bot');
  const full = truthy(args['return_im']);
  return { no_op: true, already_open: true, channel: full ? wireChannel(world, channel) : { id: channel.id } };
}

function join({ world, args }: Call): Json {
  const channel = channelFor(world, required(args, 'channel', 'channel_not_found'));
  if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type');
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  const already = channel.members.has(world.settings.botUserId);
  channel.members.add(world.settings.botUserId);
  if (!already) announceChannel(world, channel);
  return {
    channel: wireChannel(world, channel),
    ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}),
  };
}

const read = ['channels:read', 'groups:read', 'mpim:read', 'im:read'];
const historyScopes = ['channels:history', 'groups:history', 'mpim:history', 'im:history'];
const bot = { token: 'bot' } as const;
const ofChannel = { token: 'bot', kindFrom: 'channel' } as const;
export const conversationMethods: MethodTable = [
  { ...ofChannel, name: 'conversations.info', scopes: read, tier: 3, run: info },
  { ...ofChannel, name: 'conversations.history', scopes: historyScopes, tier: 3, run: history },
  { ...ofChannel, name: 'conversations.replies', scopes: historyScopes, tier: 3, run: replies },
  { ...ofChannel, name: 'conversations.members', scopes: read, tier: 4, run: members },
  { ...bot, name: 'conversations.list', scopes: read, kindFrom: 'types', tier: 2, run: listChannels },
  { ...bot, name: 'conversations.open', scopes: ['im:write', 'mpim:write'], tier: 3, run: open },
  { ...bot, name: 'conversations.join', scopes: ['channels:join'], tier: 3, run: join },
];
