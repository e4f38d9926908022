/** Draws a modal inside the page instead of above it, so that views of several people can be seen at once. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Blocks } from '../blocks/block.ts';
import type { PageView } from '../protocol.ts';
import { send } from '../server.ts';
import { SurfaceContext, useNewSurface } from '../surface.ts';
import { h, tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';

export function InlineView({ view }: { view: PageView }): VNode {
  const user = useWorld().known.me.id;
  const say = useWords();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const surface = useNewSurface('modal', { view: { id: view.id } }, view.blocks, view.state, errors);

  async function submit(): Promise<void> {
    const answer = await send('submit', { user, view: view.id, state: surface.values });
    setErrors(answer.ok ? {} : (answer.errors ?? {}));
  }

  return tag(
    'section.inline-view',
    { 'aria-label': view.title },
    tag('h3', { dir: 'auto' }, view.title),
    h(SurfaceContext.Provider, { value: surface, children: h(Blocks, { blocks: view.blocks }) }),
    tag(
      'footer',
      null,
      tag(
        'button.button',
        { type: 'button', onClick: () => void send('close', { user, view: view.id }) },
        view.close ?? say.close,
      ),
      view.submit === undefined
        ? null
        : tag('button.button.primary', { type: 'button', onClick: () => void submit() }, view.submit),
    ),
  );
}
