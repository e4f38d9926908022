/** Answers `users.*`, `usergroups.*` and `reactions.*`. */
import { changed } from '../conversation.ts';
import { truthy, type Json } from '../json.ts';
import { memberChannel, count, optional, paginate, person, required } from './arguments.ts';
import { channelsOf } from './conversations.ts';
import type { Call, MethodTable } from './method.ts';
import { SlackRefusal } from '../refusal.ts';
import { belongsTo } from '../state/person.ts';
import { wireChannel, wireUser, wireUserGroup } from './wire-people.ts';

function info({ world, args }: Call): Json {
  const user = person(world, required(args, 'user', 'user_not_found'));
  if (user.isHidden) throw new SlackRefusal('user_not_visible');
  return { user: wireUser(world, user, truthy(args['include_locale'])) };
}

/** The list has no people of other workspaces. */
function listUsers({ world, args }: Call): Json {
  const own = [...world.people.users.values()].filter((user) => belongsTo(user, world.settings.team.id));
  const page = paginate(own, optional(args, 'cursor'), count(args, 'limit', 1000, 1000));
  const withLocale = truthy(args['include_locale']);
  return {
    members: page.items.map((user) => wireUser(world, user, withLocale)),
    cache_ts: Math.floor(world.settings.now() / 1000),
    response_metadata: { next_cursor: page.next },
  };
}

/** Returns the channels of a user, by default of the app itself; private channels only if the app is a member too. */
function conversations({ world, args }: Call): Json {
  const { botUserId } = world.settings;
  const user = person(world, optional(args, 'user') ?? botUserId);
  const seen = channelsOf(world, args).filter(
    ({ kind, members }) => members.has(user.id) && (kind === 'public' || members.has(botUserId)),
  );
  const page = paginate(seen, optional(args, 'cursor'), count(args, 'limit', 100, 999));
  return {
    channels: page.items.map((channel) => wireChannel(world, channel)),
    response_metadata: { next_cursor: page.next },
  };
}

function groups({ world, args }: Call): Json {
  const withDisabled = truthy(args['include_disabled']);
  const withUsers = truthy(args['include_users']);
  const shown = [...world.people.groups.values()].filter(({ isDisabled }) => withDisabled || !isDisabled);
  return { usergroups: shown.map((group) => wireUserGroup(world, group, withUsers)) };
}

/** A disabled group is listed only with `include_disabled`. */
function groupUsers({ world, args }: Call): Json {
  const group = world.people.groups.get(required(args, 'usergroup'));
  if (group === undefined) throw new SlackRefusal('no_such_subteam');
  if (group.isDisabled && !truthy(args['include_disabled'])) return { users: [] };
  return { users: world.people.groupMembers(group) };
}

function addReaction({ world, args }: Call): Json {
  const channel = memberChannel(world, required(args, 'channel', 'channel_not_found'));
  const message = world.messages.get(channel.id, required(args, 'timestamp', 'bad_timestamp'));
  const name = required(args, 'name', 'no_reaction').replaceAll(':', '');
  if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
  if (!/^[\w+'-]+$/.test(name)) throw new SlackRefusal('invalid_name');
  const users = message.reactions.get(name) ?? [];
  if (users.includes(world.settings.botUserId)) throw new SlackRefusal('already_reacted');
  message.reactions.set(name, [...users, world.settings.botUserId]);
  changed(world, message);
  return {};
}

const read = ['users:read'];
export const userMethods: MethodTable = [
  { name: 'users.info', scopes: read, tier: 4, token: 'bot', run: info },
  { name: 'users.list', scopes: read, tier: 2, token: 'bot', run: listUsers },
  {
    name: 'users.conversations',
    scopes: ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
    kindFrom: 'types',
    tier: 3,
    token: 'bot',
    run: conversations,
  },
  { name: 'usergroups.list', scopes: ['usergroups:read'], tier: 2, token: 'bot', run: groups },
  { name: 'usergroups.users.list', scopes: ['usergroups:read'], tier: 2, token: 'bot', run: groupUsers },
  { name: 'reactions.add', scopes: ['reactions:write'], tier: 3, token: 'bot', run: addReaction },
];
