/** Writes files, messages and views as JSON in Slack's form; `wire-people.ts` writes people and channels. Pure. */
import type { Json } from '../json.ts';
import { fileUrl } from '../page-state.ts';
import type { FileInfo, Message } from '../state/messages.ts';
import { belongsTo } from '../state/person.ts';
import type { View } from '../state/views.ts';
import type { World } from '../world.ts';

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

/**
 * `team_id` is the workspace of the person who has the view open. In a shared channel it may differ from the app's
 * workspace.
 */
export function wireView(world: World, view: View): Json {
  const { team, appId, botId } = world.settings;
  const opener = world.people.users.get(view.user);
  return {
    id: view.id,
    team_id: opener === undefined || belongsTo(opener, team.id) ? team.id : opener.teamId,
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
