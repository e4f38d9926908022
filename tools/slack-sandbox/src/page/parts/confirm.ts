/** Draws the confirmation before a dangerous action. */
import type { VNode } from 'preact';
import { text, type Json } from '../json.ts';
import { h, tag } from '../tag.ts';
import { plain, TextObject } from '../text/draw-text.ts';
import { Dialog } from './dialog.ts';
import { useWords } from '../world.ts';

export function ConfirmDialog({ confirm, onAnswer }: { confirm: Json; onAnswer: (yes: boolean) => void }): VNode {
  const say = useWords();
  const title = confirm['title'] === undefined ? say.areYouSure : plain(confirm['title']);
  const yes = confirm['confirm'] === undefined ? say.yes : plain(confirm['confirm']);
  const no = confirm['deny'] === undefined ? say.cancel : plain(confirm['deny']);
  const style = text(confirm['style']) === 'danger' ? 'danger' : 'primary';
  return h(Dialog, {
    title,
    small: true,
    onClose: () => onAnswer(false),
    body: h(TextObject, { value: confirm['text'] }),
    footer: [
      tag('button.button', { type: 'button', onClick: () => onAnswer(false) }, no),
      tag('button.button', { type: 'button', class: style, onClick: () => onAnswer(true) }, yes),
    ],
  });
}
