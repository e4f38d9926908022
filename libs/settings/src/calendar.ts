/**
 * The schema of the business calendar in the settings file. Pure. The message of an issue describes the expected value.
 */
import * as v from 'valibot';
import {
  type BusinessCalendar,
  type DateRange,
  type Hours,
  isPlainDate,
  readSchedule,
  type Weekday,
} from '@leadbell/domain';

const range = checked(readRange, 'a date (2026-09-23) or two (2026-03-20..2026-03-23)');
const hours = checked(readHours, 'hours such as 09:00-18:00');
const days = checked(readDays, 'days of the week such as sun-thu');

export const calendarSchema = v.strictObject(
  {
    workingDays: v.optional(days, 'sun-thu'),
    hours: v.optional(hours, '09:00-18:00'),
    holidays: v.optional(v.array(range, 'a list of dates'), []),
    specialHours: v.optional(
      v.array(v.strictObject({ dates: range, hours }, 'an object with "dates" and "hours"'), 'a list'),
      [],
    ),
  },
  'an object with "workingDays", "hours", "holidays" and "specialHours", and nothing else',
);

/** The schema must have checked the values. */
export function resolveCalendar(raw: v.InferOutput<typeof calendarSchema>): BusinessCalendar {
  return {
    workingDays: readDays(raw.workingDays) ?? [],
    hours: readHours(raw.hours) ?? { open: 0, close: 0 },
    holidays: raw.holidays.map(readRange).filter((one) => one !== null),
    specialHours: raw.specialHours.flatMap((one) => {
      const [dates, times] = [readRange(one.dates), readHours(one.hours)];
      return dates === null || times === null ? [] : [{ ...dates, ...times }];
    }),
  };
}

function readRange(text: string): DateRange | null {
  const [from = '', to = from, ...more] = text.split('..');
  return isPlainDate(from) && isPlainDate(to) && from <= to && more.length === 0 ? { from, to } : null;
}

function readHours(text: string): Hours | null {
  const [, open, openMinute, close, closeMinute] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text) ?? [];
  if (open === undefined) return null;
  const [from, to] = [Number(open) * 60 + Number(openMinute), Number(close) * 60 + Number(closeMinute)];
  return Number(openMinute) < 60 && Number(closeMinute) < 60 && from < 1_440 && to <= 1_440
    ? { open: from, close: to }
    : null;
}

/** Reads days that are written as in a schedule, but without a time. */
function readDays(text: string): readonly Weekday[] | null {
  const { schedule, rest } = readSchedule(['00:00', ...text.split(/[\s,]+/)]);
  return text.trim() !== '' && schedule?.kind === 'days' && rest.length === 0 ? schedule.days : null;
}

function checked(read: (text: string) => unknown, expected: string) {
  return v.pipe(
    v.string(expected),
    v.check((text) => read(text) !== null, expected),
  );
}
