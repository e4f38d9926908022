/** Collects the content that the browser page may see, in the form of the page's protocol. */
import type { PageChannel, PageFile, PageMessage, PageState, PageUser, PageView } from './page/protocol.ts';
import { text } from './json.ts';
import { pageDirector } from './director.ts';
import type { FileInfo, Message } from './state/messages.ts';
import { isVisibleTo, type Channel, type Person } from './state/people.ts';
import { kindOf } from './state/person.ts';
import type { View } from './state/views.ts';
import type { World } from './world.ts';

export function pageState(world: World, me: Person): PageState {
  const { people, messages, settings, app, views } = world;
  const channels = [...people.channels.values()].filter((channel) => isVisibleTo(channel, me, settings.team.id));
  const seen = channels.flatMap((channel) => (channel.members.has(me.id) ? messages.inChannel(channel.id, me.id) : []));
  const home = views.home(me.id);
  return {
    team: { id: settings.team.id, name: settings.team.name },
    app: {
      id: settings.appId,
      name: app.name,
      botUserId: settings.botUserId,
      connected: isConnected(world),
      hasHome: app.hasHome,
    },
    me: pageUser(world, me),
    users: [...people.users.values()].map((user) => pageUser(world, user)),
    channels: channels.map(pageChannel),
    shortcuts: app.shortcuts.map(({ name, type, callbackId }) => ({ name, type, callbackId })),
    commands: app.commands.map(({ command, description, usageHint }) => ({ command, description, usageHint })),
    messages: seen.toSorted((a, b) => (a.ts < b.ts ? -1 : 1)).map((message) => pageMessage(world, message)),
    views: views.stack(me.id).map(pageView),
    home: home === null ? null : pageView(home),
    director: world.director === null ? null : pageDirector(world.director, me.locale, (name) => idOf(channels, name)),
  };
}

function idOf(channels: readonly Channel[], name: string): string | null {
  return channels.find((channel) => channel.name === name)?.id ?? null;
}

/** Whether the app is connected. Over HTTP it always counts as connected. */
export function isConnected(world: World): boolean {
  return !world.app.socketMode || world.hub.connections() > 0;
}

export function pageUser(world: World, person: Person): PageUser {
  const { id, name, realName, locale, tz, isBot, color } = person;
  return { id, name, realName, locale, tz, isBot, kind: kindOf(person, world.settings.team.id), color };
}

export function pageChannel(channel: Channel): PageChannel {
  const { id, name, topic, kind, isArchived, members, withUser } = channel;
  return { id, name, topic, kind, isArchived, members: [...members], ...(withUser === undefined ? {} : { withUser }) };
}

export function fileUrl(world: World, file: FileInfo): string {
  return `${world.origin}/files/${file.id}/${encodeURIComponent(file.name)}`;
}

function pageFile(world: World, file: FileInfo): PageFile {
  const { id, name, title, mimetype, size } = file;
  return { id, name, title, mimetype, size, url: fileUrl(world, file) };
}

export function pageMessage(world: World, message: Message): PageMessage {
  const made: PageMessage = {
    channel: message.channel,
    ts: message.ts,
    user: message.user,
    text: message.text,
    ephemeral: message.ephemeralTo !== undefined,
    edited: message.edited !== undefined,
    replyCount: message.threadTs === undefined ? world.messages.replies(message.channel, message.ts).length : 0,
    reactions: [...message.reactions].map(([name, users]) => ({ name, users: [...users] })),
  };
  if (message.threadTs !== undefined) made.threadTs = message.threadTs;
  if (message.blocks !== undefined) made.blocks = message.blocks;
  if (message.files !== undefined) made.files = message.files.map((file) => pageFile(world, file));
  return made;
}

export function pageView(view: View): PageView {
  const made: PageView = {
    id: view.id,
    hash: view.hash,
    type: view.type,
    title: text(view.title?.['text']) ?? '',
    blocks: view.blocks,
    state: view.state,
  };
  const submit = text(view.submit?.['text']);
  const close = text(view.close?.['text']);
  if (submit !== undefined) made.submit = submit;
  if (close !== undefined) made.close = close;
  return made;
}
