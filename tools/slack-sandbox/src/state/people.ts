/** Keeps the people of the workspace, their channels and their user groups. */
import type { ChannelSeed, UserGroupSeed, UserSeed } from '../seed.ts';
import { belongsTo, kindOf, type Person, personFrom } from './person.ts';

export type { Person } from './person.ts';

export interface Channel {
  id: string;
  name: string;
  topic: string;
  kind: 'public' | 'private' | 'im';
  isArchived: boolean;
  members: Set<string>;
  withUser?: string;
  /** Other workspaces that share the channel, besides those of its members. */
  sharedWith: readonly string[];
  /** Other workspaces that were invited to share the channel and have not accepted yet. */
  pendingWith: readonly string[];
  created: number;
}

export interface UserGroup {
  id: string;
  name: string;
  handle: string;
  isDisabled: boolean;
  /** `null`: every full member of the workspace. */
  members: readonly string[] | null;
}

export interface People {
  users: Map<string, Person>;
  channels: Map<string, Channel>;
  groups: Map<string, UserGroup>;
  /** Returns the direct message of the app and this user. */
  dm: (user: string) => Channel | undefined;
  /** Finds a channel by id, or by `#name`, which Slack's `channel` arguments allow. */
  findChannel: (idOrName: string) => Channel | undefined;
  groupMembers: (group: UserGroup) => string[];
}

export interface Bot {
  userId: string;
  name: string;
  teamId: string;
}

export interface PeopleSeeds {
  users: readonly UserSeed[];
  channels: readonly ChannelSeed[];
  userGroups: readonly UserGroupSeed[];
}

export function createPeople(seeds: PeopleSeeds, bot: Bot, now: number): People {
  const users = new Map(seeds.users.map((seed) => [seed.id, personFrom(seed, bot.teamId)]));
  const itself = { id: bot.userId, name: bot.name, realName: bot.name, isBot: true, color: '#4a154b' };
  users.set(bot.userId, personFrom(itself, bot.teamId));
  const created = Math.floor(now / 1000);
  const channels = new Map(seeds.channels.map((seed) => [seed.id, channelFrom(seed, bot.userId, created)]));
  for (const user of users.values()) {
    // People of another workspace have no direct messages with this workspace's app.
    if (user.isBot || !belongsTo(user, bot.teamId)) continue;
    const direct = directMessage(user, bot, created);
    channels.set(direct.id, direct);
  }
  const groups = new Map(seeds.userGroups.map((seed) => [seed.id, groupFrom(seed)]));
  return {
    users,
    channels,
    groups,
    dm: (user) => channels.get(`D${user.slice(1)}`),
    findChannel: (key) =>
      channels.get(key) ??
      [...channels.values()].find(({ kind, name }) => kind !== 'im' && name === key.replace(/^#/, '')),
    groupMembers: ({ members }) =>
      [...users.values()]
        .filter((user) => members?.includes(user.id) ?? isFullMember(user, bot.teamId))
        .filter((user) => !user.isDeleted)
        .map((user) => user.id),
  };
}

/** Whether the person is a member, an admin or an owner: neither a guest nor from another workspace. */
function isFullMember(person: Person, team: string): boolean {
  return ['member', 'admin', 'owner'].includes(kindOf(person, team));
}

/**
 * Whether the person sees the channel. Full members see every public channel; guests and people of
 * another workspace see only their own channels.
 */
export function isVisibleTo(channel: Channel, person: Person, team: string): boolean {
  return channel.members.has(person.id) || (channel.kind === 'public' && isFullMember(person, team));
}

function channelFrom(seed: ChannelSeed, botUserId: string, created: number): Channel {
  return {
    id: seed.id,
    name: seed.name,
    topic: seed.topic ?? '',
    kind: seed.private === true ? 'private' : 'public',
    isArchived: seed.isArchived === true,
    members: new Set(seed.bot === true ? [...seed.members, botUserId] : seed.members),
    sharedWith: seed.sharedWith ?? [],
    pendingWith: seed.pendingWith ?? [],
    created,
  };
}

function directMessage(user: Person, bot: Bot, created: number): Channel {
  return {
    id: `D${user.id.slice(1)}`,
    name: bot.name,
    topic: '',
    kind: 'im',
    isArchived: false,
    members: new Set([user.id, bot.userId]),
    withUser: user.id,
    sharedWith: [],
    pendingWith: [],
    created,
  };
}

function groupFrom(seed: UserGroupSeed): UserGroup {
  return {
    id: seed.id,
    name: seed.name,
    handle: seed.handle,
    isDisabled: seed.isDisabled === true,
    members: seed.members ?? null,
  };
}
