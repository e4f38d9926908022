/**
 * Draws the stack of modals. All of them stay in the page, so that they keep their values; only the
 * top one can be used.
 */
import { Fragment, type VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Blocks } from '../blocks/block.ts';
import type { PageView } from '../protocol.ts';
import { send } from '../server.ts';
import { SurfaceContext, useNewSurface } from '../surface.ts';
import { h, tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';
import { Dialog } from './dialog.ts';

function Modal({ view, buried, backTo }: { view: PageView; buried: boolean; backTo: string | undefined }): VNode {
  const { known } = useWorld();
  const user = known.me.id;
  const say = useWords();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState('');
  const [sending, setSending] = useState(false);
  const container = useMemo(() => ({ view: { id: view.id } }), [view.id]);
  const surface = useNewSurface('modal', container, view.blocks, view.state, errors);

  async function submit(): Promise<void> {
    if (view.submit === undefined || sending) return;
    setSending(true);
    setProblem('');
    const answer = await send('submit', { user, view: view.id, state: surface.values });
    setSending(false);
    setErrors(answer.ok ? {} : (answer.errors ?? {}));
    if (!answer.ok && answer.errors === undefined) setProblem(say.trouble);
  }

  const close = (): void => void send('close', { user, view: view.id });
  const body = h(SurfaceContext.Provider, {
    value: surface,
    children: h(
      Fragment,
      null,
      problem === ''
        ? null
        : tag('div.modal-problem', { role: 'alert' }, tag('span', { 'aria-hidden': 'true' }, '⚠'), problem),
      h(Blocks, { blocks: view.blocks }),
    ),
  });
  const footer = [
    tag(
      'button.button',
      { type: 'button', onClick: close },
      view.close ?? (view.submit === undefined ? say.close : say.cancel),
    ),
    view.submit === undefined
      ? null
      : tag(
          'button.button.primary',
          {
            type: 'submit',
            disabled: sending,
            class: sending ? 'busy' : '',
            'aria-busy': sending ? 'true' : undefined,
          },
          tag('span', { dir: 'auto' }, view.submit),
        ),
  ];
  return h(Dialog, { title: view.title, body, footer, buried, backTo, onClose: close, onSubmit: () => void submit() });
}

export function Modals(): VNode {
  const { views } = useWorld().known;
  const drawn = views.map((view, at) =>
    h(Modal, { key: view.id, view, buried: at < views.length - 1, backTo: views[at - 1]?.title }),
  );
  return h(Fragment, null, ...drawn);
}
