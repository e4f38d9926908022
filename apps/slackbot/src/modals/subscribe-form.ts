/** The form of `/leads subscribe`, and the line that it stands for: what is filled in is read as if it had been typed. Pure. */
import type { Weekday } from '@leadbell/domain';
import { WEEKDAY_NAMES } from '@leadbell/domain';
import { weekOrder } from '../locales/format.ts';
import type { Messages } from '../locales/en.ts';
import type { Form, Values } from '../slack/form.ts';

export const subscribeForm = 'leads.subscribe';
/** Which field a sentence about the filters belongs to. */
export const filtersField = 'filters';

const week: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workingDays = ['sun', 'mon', 'tue', 'wed', 'thu'];
const maxFilters = 300;

function short(day: Weekday): string {
  return WEEKDAY_NAMES[day - 1]?.slice(0, 3) ?? '';
}

export function formOf(channel: string, messages: Messages): Form {
  const { form, buttons } = messages.subscriptions;
  return {
    callbackId: subscribeForm,
    metadata: JSON.stringify({ channel, tag: messages.tag }),
    title: form.title,
    submit: form.submit,
    close: buttons.cancel,
    fields: [
      { kind: 'time', id: 'time', label: form.time, initial: '08:30' },
      {
        kind: 'several',
        id: 'days',
        label: form.days,
        choices: weekOrder(week).map((day) => ({ value: short(day), label: messages.format.weekday(day) })),
        initial: workingDays,
        hint: form.daysHint,
      },
      {
        kind: 'one',
        id: 'language',
        label: form.language,
        choices: [
          { value: 'english', label: 'English' },
          { value: 'arabic', label: 'العربية' },
        ],
        initial: messages.tag === 'ar' ? 'arabic' : 'english',
      },
      { kind: 'text', id: filtersField, label: form.filters, placeholder: form.filtersExample, maxLength: maxFilters },
      {
        kind: 'several',
        id: 'empty',
        label: form.empty,
        choices: [{ value: 'skip-empty', label: form.skip }],
        initial: [],
      },
    ],
  };
}

/** What one would have typed after `/leads`. */
export function lineOf(values: Values): string {
  return [
    'subscribe digest',
    ...values('time'),
    values('days').join(','),
    ...values('language'),
    ...values('empty'),
    ...values(filtersField),
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** Null for what is not ours. */
export function readMetadata(text: string): { readonly channel: string; readonly tag: 'en' | 'ar' } | null {
  try {
    const { channel, tag } = JSON.parse(text) as { channel?: unknown; tag?: unknown };
    return typeof channel === 'string' && (tag === 'en' || tag === 'ar') ? { channel, tag } : null;
  } catch {
    return null;
  }
}
