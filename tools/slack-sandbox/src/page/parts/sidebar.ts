/** Draws the sidebar: workspace, channels, direct messages, apps, and the current person. On phones it is a drawer. */
import type { VNode } from 'preact';
import type { PageChannel } from '../protocol.ts';
import { h, tag, type Children } from '../tag.ts';
import { channelTitle, useWords, useWorld } from '../world.ts';
import { Avatar } from './avatar.ts';

function Entry({ id, icon, name, muted }: { id: string; icon: Children; name: string; muted?: boolean }): VNode {
  const { open, known, go } = useWorld();
  const say = useWords();
  const unread = known.unread.has(id);
  return tag(
    'a.entry',
    {
      href: `#${id}`,
      class: `${unread ? 'unread' : ''} ${muted === true ? 'muted' : ''}`,
      'aria-current': open === id ? 'page' : undefined,
      onClick: () => go(id),
    },
    tag('span.entry-icon', { 'aria-hidden': 'true' }, icon),
    tag('span.entry-name', { dir: 'auto' }, name),
    unread ? tag('span.badge', { 'aria-label': say.unread }) : null,
  );
}

function Group({ title, children }: { title: string; children: Children }): VNode {
  return tag(
    'div.group',
    { role: 'group', 'aria-label': title },
    tag('div.group-title', { 'aria-hidden': 'true' }, title),
    children,
  );
}

function byName(a: PageChannel, b: PageChannel): number {
  return Number(a.isArchived) - Number(b.isArchived) || a.name.localeCompare(b.name);
}

function sign({ kind }: PageChannel): string {
  return kind === 'private' ? '🔒\u{FE0E}' : '#';
}

export function Sidebar({ onClose }: { onClose: () => void }): VNode {
  const world = useWorld();
  const { app, team, channels, me, live } = world.known;
  const say = useWords();
  const rooms = channels.filter((channel) => channel.kind !== 'im').toSorted(byName);
  const direct = channels.filter((channel) => channel.kind === 'im');
  const bot = world.users.get(app.botUserId);
  return tag(
    'nav.sidebar',
    { 'aria-label': say.channels },
    tag(
      'div.team',
      null,
      tag('strong.team-name', { dir: 'auto' }, team.name),
      tag('button.icon-button.close-drawer', { type: 'button', 'aria-label': say.closeSidebar, onClick: onClose }, '✕'),
    ),
    tag(
      'div.sidebar-scroll',
      null,
      h(Group, {
        title: say.channels,
        children: rooms.map((channel) =>
          h(Entry, {
            key: channel.id,
            id: channel.id,
            icon: sign(channel),
            name: channel.name,
            muted: channel.isArchived || !channel.members.includes(me.id),
          }),
        ),
      }),
      h(Group, {
        title: say.directMessages,
        children: direct.map((channel) => {
          const person = channel.withUser === me.id ? bot : world.users.get(channel.withUser ?? '');
          return h(Entry, {
            key: channel.id,
            id: channel.id,
            icon: person === undefined ? '@' : h(Avatar, { user: person, small: true }),
            name: channelTitle(world, channel),
          });
        }),
      }),
      h(Group, {
        title: say.apps,
        children: [
          app.hasHome
            ? h(Entry, {
                id: 'home',
                icon: bot === undefined ? '⌂' : h(Avatar, { user: bot, small: true }),
                name: say.appHome(app.name),
              })
            : null,
          tag(
            'div.app-state',
            { role: 'status', class: app.connected && live ? 'on' : 'off' },
            tag('i', { 'aria-hidden': 'true' }),
            live ? say.appState(app.name, app.connected) : say.reconnecting,
          ),
        ],
      }),
      h(Group, {
        title: say.sandbox,
        children: h(Entry, { id: 'compare', icon: '⚖\u{FE0E}', name: say.whatEachSees }),
      }),
    ),
    h(ActAs, null),
  );
}

function ActAs(): VNode {
  const { known } = useWorld();
  const say = useWords();
  const people = known.users.filter((user) => !user.isBot && user.kind !== 'deactivated');
  return tag(
    'label.act-as',
    null,
    h(Avatar, { user: known.me }),
    tag(
      'span.act-as-words',
      null,
      tag('small', null, say.actAs),
      tag('strong', { dir: 'auto' }, known.me.realName),
      tag('small.act-as-kind', null, say.kinds[known.me.kind]),
      tag('small.act-as-place', null, `${known.me.locale} · ${known.me.tz}`),
    ),
    tag('span.act-as-arrow', { 'aria-hidden': 'true' }, '⌄'),
    tag(
      'select',
      {
        'aria-label': say.actAs,
        onChange(event: Event) {
          const url = new URL(location.href);
          url.searchParams.set('user', (event.currentTarget as HTMLSelectElement).value);
          location.assign(url);
        },
      },
      ...people.map((user) =>
        tag(
          'option',
          { value: user.id, selected: user.id === known.me.id },
          `${user.realName} — ${say.kinds[user.kind]}`,
        ),
      ),
    ),
  );
}
