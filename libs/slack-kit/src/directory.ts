/** What Slack knows of channels and people. Effects: the Web API by the client; who is in a group is kept for a minute. Errors: what `slackProblem` understands. */
import type { WebClient } from '@slack/web-api';
import { slackProblem } from './errors.ts';

export interface DirectoryOptions {
  readonly client: WebClient;
  readonly token: string;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
}

export interface Directory {
  isMember(group: string, user: string): Promise<boolean>;
  /** Whether we can post there; null when that can't be known now. */
  canReach(channel: string): Promise<boolean | null>;
  /** Whether the person is in the channel; null when that can't be known now. */
  isIn(channel: string, user: string): Promise<boolean | null>;
}

/** Methods of the Web API that are called here. */
export const directoryMethods = ['usergroups.users.list', 'conversations.info', 'conversations.members'] as const;

const keptMs = 60_000;
const membersPage = 1_000;
/** Of a larger channel it is not known. */
const pagesAtMost = 5;

export function createDirectory({ client, token, elapsed }: DirectoryOptions): Directory {
  const groups = new Map<string, { readonly users: ReadonlySet<string>; readonly at: number }>();

  async function usersOf(group: string): Promise<readonly string[]> {
    try {
      return (await client.usergroups.users.list({ token, usergroup: group })).users ?? [];
    } catch (error) {
      // A group of another workspace, or a plan without groups: nobody here is in it.
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
        // Without the scope, or while Slack is in trouble.
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
