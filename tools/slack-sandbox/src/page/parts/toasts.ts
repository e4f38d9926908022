/** Draws short notices, which disappear by themselves. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Toast } from '../store.ts';
import { h, tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';

const shownMs = 8000;

function ToastBox({ toast }: { toast: Toast }): VNode {
  const { dismiss } = useWorld();
  const say = useWords();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [toast.id]);
  return tag(
    'div.toast',
    { class: toast.tone, role: toast.tone === 'error' ? 'alert' : 'status' },
    tag('span', { 'aria-hidden': 'true' }, toast.tone === 'error' ? '⚠' : 'ℹ'),
    tag('span', { dir: 'auto' }, toast.text),
    tag('button', { type: 'button', 'aria-label': say.dismiss, onClick: () => dismiss(toast.id) }, '✕'),
  );
}

export function Toasts(): VNode {
  const { toasts } = useWorld().known;
  return tag('div.toasts', null, ...toasts.map((toast) => h(ToastBox, { key: toast.id, toast })));
}
