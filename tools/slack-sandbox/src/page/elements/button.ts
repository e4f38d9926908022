/** Draws buttons with their confirmation, icon buttons and feedback buttons. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { ConfirmDialog } from '../parts/confirm.ts';
import { isRecord, text, type Json } from '../json.ts';
import { isSafeUrl } from '../text/reference.ts';
import { plain } from '../text/draw-text.ts';
import { h, tag, type Children } from '../tag.ts';
import { useElement, type ElementProps } from './parts.ts';
import { useWords } from '../world.ts';

/** Runs `go` after the person has confirmed the element's `confirm` dialog, if it has one. */
export function useConfirm(element: Json): { ask: (go: () => void) => void; dialog: Children } {
  const [pending, setPending] = useState<{ go: () => void } | null>(null);
  const { confirm } = element;
  return {
    ask(go) {
      if (isRecord(confirm)) setPending({ go });
      else go();
    },
    dialog:
      pending === null || !isRecord(confirm)
        ? null
        : h(ConfirmDialog, {
            confirm,
            onAnswer(yes) {
              setPending(null);
              if (yes) pending.go();
            },
          }),
  };
}

export function Button(props: ElementProps): VNode {
  const { element, blockId } = props;
  const { act, busy, failed } = useElement(props);
  const { ask, dialog } = useConfirm(element);
  const url = text(element['url']);
  const style = text(element['style']) ?? '';
  const say = useWords();
  const common = {
    class: `${style} ${busy ? 'busy' : ''} ${failed ? 'failed' : ''}`,
    'aria-label': text(element['accessibility_label']),
    'aria-busy': busy ? 'true' : undefined,
    title: failed ? say.trouble : undefined,
  };
  const words = tag('span', { dir: 'auto' }, plain(element['text']));
  const click = (): void => ask(() => void act(blockId, element));
  if (url !== undefined && isSafeUrl(url)) {
    const opened = {
      href: url,
      target: '_blank',
      rel: 'noopener noreferrer',
      onClick: () => void act(blockId, element),
    };
    return tag('a.button', { ...common, ...opened, role: 'button' }, words, dialog);
  }
  return tag(
    'span.button-place',
    null,
    tag('button.button', { type: 'button', ...common, disabled: busy, onClick: click }, words),
    dialog,
  );
}

const icons: Readonly<Record<string, string>> = { trash: '🗑', edit: '✎', copy: '⧉', refresh: '↻', share: '↗' };

export function IconButton(props: ElementProps): VNode {
  const { element, blockId } = props;
  const { act, busy } = useElement(props);
  const { ask, dialog } = useConfirm(element);
  const name = text(element['accessibility_label']) ?? plain(element['text']);
  const click = (): void => ask(() => void act(blockId, element));
  const shown = icons[text(element['icon']) ?? ''] ?? '•';
  const button = { type: 'button', 'aria-label': name, title: plain(element['text']), disabled: busy, onClick: click };
  return tag('span.button-place', null, tag('button.icon-button', button, shown), dialog);
}

export function FeedbackButtons(props: ElementProps): VNode {
  const { element, blockId } = props;
  const { act, busy } = useElement(props);
  const [given, setGiven] = useState('');
  const one = (key: string, icon: string): VNode => {
    const choice = isRecord(element[key]) ? element[key] : {};
    const name = text(choice['accessibility_label']) ?? plain(choice['text']);
    return tag(
      'button.icon-button',
      {
        type: 'button',
        'aria-label': name,
        'aria-pressed': String(given === key),
        title: plain(choice['text']),
        disabled: busy,
        onClick() {
          setGiven(key);
          void act(blockId, element, choice);
        },
      },
      icon,
    );
  };
  return tag(
    'span.feedback',
    { role: 'group', 'aria-label': 'Feedback' },
    one('positive_button', '👍'),
    one('negative_button', '👎'),
  );
}
