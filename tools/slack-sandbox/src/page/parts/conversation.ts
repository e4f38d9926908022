/** Draws a channel: its header, its messages, its composer. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PageChannel } from '../protocol.ts';
import { send } from '../server.ts';
import { h, tag } from '../tag.ts';
import { channelTitle, useWords, useWorld } from '../world.ts';
import { AppTabs, TopBar } from './bars.ts';
import { Composer } from './composer.ts';
import { MessageList } from './message-list.ts';

interface ConversationProps {
  channel: PageChannel;
  onMenu: () => void;
  onThread: (ts: string) => void;
}

export function Conversation({ channel, onMenu, onThread }: ConversationProps): VNode {
  const world = useWorld();
  const { known } = world;
  const say = useWords();
  const title = channelTitle(world, channel);
  const member = channel.members.includes(known.me.id);
  const withApp = channel.kind === 'im' && channel.withUser === known.me.id;
  useEffect(() => {
    // Opening the Messages tab sends the app the same event as opening its Home.
    if (withApp && known.app.hasHome && known.home === null) void send('home', { user: known.me.id });
  }, [channel.id]);
  const sign = channel.kind === 'im' ? '' : channel.kind === 'private' ? '🔒\u{FE0E} ' : '# ';
  const people = channel.members.length;
  const bar = h(TopBar, {
    onMenu,
    children: [
      tag(
        'div.channel-words',
        null,
        tag('h1.channel-name', { dir: 'auto' }, `${sign}${title}`),
        channel.topic === '' ? null : tag('div.topic', { dir: 'auto' }, channel.topic),
      ),
      channel.kind === 'im'
        ? null
        : tag(
            'span.members',
            { title: channel.members.map((id) => world.users.get(id)?.realName ?? id).join(', ') },
            say.members(people),
          ),
    ],
  });
  const closed = channel.isArchived ? say.archived : member ? null : say.noMember(`#${channel.name}`);
  return tag(
    'main.conversation',
    null,
    bar,
    withApp && known.app.hasHome ? h(AppTabs, { current: 'messages' }) : null,
    h(MessageList, { channel, onThread }),
    closed === null
      ? h(Composer, { channel: channel.id, label: say.message(channel.kind === 'im' ? title : `#${title}`) })
      : tag('div.closed', { role: 'note' }, closed),
  );
}
