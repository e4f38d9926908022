// Tests when a snooze ends, by the calendar of the business.
import type { Instant, Zone } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { workingCalendar } from '../../testing/lead-fixtures.ts';
import { snoozeEnd, type SnoozeUntil } from './snooze.ts';

const zone = 'Asia/Riyadh' as Zone;
const calendar = { ...workingCalendar, workingDays: [7, 1, 2, 3, 4] as const, hours: { open: 540, close: 1_080 } };

function endOf(until: SnoozeUntil, at: string): string {
  const end = snoozeEnd(until, Date.parse(at) as Instant, { zone, calendar, weekStart: 7 });
  return new Date(end).toISOString();
}

test.each([
  // From a Monday.
  ['hour', '2025-08-25T09:00:00Z', '2025-08-25T10:00:00.000Z'],
  ['tomorrow', '2025-08-25T09:00:00Z', '2025-08-26T06:00:00.000Z'],
  ['week', '2025-08-25T09:00:00Z', '2025-08-31T06:00:00.000Z'],
  // The snooze begins on a Thursday: the business is closed on Friday, but the snooze still ends
  // then.
  ['tomorrow', '2025-08-28T09:00:00Z', '2025-08-29T06:00:00.000Z'],
  // The snooze begins on a Sunday, the first day of the week, and ends on the next Sunday.
  ['week', '2025-08-31T09:00:00Z', '2025-09-07T06:00:00.000Z'],
  // It is already Tuesday in Riyadh, so tomorrow is Wednesday.
  ['tomorrow', '2025-08-25T22:00:00Z', '2025-08-27T06:00:00.000Z'],
] as const)('a snooze until %s, chosen at %s, ends at %s', (until, at, end) => {
  expect(endOf(until, at)).toBe(end);
});
