/** Draws fields for dates and times, mostly with the browser's own pickers. */
import type { VNode } from 'preact';
import { tag } from '../tag.ts';
import { useConfirm } from './button.ts';
import { asText, nameOf, useElement, type ElementProps } from './parts.ts';
import { useWords } from '../world.ts';

function Picker({
  props,
  kind,
  shown,
  read,
}: {
  props: ElementProps;
  kind: string;
  shown: string;
  read: (typed: string) => unknown;
}): VNode {
  const { choose, busy, failed } = useElement(props);
  const { ask, dialog } = useConfirm(props.element);
  const say = useWords();
  const names: Record<string, string> = { date: say.date, 'datetime-local': say.dateTime };
  return tag(
    'span.picker',
    { class: `${busy ? 'busy' : ''} ${failed ? 'failed' : ''}` },
    tag('input', {
      type: kind,
      value: shown,
      'aria-label': nameOf(props, names[kind] ?? kind),
      'aria-describedby': props.describedBy,
      'aria-busy': busy ? 'true' : undefined,
      onChange(event: Event) {
        const typed = (event.currentTarget as HTMLInputElement).value;
        ask(() => choose(typed === '' ? null : read(typed)));
      },
    }),
    dialog,
  );
}

export function DatePicker(props: ElementProps): VNode {
  const { value } = useElement(props);
  return Picker({ props, kind: 'date', shown: asText(value), read: (typed) => typed });
}

const timeShape = /^(?:[01]?\d|2[0-3]):[0-5]\d$/;

/**
 * This picker always has the 24-hour clock. The browser's own picker would use the clock and language of the browser.
 */
export function TimePicker(props: ElementProps): VNode {
  const { value, choose, busy, failed } = useElement(props);
  const { ask, dialog } = useConfirm(props.element);
  const say = useWords();
  return tag(
    'span.picker',
    { class: `${busy ? 'busy' : ''} ${failed ? 'failed' : ''}` },
    tag('input', {
      type: 'text',
      class: 'time',
      inputmode: 'numeric',
      autocomplete: 'off',
      placeholder: '00:00',
      maxlength: 5,
      value: asText(value),
      'aria-label': nameOf(props, say.time),
      'aria-describedby': props.describedBy,
      'aria-busy': busy ? 'true' : undefined,
      onChange(event: Event) {
        const input = event.currentTarget as HTMLInputElement;
        const { value: typed } = input;
        if (typed === '' || timeShape.test(typed)) ask(() => choose(typed === '' ? null : typed.padStart(5, '0')));
        else input.value = asText(value);
      },
    }),
    dialog,
  );
}

/** The value is in seconds since the epoch; the picker shows the browser's time zone. */
export function DateTimePicker(props: ElementProps): VNode {
  const { value } = useElement(props);
  const shown = typeof value === 'number' ? localMinute(value * 1000) : '';
  return Picker({
    props,
    kind: 'datetime-local',
    shown,
    read: (typed) => Math.floor(new Date(typed).getTime() / 1000),
  });
}

function localMinute(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}
