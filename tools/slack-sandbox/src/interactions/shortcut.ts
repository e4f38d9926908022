/**
 * Runs the shortcuts of the manifest: from the menu of a message (`message_action`) or of the
 * composer (`shortcut`).
 */
import { notice } from '../conversation.ts';
import type { Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import type { Person } from '../state/people.ts';
import { belongsTo } from '../state/person.ts';
import { wireMessage } from '../web-api/wire.ts';
import type { World } from '../world.ts';
import { channelName, interactionBase, issueResponseUrl, issueTrigger } from './payload.ts';

export interface ShortcutMessage {
  channel: string;
  ts: string;
}

/** Returns `null`, or the code of the error that a notice shows to the person. */
export async function runShortcut(
  world: World,
  userId: string,
  callbackId: string,
  on?: ShortcutMessage,
): Promise<string | null> {
  const user = world.people.users.get(userId);
  if (user === undefined) throw new SlackRefusal('user_not_found');
  if (user.isDeleted) throw new SlackRefusal('account_inactive');
  const type = on === undefined ? 'global' : 'message';
  const known = world.app.shortcuts.some((one) => one.callbackId === callbackId && one.type === type);
  // People of another workspace do not have this workspace's shortcuts.
  if (!known || !belongsTo(user, world.settings.team.id)) throw new SlackRefusal('shortcut_not_found');
  if (!world.app.interactive) {
    notice(world, userId, 'This app is not configured to handle interactive responses.');
    return 'app_missing_action_url';
  }
  const delivered = await world.deliver.interaction({
    ...(on === undefined ? { type: 'shortcut' } : { type: 'message_action', ...messagePart(world, user, on) }),
    ...interactionBase(world, user, on === undefined ? 'view' : 'message'),
    callback_id: callbackId,
    trigger_id: issueTrigger(world, { user: user.id }),
    action_ts: world.ts.next(),
  });
  if (delivered.ok) return null;
  notice(world, userId, 'We had some trouble connecting. Try again?', on?.channel);
  return delivered.error;
}

function messagePart(world: World, user: Person, { channel: channelId, ts }: ShortcutMessage): Json {
  const channel = world.people.channels.get(channelId);
  const message = world.messages.get(channelId, ts);
  // Ephemeral messages and tombstones have no menu.
  if (
    channel === undefined ||
    message === undefined ||
    message.subtype === 'tombstone' ||
    message.ephemeralTo !== undefined
  )
    throw new SlackRefusal('message_not_found');
  if (!channel.members.has(user.id)) throw new SlackRefusal('not_in_channel');
  const target = {
    user: user.id,
    channel: channel.id,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  };
  return {
    channel: { id: channel.id, name: channelName(channel) },
    message_ts: message.ts,
    message: wireMessage(world, message, true),
    response_url: issueResponseUrl(world, target, 'commands'),
  };
}
