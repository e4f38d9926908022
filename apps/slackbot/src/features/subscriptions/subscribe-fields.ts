/** What can be filled in for each kind of subscription, with what one has. Pure. */
import { textFilters } from '../../queries/filters.ts';
import {
  type AlertSettings,
  alertRules,
  type LeadFilter,
  type Schedule,
  type Weekday,
  WEEKDAY_NAMES,
} from '@leadbell/domain';
import { optionalSections } from '../digest/sections/index.ts';
import type { Messages } from '../../words/en.ts';
import { clock, weekOrder } from '@leadbell/i18n';
import type { Field } from '@leadbell/slack-kit';
import type { AlertsDefinition, DigestDefinition, LeadsDefinition } from '../../subscriptions/definition.ts';

/** Numbers of a form, and what they may be. */
export const numberFields = {
  from: [1, 9_999],
  share: [1, 100],
  stalled: [1, 9_999],
  unreachable: [1, 1_440],
  escalate: [1, 9_999],
  together: [1, 9_999],
} as const;

const week: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workingDays: readonly Weekday[] = [7, 1, 2, 3, 4];
export const maxFilter = 60;
const maxDigits = 4;
const lastDay = 31;
const usualMinutes = 30;
const usualTogether = 5;
const minuteMs = 60_000;
/** Days of the month that one can choose; any other that a subscription has is offered too. */
const daysOfMonth = [1, 15, lastDay];

export function digestFields(was: DigestDefinition | null, messages: Messages): Field[] {
  const { form, sections } = messages.subscriptions;
  const schedule: Schedule = was?.schedule ?? { kind: 'days', minuteOfDay: 510, days: workingDays };
  const monthDays = [...new Set([...daysOfMonth, ...(schedule.kind === 'monthly' ? [schedule.day] : [])])];
  return [
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
    ...filterFields(was?.filters, messages),
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
  ];
}

/** `settings`: what holds where nothing is filled in. */
export function alertsFields(was: AlertsDefinition | null, settings: AlertSettings, messages: Messages): Field[] {
  const { form } = messages.subscriptions;
  const { rules } = messages.alerts;
  const { erroredLeads, erroredPercent, stalledMinutes, unreachableMinutes } = was?.thresholds ?? {};
  const least = erroredLeads ?? (was !== null && was.atLeast > 1 ? was.atLeast : undefined);
  const number = (id: keyof typeof numberFields, label: string, initial: number | undefined, usual: number): Field => ({
    kind: 'number',
    id,
    label,
    maxLength: maxDigits,
    placeholder: Number.isFinite(usual) ? String(usual) : form.any,
    ...(initial === undefined ? {} : { initial: String(initial) }),
  });
  return [
    {
      kind: 'several',
      id: 'rules',
      label: form.rules,
      choices: alertRules.map((id) => ({ value: id, label: rules[id] })),
      initial: alertRules.filter((id) => was?.without.includes(id) !== true),
    },
    { ...number('from', form.from, least, settings.erroredLeads), hint: form.thresholdsHint },
    number('share', form.share, erroredPercent, settings.erroredShare * 100),
    number('stalled', form.stalled, stalledMinutes, settings.stalledMs / minuteMs),
    number('unreachable', form.unreachable, unreachableMinutes, settings.unreachableMs / minuteMs),
    {
      kind: 'text',
      id: 'group',
      label: form.group,
      placeholder: 'S0123ABCD',
      maxLength: maxFilter,
      initial: was?.escalation?.group ?? '',
      hint: form.groupHint,
    },
    number('escalate', form.escalate, was?.escalation?.minutes, usualMinutes),
    threadField(was?.threadOnly === true, messages),
  ];
}

export function leadsFields(was: LeadsDefinition | null, messages: Messages): Field[] {
  const { form } = messages.subscriptions;
  return [
    ...filterFields(was?.filters, messages),
    {
      kind: 'number',
      id: 'together',
      label: form.together,
      maxLength: maxDigits,
      placeholder: String(usualTogether),
      ...(was === null ? {} : { initial: String(was.together) }),
    },
    threadField(was?.threadOnly === true, messages),
  ];
}

function threadField(isOn: boolean, { subscriptions: { form } }: Messages): Field {
  return {
    kind: 'several',
    id: 'thread',
    label: form.options,
    choices: [{ value: 'thread-only', label: form.threadOnly }],
    initial: isOn ? ['thread-only'] : [],
  };
}

function filterFields(filters: LeadFilter | undefined, { breakdowns, subscriptions: { form } }: Messages): Field[] {
  return textFilters.map((name, index) => {
    const initial = (filters?.[name] ?? '').replaceAll('|', ', ');
    return {
      kind: 'text',
      id: name,
      label: breakdowns[name],
      placeholder: form.any,
      // What is there must have room, however it is written.
      maxLength: Math.max(maxFilter, initial.length),
      initial,
      ...(index === 0 ? { hint: form.filtersHint } : {}),
    };
  });
}

function short(day: Weekday): string {
  return WEEKDAY_NAMES[day - 1]?.slice(0, 3) ?? '';
}
