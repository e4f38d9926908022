/** A modal dialog: named by its title, focus kept inside, Esc closes it, focus goes back where it came from. */
import { type VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { tag, type Children } from '../tag.ts';

interface DialogProps {
  title: string;
  body: Children;
  footer?: Children;
  small?: boolean;
  /** Below another: not to be touched. */
  buried?: boolean;
  backTo?: string | undefined;
  onClose: () => void;
  onSubmit?: () => void;
}

/** To be typed in at once; a mere link is not what people come for. */
const fields = 'input, select, textarea';

export function Dialog(props: DialogProps): VNode {
  const { title, body, footer, small, buried, backTo, onClose, onSubmit } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    const wanted =
      element?.querySelector<HTMLElement>('[data-focus]') ??
      element?.querySelector<HTMLElement>(`.dialog-body :is(${fields})`);
    (wanted ?? element)?.focus({ preventScroll: true });
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const close = tag('button.dialog-close', { type: 'button', 'aria-label': 'Close', onClick: onClose }, '✕');
  return tag(
    'dialog.dialog',
    {
      ref: dialog,
      role: 'dialog',
      class: `${small === true ? 'small' : ''} ${buried === true ? 'buried' : ''}`,
      'aria-labelledby': titleId,
      'aria-modal': 'true',
      tabindex: -1,
      // Esc is ours: the browser itself would close it for good when pressed twice.
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      },
      onCancel(event: Event) {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      },
    },
    tag(
      'form.dialog-form',
      {
        noValidate: true,
        onSubmit(event: Event) {
          event.preventDefault();
          // A confirmation's form stands inside the modal's.
          event.stopPropagation();
          onSubmit?.();
        },
      },
      tag(
        'header.dialog-head',
        null,
        backTo === undefined
          ? null
          : tag('button.dialog-back', { type: 'button', 'aria-label': `Back to ${backTo}`, onClick: onClose }, '‹'),
        tag('h2', { id: titleId, dir: 'auto' }, title),
        close,
      ),
      tag('div.dialog-body', null, body),
      footer === undefined ? null : tag('footer.dialog-foot', null, footer),
    ),
  );
}
