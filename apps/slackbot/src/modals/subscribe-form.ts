/** The form of `/leads subscribe`, and the line that it stands for: what is filled in is read as if it had been typed. Pure. */
import { type LeadFilter, parseZone, type Schedule, type Weekday, WEEKDAY_NAMES, type Zone } from '@leadbell/domain';
import { optionalSections } from '../digest/sections/index.ts';
import { clock, weekOrder } from '../locales/format.ts';
import type { Messages } from '../locales/en.ts';
import type { Field, Form, Values } from '../slack/form.ts';
import type { DigestDefinition } from '../subscriptions/definition.ts';

export const subscribeForm = 'leads.subscribe';

const filterNames = ['brand', 'branch', 'source', 'sub', 'priority', 'type'] as const;
const week: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workingDays: readonly Weekday[] = [7, 1, 2, 3, 4];
const maxFilter = 60;
const lastDay = 31;
/** Days of the month that one can choose; any other that a subscription has is offered too. */
const daysOfMonth = [1, 15, lastDay];

export interface FormWish {
  readonly channel: string;
  /** Where the business is. */
  readonly zone: Zone;
  /** To be changed; null for a new one. */
  readonly edited: { readonly id: number; readonly definition: DigestDefinition } | null;
}

export function formOf({ channel, zone, edited }: FormWish, messages: Messages): Form {
  const { form, buttons, sections } = messages.subscriptions;
  const was = edited?.definition ?? null;
  const schedule: Schedule = was?.schedule ?? { kind: 'days', minuteOfDay: 510, days: workingDays };
  const channelField: Field = { kind: 'channel', id: 'channel', label: form.channel, initial: channel };
  const monthDays = [...new Set([...daysOfMonth, ...(schedule.kind === 'monthly' ? [schedule.day] : [])])];
  return {
    callbackId: subscribeForm,
    metadata: JSON.stringify({
      channel,
      tag: messages.tag,
      ...(edited === null ? {} : { id: edited.id, or: edited.definition.filters.or }),
    }),
    title: form.title,
    submit: edited === null ? form.submit : form.change,
    close: buttons.cancel,
    fields: [
      // What it is and where can't be changed: that would be another one.
      ...(edited === null ? [whatField(messages), channelField] : []),
      { kind: 'time', id: 'time', label: form.time, initial: clock(schedule.minuteOfDay) },
      {
        kind: 'one',
        id: 'rhythm',
        label: form.rhythm,
        choices: [
          { value: 'days', label: form.onDays },
          ...monthDays
            .toSorted((a, b) => a - b)
            .map((day) => ({ value: day === lastDay ? 'monthly last' : `monthly ${day}`, label: form.monthly(day) })),
        ],
        initial:
          schedule.kind === 'days' ? 'days' : schedule.day === lastDay ? 'monthly last' : `monthly ${schedule.day}`,
      },
      {
        kind: 'several',
        id: 'days',
        label: form.days,
        choices: weekOrder(week).map((day) => ({ value: short(day), label: messages.format.weekday(day) })),
        initial: (schedule.kind === 'days' ? schedule.days : workingDays).map(short),
        hint: form.daysHint,
      },
      {
        kind: 'text',
        id: 'zone',
        label: form.zone,
        placeholder: zone,
        maxLength: maxFilter,
        initial: was?.zone ?? zone,
      },
      {
        kind: 'one',
        id: 'language',
        label: form.language,
        choices: [
          { value: 'english', label: 'English' },
          { value: 'arabic', label: 'العربية' },
        ],
        initial: (was?.language ?? messages.tag) === 'ar' ? 'arabic' : 'english',
      },
      ...filterNames.map((name, index): Field => ({
        kind: 'text',
        id: name,
        label: messages.breakdowns[name],
        placeholder: form.any,
        maxLength: maxFilter,
        initial: shownFilter(was?.filters[name]),
        ...(index === 0 ? { hint: form.filtersHint } : {}),
      })),
      {
        kind: 'several',
        id: 'options',
        label: form.options,
        choices: [
          { value: 'skip-empty', label: form.skip },
          { value: 'working-days', label: form.working },
          { value: 'hijri', label: form.hijri },
        ],
        initial: [
          was?.skipEmpty === true ? 'skip-empty' : '',
          was?.workingDaysOnly === true ? 'working-days' : '',
          was?.hijri === true ? 'hijri' : '',
        ],
      },
      {
        kind: 'several',
        id: 'sections',
        label: form.sections,
        choices: optionalSections.map((id) => ({ value: id, label: sections[id] })),
        initial: optionalSections.filter((id) => was?.without.includes(id) !== true),
      },
    ],
  };
}

/** What one would have typed after `/leads`. */
export function lineOf(values: Values): string {
  const [rhythm = 'days'] = values('rhythm');
  const [what = 'digest'] = values('what');
  const kept = values('sections');
  const common = [`subscribe ${what}`, ...values('zone').map((zone) => zone.trim()), ...values('language')];
  const filters = filterNames.flatMap((name) => values(name).map((value) => `${name}:"${typedFilter(value)}"`));
  // Times and sections are a digest's.
  if (what === 'alerts') return common.join(' ');
  if (what === 'leads') return [...common, ...filters].join(' ');
  return [
    ...common,
    ...values('time'),
    rhythm === 'days' ? values('days').join(',') : rhythm,
    ...values('options'),
    ...optionalSections.filter((id) => !kept.includes(id)).map((id) => `no-${id}`),
    ...filters,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** Where it is to be: the channel that was chosen. */
export function channelOf(values: Values): string | null {
  return values('channel')[0] ?? null;
}

/** Which field a sentence belongs to. */
export function fieldOf(values: Values): string {
  const [zone] = values('zone');
  if (zone !== undefined && parseZone(zone.trim()) === null) return 'zone';
  return filterNames.find((name) => values(name).length > 0) ?? 'time';
}

export interface Metadata {
  readonly channel: string;
  readonly tag: 'en' | 'ar';
  readonly id: number | null;
  /** What the form has no field for, kept as it was. */
  readonly or: string | null;
}

/** Null for what is not ours. */
export function readMetadata(text: string): Metadata | null {
  try {
    const { channel, tag, id = null, or = null } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof channel !== 'string' || (tag !== 'en' && tag !== 'ar')) return null;
    return id === null || Number.isSafeInteger(id)
      ? { channel, tag, id: id as number | null, or: typeof or === 'string' ? or : null }
      : null;
  } catch {
    return null;
  }
}

function whatField({ subscriptions: { form } }: Messages): Field {
  return {
    kind: 'one',
    id: 'what',
    label: form.what,
    choices: [
      { value: 'digest', label: form.kinds.digest },
      { value: 'alerts', label: form.kinds.alerts },
      { value: 'leads', label: form.kinds.leads },
    ],
    initial: 'digest',
    hint: form.whatHint,
  };
}

function short(day: Weekday): string {
  return WEEKDAY_NAMES[day - 1]?.slice(0, 3) ?? '';
}

/** `KIA, Hyundai` is one or the other. */
function typedFilter(value: string): string {
  return value.replace(/["“”„‟«»＂]/g, '').replace(/\s*[,،]\s*/g, '|');
}

function shownFilter(value: LeadFilter[(typeof filterNames)[number]]): string {
  return (value ?? '').replaceAll('|', ', ');
}
