/** Builds the form fields of each kind of subscription, with the current values. Pure. */
import { fieldText } from './form-draft.ts';
import { knownValuesField, presentChoices } from './known-choices.ts';
import { textFilters } from '../../queries/filters.ts';
import {
  type AlertSettings,
  alertRules,
  fromSetting,
  type LeadFilter,
  type Schedule,
  thresholds,
  type Weekday,
  WEEKDAY_NAMES,
} from '@leadbell/domain';
import { optionalSections } from '../../subscriptions/sections.ts';
import type { Messages } from '../../words/index.ts';
import { clock, weekOrder } from '@leadbell/i18n';
import type { Field } from '@leadbell/slack-kit';
import {
  type AlertsDefinition,
  type DigestDefinition,
  type LeadsDefinition,
  thresholdsOf,
} from '../../subscriptions/definition.ts';
import { type NumberWord, ownNumbers, subscriptionNumbers } from '../../subscriptions/numbers.ts';

const week: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workingDays: readonly Weekday[] = [7, 1, 2, 3, 4];
export const maxFilter = 60;
const lastDay = 31;
/** The days of the month that the form offers; if the subscription has another day, that is offered too. */
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
      choices: weekOrder(week).map((day) => ({
        value: short(day),
        label: messages.formats.subscriptions.weekday(day),
      })),
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

/** `settings`: the values that apply where a field is empty. */
export function alertsFields(was: AlertsDefinition | null, settings: AlertSettings, messages: Messages): Field[] {
  const { form } = messages.subscriptions;
  const { rules } = messages.alerts;
  const given = was === null ? {} : thresholdsOf(was);
  return [
    {
      kind: 'several',
      id: 'rules',
      isRequired: true,
      label: form.rules,
      choices: alertRules.map((id) => ({ value: id, label: rules[id] })),
      initial: alertRules.filter((id) => was?.without.includes(id) !== true),
    },
    ...thresholds.map((one, index) => ({
      ...numberField(one.word, given[one.key], fromSetting(one, settings[one.field]), messages),
      ...(index === 0 ? { hint: form.thresholdsHint } : {}),
    })),
    {
      kind: 'text',
      id: 'group',
      label: form.group,
      placeholder: 'S0123ABCD',
      maxLength: maxFilter,
      initial: was?.escalation?.group ?? '',
      hint: form.groupHint,
    },
    numberField('escalate', was?.escalation?.minutes, ownNumbers.escalate.usual, messages),
    threadField(was?.threadOnly === true, messages),
  ];
}

export function leadsFields(was: LeadsDefinition | null, messages: Messages): Field[] {
  return [
    ...filterFields(was?.filters, messages),
    numberField('together', was?.together, ownNumbers.together.usual, messages),
    threadField(was?.threadOnly === true, messages),
  ];
}

function numberField(
  id: NumberWord,
  initial: number | undefined,
  usual: number,
  { subscriptions: { form } }: Messages,
): Field {
  return {
    kind: 'number',
    id,
    label: form[id],
    maxLength: String(subscriptionNumbers[id].most).length,
    placeholder: Number.isFinite(usual) ? String(usual) : form.any,
    ...(initial === undefined ? {} : { initial: String(initial) }),
  };
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

function filterFields(filters: LeadFilter | undefined, messages: Messages): Field[] {
  const { form } = messages.subscriptions;
  const present = presentChoices(filters);
  const typed = textFilters.map((name, index): Field => {
    const value = present.has(name) ? undefined : filters?.[name];
    const initial = value === undefined ? '' : fieldText(value);
    return {
      kind: 'text',
      id: name,
      label: messages.breakdowns[name],
      placeholder: form.any,
      // The field must have room for its current value, which may be longer than a new value may
      // be.
      maxLength: Math.max(maxFilter, initial.length),
      initial,
      ...(index === 0 ? { hint: form.filtersHint } : {}),
    };
  });
  return [knownValuesField([...present.values()].flat(), messages), ...typed];
}

function short(day: Weekday): string {
  return WEEKDAY_NAMES[day - 1]?.slice(0, 3) ?? '';
}
