/** Dates and times, by the browser's own pickers. */
import type { VNode } from 'preact';
import { tag } from '../tag.ts';
import { useConfirm } from './button.ts';
import { asText, nameOf, useElement, type ElementProps } from './parts.ts';

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
  const names: Record<string, string> = { date: 'Date', time: 'Time', 'datetime-local': 'Date and time' };
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

export function TimePicker(props: ElementProps): VNode {
  const { value } = useElement(props);
  return Picker({ props, kind: 'time', shown: asText(value), read: (typed) => typed });
}

/** Seconds since the epoch, in the browser's own zone. */
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
