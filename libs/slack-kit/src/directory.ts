/**
 * Looks up channels and people in Slack. Effects: the Web API through the client; members of a group are cached for a
 * minute. Errors: those that `slackProblem` understands.
 */
import type { WebClient } from '@slack/web-api';
import { slackProblem } from './errors.ts';

export interface DirectoryOptions {
  readonly client: WebClient;
  readonly token: string;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
}

export interface Directory {
  isMember(group: string, user: string): Promise<boolean>;
  /** Whether we can post there; null if that can't be determined now. */
  canReach(channel: string): Promise<boolean | null>;
  /** Whether the person is in the channel; null if that can't be determined now. */
  isIn(channel: string, user: string): Promise<boolean | null>;
}

/** Methods of the Web API that are called here. */
export const directoryMethods = ['usergroups.users.list', 'conversations.info', 'conversations.members'] as const;

const keptMs = 60_000;
const membersPage = 1_000;
/** For larger channels the membership is unknown. */
const pagesAtMost = 5;

export function createDirectory({ client, token, elapsed }: DirectoryOptions): Directory {
  const groups = new Map<string, { readonly users: ReadonlySet<string>; readonly at: number }>();

  async function usersOf(group: string): Promise<readonly string[]> {
    try {
      return (await client.usergroups.users.list({ token, usergroup: group })).users ?? [];
    } catch (error) {
      // A group of another workspace, or a plan without groups: no one here is in it.
      if (slackProblem(error)?.class === 'group') return [];
      throw error;
    }
  }

  return {
    async isMember(group, user) {
      const known = groups.get(group);
      if (known !== undefined && elapsed() - known.at < keptMs) return known.users.has(user);
      const found = { users: new Set(await usersOf(group)), at: elapsed() };
      groups.set(group, found);
      return found.users.has(user);
    },
    async isIn(channel, user) {
      try {
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
        return null;
      } catch {
        // The scope is missing, or Slack is failing.
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
