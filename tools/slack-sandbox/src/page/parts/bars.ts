/** Draws bars above a conversation. */
import type { VNode } from 'preact';
import { tag, type Children } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';

export function TopBar({ onMenu, children }: { onMenu: () => void; children: Children }): VNode {
  return tag(
    'header.top-bar',
    null,
    tag('button.icon-button.menu', { type: 'button', 'aria-label': useWords().openSidebar, onClick: onMenu }, '☰'),
    children,
  );
}

function tab(name: string, href: string, on: boolean): VNode {
  return tag('a.tab', { href, 'aria-current': on ? 'page' : undefined }, name);
}

/** Draws the app's two tabs, as in Slack: its Home, and the messages with it. */
export function AppTabs({ current }: { current: 'home' | 'messages' }): VNode {
  const { known } = useWorld();
  const say = useWords();
  const direct = known.channels.find((channel) => channel.kind === 'im' && channel.withUser === known.me.id);
  return tag(
    'nav.tabs',
    { 'aria-label': known.app.name },
    tab(say.home, '#home', current === 'home'),
    direct === undefined ? null : tab(say.messages, `#${direct.id}`, current === 'messages'),
  );
}
