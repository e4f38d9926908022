/**
 * Checks whether we can write to people, recognise our own posts, and post to the channels.
 * Effects: sends requests to Slack; if a person is given, sends them a message and deletes it
 * again. Errors: none.
 */
import { randomUUID } from 'node:crypto';
import type { Store } from '@leadbell/store';
import { counted } from '../text.ts';
import { whyUndelivered } from '../why.ts';
import type { FoundWorkspace } from './check-slack.ts';
import { type Finding, findingsOf } from './finding.ts';
import { codeOf, type SlackDoor } from './slack-doors.ts';

const { ok, warn, fail } = findingsOf('slack');
const metadataType = 'leadbell_doctor';

/** `user`: the person's Slack id. */
export async function tryPosting(user: string, workspaces: readonly FoundWorkspace[]): Promise<readonly Finding[]> {
  const [first] = workspaces;
  if (first === undefined) return [];
  const { door } = first;
  try {
    const opened = await door.call('conversations.open', { users: user });
    const { id: channel } = opened['channel'] as { readonly id: string };
    const key = randomUUID();
    const { ts } = await door.call('chat.postMessage', {
      channel,
      text: 'Leadbell is being checked. This message goes away by itself.',
      metadata: { event_type: metadataType, event_payload: { key } },
    });
    const read = await readBack(door, channel, String(ts), key);
    return [ok('Leadbell can write to people (Messages tab)'), read, ...(await takeAway(door, channel, String(ts)))];
  } catch (error) {
    const code = codeOf(error);
    return [
      fail(
        `Leadbell can't write to ${user}: ${whyUndelivered(code)}`,
        code === 'messages_tab_disabled'
          ? 'switch the Messages tab on under App Home of the app'
          : "check that it is a person's id of this workspace, such as U0123ABCD",
      ),
    ];
  }
}

/** Deletes the message. Returns a finding only if the deletion fails. */
async function takeAway(door: SlackDoor, channel: string, ts: string): Promise<readonly Finding[]> {
  try {
    await door.call('chat.delete', { channel, ts });
    return [];
  } catch (error) {
    return [
      warn(
        `the test message could not be deleted, and may still be there (${codeOf(error)})`,
        'delete it by hand: it is in the Messages tab of the app',
      ),
    ];
  }
}

export function notTried(): Finding {
  return warn(
    'the Messages tab, and reading our own posts, were not tested',
    'leadbell doctor --try <your Slack id> sends you a message and deletes it',
  );
}

async function readBack(door: SlackDoor, channel: string, ts: string, key: string): Promise<Finding> {
  try {
    const { messages } = await door.call('conversations.history', {
      channel,
      oldest: ts,
      latest: ts,
      inclusive: true,
      include_all_metadata: true,
      limit: 1,
    });
    const [one] = (messages ?? []) as readonly {
      readonly metadata?: { readonly event_payload?: { readonly key?: unknown } };
    }[];
    if (one?.metadata?.event_payload?.key === key) return ok('our own posts come back with their metadata');
    return warn(
      'our own posts come back without their metadata',
      'nothing to do: messages in doubt are recognised by their text instead (docs/delivery.md)',
    );
  } catch (error) {
    return warn(
      `our own posts can't be read back (${codeOf(error)})`,
      'grant im:history, channels:history and groups:history (leadbell manifest), so that messages in doubt can be looked up',
    );
  }
}

/** Checks the channels of all subscriptions that are not paused. */
export async function checkChannels(store: Store, workspaces: readonly FoundWorkspace[]): Promise<readonly Finding[]> {
  const area = findingsOf('channels');
  const rows = (await store
    .raw()
    .execute(
      `select distinct workspace_id as workspace, channel_id as channel from subscriptions where paused_reason is null order by 1, 2`,
    )) as readonly { readonly workspace: string; readonly channel: string }[];
  const findings: Finding[] = [];
  let good = 0;
  for (const { workspace, channel } of rows.filter((row) => /^[CG]/.test(row.channel))) {
    const door = workspaces.find(({ id }) => id === workspace)?.door;
    if (door === undefined) {
      findings.push(
        area.fail(`no token for workspace ${workspace}, which has subscriptions`, 'add its token to SLACK_BOT_TOKEN'),
      );
      continue;
    }
    const found = await lookAt(door, channel);
    if (found === null) good += 1;
    else findings.push(area.warn(`${channel}: ${found}`, 'type /invite @Leadbell there, or remove its subscriptions'));
  }
  return good > 0 || findings.length === 0
    ? [area.ok(`Leadbell can post to ${counted(good, 'channel')} with subscriptions`), ...findings]
    : findings;
}

/** Returns why we can't post to the channel; null if we can. */
async function lookAt(door: SlackDoor, channel: string): Promise<string | null> {
  try {
    const answer = await door.call('conversations.info', { channel });
    const { is_member: isMember, is_archived: isArchived } = answer['channel'] as {
      readonly is_member?: boolean;
      readonly is_archived?: boolean;
    };
    if (isArchived === true) return 'it is archived';
    return isMember === false ? 'Leadbell is not in it' : null;
  } catch (error) {
    return whyUndelivered(codeOf(error));
  }
}
