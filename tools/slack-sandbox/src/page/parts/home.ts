/** Draws the app's Home tab. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Blocks } from '../blocks/block.ts';
import type { PageView } from '../protocol.ts';
import { send } from '../server.ts';
import { SurfaceContext, useNewSurface } from '../surface.ts';
import { h, tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';
import { AppTabs, TopBar } from './bars.ts';

function HomeView({ view }: { view: PageView }): VNode {
  const surface = useNewSurface('home', { view: { id: view.id } }, view.blocks, view.state);
  return h(SurfaceContext.Provider, {
    value: surface,
    children: tag('div.home-blocks', null, h(Blocks, { blocks: view.blocks })),
  });
}

export function Home({ onMenu }: { onMenu: () => void }): VNode {
  const { known } = useWorld();
  const { app, home, me } = known;
  const say = useWords();
  useEffect(() => void send('home', { user: me.id }), [me.id]);
  return tag(
    'main.conversation.home',
    null,
    h(TopBar, { onMenu, children: tag('h1.channel-name', { dir: 'auto' }, app.name) }),
    h(AppTabs, { current: 'home' }),
    tag(
      'div.home-scroll',
      null,
      home === null
        ? tag(
            'div.no-home',
            { role: 'note' },
            tag('strong', null, say.noHomeTitle),
            tag('p', { dir: 'auto' }, say.noHome(app.name)),
          )
        : h(HomeView, { key: home.id, view: home }),
    ),
  );
}
