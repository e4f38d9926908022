/** Slack's own JSON forms of users, channels, messages and views. Pure. */
import type { Json } from '../json.ts';
import { fileUrl } from '../page-state.ts';
import type { FileInfo, Message } from '../state/messages.ts';
import type { Channel, Person } from '../state/people.ts';
import type { View } from '../state/views.ts';
import type { World } from '../world.ts';

export function wireUser(world: World, user: Person, withLocale: boolean): Json {
  const { team, appId, botId } = world.settings;
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.isDeleted,
    color: user.color.slice(1),
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetSeconds(user.tz, world.settings.now()),
    profile: {
      real_name: user.realName,
      display_name: user.name,
      real_name_normalized: user.realName,
      display_name_normalized: user.name,
      // Slack hides the address of a member of another workspace.
      ...(user.teamId === team.id ? { email: user.email } : {}),
      team: user.teamId,
      ...(user.isBot ? { api_app_id: appId, bot_id: botId } : {}),
    },
    is_admin: user.isAdmin,
    is_owner: false,
    is_restricted: user.guest !== null,
    is_ultra_restricted: user.guest === 'one',
    // True only for people who share no channel with the app.
    is_stranger: user.teamId !== team.id && !sharesChannel(world, user),
    is_bot: user.isBot,
    is_app_user: false,
    updated: 0,
    ...(withLocale ? { locale: user.locale } : {}),
  };
}

function sharesChannel(world: World, user: Person): boolean {
  return [...world.people.channels.values()].some(
    ({ members }) => members.has(user.id) && members.has(world.settings.botUserId),
  );
}

/** A channel with members of another workspace. */
function isExternal(world: World, channel: Channel): boolean {
  return [...channel.members].some((id) => world.people.users.get(id)?.teamId !== world.settings.team.id);
}

function offsetSeconds(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(now);
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '');
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

export function wireChannel(world: World, channel: Channel): Json {
  const { team, botUserId } = world.settings;
  const base = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.isArchived,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: team.id,
    updated: channel.created * 1000,
  };
  if (channel.kind === 'im') return { ...base, user: channel.withUser ?? '', is_user_deleted: false, priority: 0 };
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: false,
    is_member: channel.members.has(botUserId),
    is_shared: isExternal(world, channel),
    is_ext_shared: isExternal(world, channel),
    creator: [...channel.members][0] ?? '',
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.size,
  };
}

export function wireFile(world: World, file: FileInfo): Json {
  const url = fileUrl(world, file);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1) ?? '',
    user: file.user,
    size: file.size,
    mode: 'hosted',
    url_private: url,
    url_private_download: url,
    permalink: url,
  };
}

export function wireMessage(world: World, message: Message, withMetadata: boolean): Json {
  const { settings, app } = world;
  const made: Json = {
    type: 'message',
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: world.people.users.get(message.user)?.teamId ?? settings.team.id,
  };
  if (message.subtype !== undefined) made['subtype'] = message.subtype;
  if (message.subtype === 'tombstone') made['hidden'] = true;
  if (message.botId !== undefined) {
    made['bot_id'] = message.botId;
    made['app_id'] = settings.appId;
    made['bot_profile'] = {
      id: message.botId,
      app_id: settings.appId,
      name: app.botName,
      team_id: settings.team.id,
      deleted: false,
    };
  }
  if (message.blocks !== undefined) made['blocks'] = message.blocks;
  if (message.attachments !== undefined) made['attachments'] = message.attachments;
  if (message.files !== undefined) made['files'] = message.files.map((file) => wireFile(world, file));
  if (message.edited !== undefined) made['edited'] = message.edited;
  if (message.threadTs !== undefined) made['thread_ts'] = message.threadTs;
  if (message.reactions.size > 0) {
    made['reactions'] = [...message.reactions].map(([name, users]) => ({ name, users, count: users.length }));
  }
  if (message.metadata !== undefined && withMetadata && !world.conditions.isMetadataWithheld)
    made['metadata'] = message.metadata;
  const replies = message.threadTs === undefined ? world.messages.replies(message.channel, message.ts) : [];
  const last = replies.at(-1);
  if (last !== undefined) {
    const users = [...new Set(replies.map((reply) => reply.user))];
    Object.assign(made, {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: users.length,
      reply_users: users,
      latest_reply: last.ts,
    });
  }
  return made;
}

export function wireView(world: World, view: View): Json {
  const { team, appId, botId } = world.settings;
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.state },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: appId,
    external_id: view.externalId,
    app_installed_team_id: team.id,
    bot_id: botId,
  };
}
