/**
 * Looks up channels and people in Slack. Effects: the Web API through the client; answers are cached for a minute or
 * more, and serve for a day while Slack gives none. Errors: those that `slackProblem` understands.
 */
import type { WebClient } from '@slack/web-api';
import { slackProblem } from './errors.ts';
import { remember } from './remembered.ts';
import { type SlackChannel, readChannel, readUser, type SlackUser } from './slack-people.ts';

export interface DirectoryOptions {
  readonly client: WebClient;
  readonly token: string;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
}

export interface Directory {
  /** Whether the person is in the user group. */
  isMember(group: string, user: string): Promise<boolean>;
  /** Null for someone whom Slack does not know here. */
  user(user: string): Promise<SlackUser | null>;
  /** Ids of the owners and admins of the workspace, up to 20. */
  admins(): Promise<readonly string[]>;
  /** Null for a channel that Slack does not show us. */
  channel(channel: string): Promise<SlackChannel | null>;
  /** Whether we can post there; null if that can't be determined now. */
  canReach(channel: string): Promise<boolean | null>;
  /** Whether the person is in the channel; null if that can't be determined now. */
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
/** A person whose account changed has the rights of before for this long. */
const personMs = 5 * minuteMs;
const usableMs = 24 * 60 * minuteMs;
const maxKept = 20_000;
const unknownUser = ['user_not_found', 'user_not_visible'];
const unknownChannel = ['channel_not_found'];
const membersPage = 1_000;
const usersPage = 200;
const userPagesAtMost = 50;
const adminsAtMost = 20;
/** For larger channels the membership is unknown. */
const pagesAtMost = 5;

export function createDirectory({ client, token, elapsed }: DirectoryOptions): Directory {
  const kept = { elapsed, usableMs, max: maxKept };
  const groups = remember<ReadonlySet<string>>({ ...kept, freshMs: minuteMs });
  const users = remember<SlackUser | null>({ ...kept, freshMs: personMs });
  const memberships = remember<boolean>({ ...kept, freshMs: minuteMs });
  const adminsOf = remember<readonly string[]>({ ...kept, freshMs: 60 * minuteMs });
  const channels = remember<SlackChannel | null>({ ...kept, freshMs: minuteMs });

  async function usersOf(group: string): Promise<ReadonlySet<string>> {
    try {
      return new Set((await client.usergroups.users.list({ token, usergroup: group })).users);
    } catch (error) {
      // A group of another workspace, or a plan without groups: no one here is in it.
      if (slackProblem(error)?.class === 'group') return new Set();
      throw error;
    }
  }

  /** To list the two members of a direct message with us, Slack requires a scope that we do not have. */
  async function isOurDirectMessage(channel: string, user: string): Promise<boolean> {
    return (await client.conversations.open({ token, users: user })).channel?.id === channel;
  }

  async function listAdmins(): Promise<readonly string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < userPagesAtMost && found.length < adminsAtMost; page += 1) {
      const { members = [], response_metadata: next } = await client.users.list({
        token,
        limit: usersPage,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const member of members) {
        const { isAdmin, isGone, isGuest } = readUser(member);
        if (isAdmin && !isGone && !isGuest && member.id !== undefined) found.push(member.id);
      }
      cursor = next?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    return found.slice(0, adminsAtMost);
  }

  async function hasMember(channel: string, user: string): Promise<boolean> {
    if (channel.startsWith('D')) return isOurDirectMessage(channel, user);
    let cursor: string | undefined;
    for (let page = 0; page < pagesAtMost; page += 1) {
      const found = await client.conversations.members({
        token,
        channel,
        limit: membersPage,
        ...(cursor === undefined ? {} : { cursor }),
      });
      if (found.members?.includes(user) === true) return true;
      cursor = found.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') return false;
    }
    throw new RangeError('the channel has too many members');
  }

  return {
    async isMember(group, user) {
      return (await groups.get(group, () => usersOf(group))).has(user);
    },
    user: (user) =>
      users.get(user, () => known(async () => readUser((await client.users.info({ token, user })).user), unknownUser)),
    admins: () => adminsOf.get('', listAdmins),
    channel: (channel) =>
      channels.get(channel, () =>
        known(async () => readChannel((await client.conversations.info({ token, channel })).channel), unknownChannel),
      ),
    async isIn(channel, user) {
      try {
        return await memberships.get(`${channel} ${user}`, () => hasMember(channel, user));
      } catch {
        // The scope is missing, Slack is failing, or the channel is too large.
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

/** Null for these codes of Slack's. */
async function known<T>(read: () => Promise<T>, unknown: readonly string[]): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (unknown.includes(slackProblem(error)?.code ?? '')) return null;
    throw error;
  }
}
