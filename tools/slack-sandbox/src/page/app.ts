/** Draws the whole page: sidebar, conversation or Home, thread, modals, toasts. */
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Comparison } from './parts/comparison.ts';
import { Conversation } from './parts/conversation.ts';
import { Director } from './parts/director.ts';
import { Home } from './parts/home.ts';
import { Modals } from './parts/modals.ts';
import { Sidebar } from './parts/sidebar.ts';
import { Thread } from './parts/thread.ts';
import { Toasts } from './parts/toasts.ts';
import { useSession, type Session } from './session.ts';
import { h, tag } from './tag.ts';
import { wordsFor } from './words.ts';
import { channelTitle, WorldContext, type World } from './world.ts';

export function App(): VNode {
  const { session, failed } = useSession();
  if (session === null)
    return tag('div.starting', { role: 'status' }, failed ? 'The sandbox does not answer. Trying again…' : 'Loading…');
  return h(Workspace, { session });
}

function Workspace({ session }: { session: Session }): VNode {
  const { known, open } = session;
  const [drawer, setDrawer] = useState(false);
  const [thread, setThread] = useState<{ channel: string; ts: string } | null>(null);
  const users = useMemo(() => new Map(known.users.map((user) => [user.id, user])), [known.users]);
  const channels = useMemo(() => new Map(known.channels.map((channel) => [channel.id, channel])), [known.channels]);
  const world: World = { ...session, users, channels };
  const channel = channels.get(open);
  const other = open === 'compare' ? wordsFor(known.me.locale).whatEachSees : known.app.name;
  const title = channel === undefined ? other : channelTitle(world, channel);
  useEffect(() => {
    document.title = `${title} - ${known.team.name}`;
    document.documentElement.lang = known.me.locale;
  }, [title, known.team.name, known.me.locale]);
  useEffect(() => {
    setDrawer(false);
    setThread(null);
  }, [open]);
  const openDrawer = (): void => setDrawer(true);
  const otherPlace = (): VNode =>
    open === 'compare'
      ? h(Comparison, { key: 'compare', onMenu: openDrawer })
      : h(Home, { key: 'home', onMenu: openDrawer });
  const main =
    channel === undefined
      ? otherPlace()
      : h(Conversation, {
          key: open,
          channel,
          onMenu: openDrawer,
          onThread: (ts: string) => setThread({ channel: open, ts }),
        });
  const page = tag(
    'div.workspace',
    { class: `${drawer ? 'drawer-open' : ''} ${thread === null ? '' : 'with-thread'}` },
    h(Sidebar, { onClose: () => setDrawer(false) }),
    drawer
      ? tag('button.scrim', {
          type: 'button',
          'aria-label': wordsFor(known.me.locale).closeSidebar,
          onClick: () => setDrawer(false),
        })
      : null,
    known.director === null ? main : tag('div.stage', null, h(Director, { director: known.director }), main),
    thread === null || channel === undefined
      ? null
      : h(Thread, { key: thread.ts, channel, ts: thread.ts, onClose: () => setThread(null) }),
    // The comparison shows each person's views beside their messages, so it has no modals.
    open === 'compare' ? null : h(Modals, null),
    h(Toasts, null),
  );
  return h(WorldContext.Provider, { value: world, children: page });
}
