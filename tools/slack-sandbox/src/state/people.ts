/** The people of the workspace and their channels. */
import type { ChannelSeed, UserSeed } from '../seed.ts';

export interface Person {
  id: string;
  name: string;
  realName: string;
  locale: string;
  tz: string;
  email: string;
  isBot: boolean;
  isAdmin: boolean;
  /** The person's own workspace. */
  teamId: string;
  guest: 'several' | 'one' | null;
  isDeleted: boolean;
  color: string;
}

export interface Channel {
  id: string;
  name: string;
  topic: string;
  kind: 'public' | 'private' | 'im';
  isArchived: boolean;
  members: Set<string>;
  withUser?: string;
  created: number;
}

export interface People {
  users: Map<string, Person>;
  channels: Map<string, Channel>;
  /** The direct message of the app and this user. */
  dm: (user: string) => Channel | undefined;
  /** By id, or by `#name` as Slack's `channel` arguments allow. */
  findChannel: (idOrName: string) => Channel | undefined;
}

export interface Bot {
  userId: string;
  name: string;
  teamId: string;
}

export function createPeople(
  users: readonly UserSeed[],
  channels: readonly ChannelSeed[],
  bot: Bot,
  now: number,
): People {
  const people = new Map(users.map((seed) => [seed.id, person(seed, bot.teamId)]));
  const itself = { id: bot.userId, name: bot.name, realName: bot.name, isBot: true, color: '#4a154b' };
  people.set(bot.userId, person(itself, bot.teamId));
  const created = Math.floor(now / 1000);
  const rooms = new Map<string, Channel>();
  for (const seed of channels) {
    rooms.set(seed.id, {
      id: seed.id,
      name: seed.name,
      topic: seed.topic ?? '',
      kind: seed.private === true ? 'private' : 'public',
      isArchived: seed.isArchived === true,
      members: new Set(seed.bot === true ? [...seed.members, bot.userId] : seed.members),
      created,
    });
  }
  for (const user of people.values()) {
    // People of another workspace have no direct messages with this one's app.
    if (user.isBot || user.teamId !== bot.teamId) continue;
    const id = `D${user.id.slice(1)}`;
    rooms.set(id, {
      id,
      name: bot.name,
      topic: '',
      kind: 'im',
      isArchived: false,
      members: new Set([user.id, bot.userId]),
      withUser: user.id,
      created,
    });
  }
  return {
    users: people,
    channels: rooms,
    dm: (user) => rooms.get(`D${user.slice(1)}`),
    findChannel: (key) =>
      rooms.get(key) ?? [...rooms.values()].find((room) => room.kind !== 'im' && room.name === key.replace(/^#/, '')),
  };
}

function person(seed: UserSeed, team: string): Person {
  return {
    id: seed.id,
    name: seed.name,
    realName: seed.realName,
    locale: seed.locale ?? 'en-US',
    tz: seed.tz ?? 'UTC',
    email: seed.email ?? `${seed.name}@sandbox.example`,
    isBot: seed.isBot === true,
    isAdmin: seed.isAdmin === true,
    teamId: seed.teamId ?? team,
    guest: seed.guest ?? null,
    isDeleted: seed.isDeleted === true,
    color: seed.color ?? '#5a6270',
  };
}
