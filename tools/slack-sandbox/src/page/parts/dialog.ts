/**
 * Draws a modal dialog, which is labelled by its title. It keeps the focus inside, closes on Esc, and then gives the
 * focus back.
 */
import { type VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { tag, type Children } from '../tag.ts';
import { useWords } from '../world.ts';

interface DialogProps {
  title: string;
  body: Children;
  footer?: Children;
  small?: boolean;
  /** Whether another dialog is above this one, so that this one can't be used. */
  buried?: boolean;
  backTo?: string | undefined;
  onClose: () => void;
  onSubmit?: () => void;
}

/** The focus goes to an input first, because people rarely open a dialog for a link. */
const fields = 'input, select, textarea';

export function Dialog(props: DialogProps): VNode {
  const { title, body, footer, small, buried, backTo, onClose, onSubmit } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const say = useWords();
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
  const close = tag('button.dialog-close', { type: 'button', 'aria-label': say.close, onClick: onClose }, '✕');
  return tag(
    'dialog.dialog',
    {
      ref: dialog,
      role: 'dialog',
      class: `${small === true ? 'small' : ''} ${buried === true ? 'buried' : ''}`,
      'aria-labelledby': titleId,
      'aria-modal': 'true',
      tabindex: -1,
      // Esc is handled here, because the browser itself would close the dialog for good when Esc is pressed twice.
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
          // The form of a confirmation is inside the modal's form, which must not be submitted too.
          event.stopPropagation();
          onSubmit?.();
        },
      },
      tag(
        'header.dialog-head',
        null,
        backTo === undefined
          ? null
          : tag('button.dialog-back', { type: 'button', 'aria-label': say.backTo(backTo), onClick: onClose }, '‹'),
        tag('h2', { id: titleId, dir: 'auto' }, title),
        close,
      ),
      tag('div.dialog-body', null, body),
      footer === undefined ? null : tag('footer.dialog-foot', null, footer),
    ),
  );
}
