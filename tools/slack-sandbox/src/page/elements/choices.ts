/** Draws radio buttons, checkboxes, and the overflow menu. */
import type { VNode } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isRecord, list, text, type Json } from '../json.ts';
import { h, tag } from '../tag.ts';
import { plain, TextObject } from '../text/draw-text.ts';
import { isSafeUrl } from '../text/reference.ts';
import { useConfirm } from './button.ts';
import { nameOf, useElement, type ElementProps } from './parts.ts';
import { keyOf } from './select.ts';
import { useWords } from '../world.ts';

function options(element: Json): Json[] {
  return list(element['options']).filter(isRecord);
}

export function Choices(props: ElementProps): VNode {
  const { element } = props;
  const { value, choose, busy } = useElement(props);
  const { ask, dialog } = useConfirm(element);
  const group = useId();
  const say = useWords();
  const many = element['type'] === 'checkboxes';
  const chosen = many ? list(value).map(keyOf) : [keyOf(value)];
  function toggle(option: Json, on: boolean, input: HTMLInputElement): void {
    const key = keyOf(option);
    // Shows the old choice until the person has confirmed the new one.
    input.checked = chosen.includes(key);
    if (!many) return ask(() => choose(option));
    const keys = on ? [...chosen, key] : chosen.filter((other) => other !== key);
    ask(() => choose(options(element).filter((other) => keys.includes(keyOf(other)))));
  }
  return tag(
    'span.choices',
    {
      role: many ? 'group' : 'radiogroup',
      'aria-label': nameOf(props, many ? say.checkboxes : say.options),
      'aria-busy': busy ? 'true' : undefined,
    },
    ...options(element).map((option) =>
      tag(
        'label.choice',
        { key: keyOf(option), dir: 'auto' },
        tag('input', {
          type: many ? 'checkbox' : 'radio',
          name: group,
          checked: chosen.includes(keyOf(option)),
          'aria-describedby': props.describedBy,
          onChange(event: Event) {
            const input = event.currentTarget as HTMLInputElement;
            toggle(option, input.checked, input);
          },
        }),
        tag(
          'span',
          null,
          h(TextObject, { value: option['text'] }),
          option['description'] === undefined
            ? null
            : tag('small', null, h(TextObject, { value: option['description'] })),
        ),
      ),
    ),
    dialog,
  );
}

const gapPx = 4;

/**
 * Moves an open menu into view: away from the sides, and above its button if there is no room
 * below.
 */
function moveIntoView(menu: HTMLElement, button: HTMLElement): void {
  const room = (button.closest('.messages, .dialog-body') ?? document.documentElement).getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const { top, height } = button.getBoundingClientRect();
  const right = Math.min(0, room.right - gapPx - own.right);
  const left = Math.max(0, room.left + gapPx - own.left);
  const isUp = own.bottom > room.bottom && top - room.top >= own.height + gapPx;
  menu.style.translate = `${left || right}px ${isUp ? -(own.height + height + 2 * gapPx) : 0}px`;
}

export function Overflow(props: ElementProps): VNode {
  const { element, blockId } = props;
  const { act, busy, failed } = useElement(props);
  const { ask, dialog } = useConfirm(element);
  const say = useWords();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const menu = place.current?.querySelector<HTMLElement>('[role=menu]');
    if (open && menu && place.current) moveIntoView(menu, place.current);
  }, [open]);
  useEffect(() => {
    if (!open) return undefined;
    place.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: Event): void => {
      if (event.target instanceof Node && place.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  function press(event: KeyboardEvent): void {
    const items = [...(place.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items.at(at - 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const item = (option: Json): VNode => {
    const url = text(option['url']);
    const click = (): void => {
      setOpen(false);
      if (url !== undefined && isSafeUrl(url)) globalThis.open(url, '_blank', 'noopener,noreferrer');
      ask(() => void act(blockId, element, option));
    };
    return tag(
      'button.option',
      { type: 'button', role: 'menuitem', dir: 'auto', onClick: click },
      plain(option['text']),
    );
  };
  const button = {
    type: 'button',
    'aria-label': say.moreOptions,
    'aria-haspopup': 'menu',
    'aria-expanded': String(open),
    'aria-busy': busy ? 'true' : undefined,
    class: `${busy ? 'busy' : ''} ${failed ? 'failed' : ''}`,
    onClick: () => setOpen(!open),
  };
  return tag(
    'span.overflow',
    { ref: place, onKeyDown: press },
    tag('button.button', button, '⋯'),
    open ? tag('div.popover', { role: 'menu' }, ...options(element).map(item)) : null,
    dialog,
  );
}
