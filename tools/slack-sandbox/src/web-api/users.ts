/**
 * `users.*`, `usergroups.*` and `reactions.*`. The seeded workspace has one user group: everyone
 * who can see the app.
 */
import { changed } from '../conversation.ts';
import { truthy, type Json } from '../json.ts';
import { memberChannel, count, optional, paginate, person, required } from './arguments.ts';
import { channelsOf } from './conversations.ts';
import type { Call, MethodTable } from './method.ts';
import { SlackRefusal } from '../refusal.ts';
import { wireChannel, wireUser } from './wire.ts';

const groupId = 'S0EVERYONE';

function info({ world, args }: Call): Json {
  return {
    user: wireUser(world, person(world, required(args, 'user', 'user_not_found')), truthy(args['include_locale'])),
  };
}

/** People of other workspaces are not in the list. */
function listUsers({ world, args }: Call): Json {
  const own = [...world.people.users.values()].filter(({ teamId }) => teamId === world.settings.team.id);
  const page = paginate(own, optional(args, 'cursor'), count(args, 'limit', 1000, 1000));
  const withLocale = truthy(args['include_locale']);
  return {
    members: page.items.map((user) => wireUser(world, user, withLocale)),
    cache_ts: Math.floor(world.settings.now() / 1000),
    response_metadata: { next_cursor: page.next },
  };
}

/**
 * Channels of a user, by default of the app itself; private ones only where the app is a member
 * too.
 */
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

function people(call: Call): string[] {
  return [...call.world.people.users.values()].filter((user) => !user.isBot).map((user) => user.id);
}

function groups(call: Call): Json {
  const users = people(call);
  const group = {
    id: groupId,
    team_id: call.world.settings.team.id,
    is_usergroup: true,
    name: 'Everyone on leads',
    handle: 'leads-team',
    description: '',
    date_delete: 0,
    user_count: users.length,
    ...(truthy(call.args['include_users']) ? { users } : {}),
  };
  return { usergroups: [group] };
}

function groupUsers(call: Call): Json {
  if (required(call.args, 'usergroup') !== groupId) throw new SlackRefusal('no_such_subteam');
  return { users: people(call) };
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
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    tier: 3,
    token: 'bot',
    run: conversations,
  },
  { name: 'usergroups.list', scopes: ['usergroups:read'], tier: 2, token: 'bot', run: groups },
  { name: 'usergroups.users.list', scopes: ['usergroups:read'], tier: 2, token: 'bot', run: groupUsers },
  { name: 'reactions.add', scopes: ['reactions:write'], tier: 3, token: 'bot', run: addReaction },
];
