/** Handles typed text: a command when it starts with `/`, otherwise a message with its events. */
import { commit, notice } from '../conversation.ts';
import type { Message } from '../state/messages.ts';
import type { Channel, Person } from '../state/people.ts';
import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { runCommand } from './command.ts';
import { emitEvent } from './event.ts';

export function findMember(world: World, userId: string, channelId: string): { user: Person; channel: Channel } {
  const user = world.people.users.get(userId);
  if (user === undefined) throw new SlackRefusal('user_not_found');
  if (user.isDeleted) throw new SlackRefusal('account_inactive');
  const channel = world.people.findChannel(channelId);
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  if (!channel.members.has(user.id)) throw new SlackRefusal('not_in_channel');
  return { user, channel };
}

/** Returns `null`, or the code of the error that a notice shows to the person. */
export async function say(
  world: World,
  userId: string,
  channelId: string,
  typed: string,
  threadTs?: string,
): Promise<string | null> {
  const { user, channel } = findMember(world, userId, channelId);
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  if (typed.trim() === '') throw new SlackRefusal('no_text');
  // `//text` and `/ text` are plain messages, as in Slack.
  if (/^\/[^\s/]/.test(typed)) return runCommand(world, user, channel, typed, threadTs);
  if (channel.kind === 'im' && !world.conditions.hasMessagesTab) {
    notice(world, user.id, 'Sending messages to this app has been turned off.', channel.id);
    return 'messages_tab_disabled';
  }
  const message = commit(world, {
    channel: channel.id,
    user: user.id,
    text: linkReferences(world, typed),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  announce(world, channel, message);
  return null;
}

function announce(world: World, channel: Channel, message: Message): void {
  const { botUserId, team } = world.settings;
  if (!channel.members.has(botUserId)) return;
  const event = {
    user: message.user,
    text: message.text,
    ts: message.ts,
    channel: channel.id,
    team: team.id,
    source_team: world.people.users.get(message.user)?.teamId ?? team.id,
    user_team: world.people.users.get(message.user)?.teamId ?? team.id,
    client_msg_id: crypto.randomUUID(),
    event_ts: message.ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  };
  const kinds = {
    public: ['channel', 'message.channels'],
    private: ['group', 'message.groups'],
    im: ['im', 'message.im'],
  } as const;
  const [channelType, subscription] = kinds[channel.kind];
  emitEvent(world, subscription, { type: 'message', channel_type: channelType, ...event });
  if (channel.kind !== 'im' && message.text.includes(`<@${botUserId}>`))
    emitEvent(world, 'app_mention', { type: 'app_mention', ...event });
}

/** Escapes text as Slack does, and turns `@name` and `#channel` into references. */
function linkReferences(world: World, typed: string): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .replaceAll(/(^|[^\w&])@([\p{L}\w.-]+)/gu, (all, before: string, name: string) => {
      const wanted = name.toLowerCase();
      const user = [...world.people.users.values()].find(
        (entry) => entry.name.toLowerCase().replaceAll(' ', '-') === wanted || entry.id === name,
      );
      return user === undefined ? all : `${before}<@${user.id}>`;
    })
    .replaceAll(/(^|[^\w&])#([\w-]+)/g, (all, before: string, name: string) => {
      const channel = world.people.findChannel(`#${name}`);
      return channel === undefined ? all : `${before}<#${channel.id}|${channel.name}>`;
    });
}
