/**
 * Looks up channels and people in Slack. Effects: calls the Web API through the client. Answers are cached for a minute
 * or more; while Slack gives no answer, they are used for up to a day. Throws errors that `slackProblem` understands.
 */
import type { WebClient } from '@slack/web-api';
import { slackProblem } from './errors.ts';
import { remember } from './remembered.ts';
import { type SlackChannel, readChannel, readUser, type SlackUser } from './slack-people.ts';

export interface DirectoryOptions {
  readonly client: WebClient;
  readonly token: string;
  /** The milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface SlackAdmin {
  readonly id: string;
  readonly user: SlackUser;
}

export interface Directory {
  isMember(group: string, user: string): Promise<boolean>;
  /** Returns null for someone whom Slack does not know in this workspace. */
  user(user: string): Promise<SlackUser | null>;
  /** Does not ask Slack; returns undefined if no answer of the last day is stored. */
  rememberedUser(user: string): SlackUser | null | undefined;
  /** Does not ask Slack; returns undefined where the method `user` would ask. */
  freshUser(user: string): SlackUser | null | undefined;
  /** Returns owners and admins whom the workspace lists, up to 20; they may be from other companies. */
  admins(): Promise<readonly SlackAdmin[]>;
  /** Returns null for a channel that Slack does not show us. */
  channel(channel: string): Promise<SlackChannel | null>;
  /** Does not ask Slack; returns undefined where the method `channel` would ask. */
  freshChannel(channel: string): SlackChannel | null | undefined;
  /** Whether Leadbell can post in the channel; null if that can't be found out now. */
  canReach(channel: string): Promise<boolean | null>;
  isMemberOf(channel: string, user: string): Promise<boolean>;
  /** The same as `isMemberOf`, but null if it can't be found out now. */
  isIn(channel: string, user: string): Promise<boolean | null>;
}

/** Methods of the Web API that are called here. */
export const directoryMethods = [
  'usergroups.users.list',
  'users.info',
  'users.list',
  'conversations.info',
  'conversations.members',
  'conversations.open',
] as const;

const minuteMs = 60_000;
/** If a person's account changes, they keep their old rights for this long. */
const personMs = 5 * minuteMs;
const usableMs = 24 * 60 * minuteMs;
/** If a new answer takes longer than this, a stored one is used. */
const patienceMs = 400;
const maxKept = 20_000;
/** Few sets are cached, because a set can have 5,000 members. */
const maxSets = 200;
const unknownUser = ['user_not_found', 'user_not_visible'];
const unknownChannel = ['channel_not_found'];
const membersPage = 1_000;
const usersPage = 200;
const userPagesAtMost = 50;
const adminsAtMost = 20;
/** If a channel has more pages of members than this, Leadbell does not find out who is in it. */
const pagesAtMost = 5;

interface Members {
  readonly found: ReadonlySet<string>;
  readonly isWhole: boolean;
}

export function createDirectory({ client, token, elapsed, sleep }: DirectoryOptions): Directory {
  const kept = { elapsed, sleep, patienceMs, usableMs, max: maxKept };
  const groups = remember<ReadonlySet<string>>({ ...kept, freshMs: minuteMs, max: maxSets });
  const users = remember<SlackUser | null>({ ...kept, freshMs: personMs });
  const members = remember<Members>({ ...kept, freshMs: minuteMs, max: maxSets });
  const adminsOf = remember<readonly SlackAdmin[]>({ ...kept, freshMs: 60 * minuteMs });
  const channels = remember<SlackChannel | null>({ ...kept, freshMs: minuteMs });

  async function usersOf(group: string): Promise<ReadonlySet<string>> {
    try {
      return new Set((await client.usergroups.users.list({ token, usergroup: group })).users);
    } catch (error) {
      // No one is in the group, because it belongs to another workspace, or our workspace's plan has no groups.
      if (slackProblem(error)?.class === 'group') return new Set();
      throw error;
    }
  }

  /** Opens the conversation instead of listing its members, which would need a scope that Leadbell does not have. */
  async function isOurDirectMessage(channel: string, user: string): Promise<boolean> {
    return (await client.conversations.open({ token, users: user })).channel?.id === channel;
  }

  async function listAdmins(): Promise<readonly SlackAdmin[]> {
    const found: SlackAdmin[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < userPagesAtMost && found.length < adminsAtMost; page += 1) {
      const { members = [], response_metadata: next } = await client.users.list({
        token,
        limit: usersPage,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const member of members) {
        const user = readUser(member);
        if (user.isAdmin && !user.isGone && member.id !== undefined) found.push({ id: member.id, user });
      }
      cursor = next?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    return found.slice(0, adminsAtMost);
  }

  async function listMembers(channel: string): Promise<Members> {
    const found = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < pagesAtMost; page += 1) {
      const { members = [], response_metadata: next } = await client.conversations.members({
        token,
        channel,
        limit: membersPage,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const member of members) found.add(member);
      cursor = next?.next_cursor;
      if (cursor === undefined || cursor === '') return { found, isWhole: true };
    }
    return { found, isWhole: false };
  }

  async function hasMember(channel: string, user: string): Promise<boolean> {
    if (channel.startsWith('D')) return isOurDirectMessage(channel, user);
    const { found, isWhole } = await members.get(channel, () => listMembers(channel));
    if (!found.has(user) && !isWhole) throw new RangeError('the channel has too many members');
    return found.has(user);
  }

  return {
    async isMember(group, user) {
      return (await groups.get(group, () => usersOf(group))).has(user);
    },
    user: (user) =>
      users.get(user, () => known(async () => readUser((await client.users.info({ token, user })).user), unknownUser)),
    rememberedUser: (user) => users.peek(user),
    freshUser: (user) => users.fresh(user),
    freshChannel: (channel) => channels.fresh(channel),
    admins: () => adminsOf.get('', listAdmins),
    channel: (channel) =>
      channels.get(channel, () =>
        known(async () => readChannel((await client.conversations.info({ token, channel })).channel), unknownChannel),
      ),
    isMemberOf: hasMember,
    async isIn(channel, user) {
      try {
        return await hasMember(channel, user);
      } catch {
        // Either the scope is missing, or Slack is failing, or the channel is too large.
        return null;
      }
    },
    async canReach(channel) {
      if (/^[DUW]/.test(channel)) return true;
      try {
        const { channel: found } = await client.conversations.info({ token, channel });
        return found?.is_member === true && found.is_archived !== true;
      } catch (error) {
        return slackProblem(error)?.class === 'channel' ? false : null;
      }
    },
  };
}

/** Returns null if Slack answers with one of these codes. */
async function known<T>(read: () => Promise<T>, unknown: readonly string[]): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (unknown.includes(slackProblem(error)?.code ?? '')) return null;
    throw error;
  }
}
