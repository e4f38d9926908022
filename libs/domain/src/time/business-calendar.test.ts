import { expect, test } from 'vitest';
import type { BusinessCalendar } from './business-calendar.ts';
import { openMsIn, workingDayMs } from './business-calendar.ts';
import type { Instant, Weekday, Zone } from './instant.ts';

const zone = 'Asia/Riyadh' as Zone;
const hour = 3_600_000;
const at = (text: string) => Date.parse(`${text}+03:00`) as Instant;
const week: readonly Weekday[] = [7, 1, 2, 3, 4];
const byDay: BusinessCalendar = {
  workingDays: week,
  hours: { open: 540, close: 1_080 },
  holidays: [],
  specialHours: [],
};
const byNight: BusinessCalendar = { ...byDay, hours: { open: 1_260, close: 120 } };

test.each([
  ['a whole day', byDay, '2025-08-25T00:00', '2025-08-26T00:00', 9],
  ['from noon to ten in the next morning', byDay, '2025-08-25T12:00', '2025-08-26T10:00', 7],
  ['a night', byDay, '2025-08-25T19:00', '2025-08-26T08:00', 0],
  ['a weekend', byDay, '2025-08-28T18:00', '2025-08-31T09:00', 0],
  ['a week', byDay, '2025-08-24T00:00', '2025-08-31T00:00', 45],
  ['an evening that ends after midnight', byNight, '2025-08-25T00:00', '2025-08-26T12:00', 2 + 3 + 2],
  ['nothing', byDay, '2025-08-25T12:00', '2025-08-25T12:00', 0],
])('open time of %s', (_, calendar, from, to, hours) => {
  expect(openMsIn({ from: at(from), to: at(to) }, zone, calendar)).toBe(hours * hour);
});

test('a usual working day, also one that ends after midnight', () => {
  expect([workingDayMs(byDay), workingDayMs(byNight)]).toEqual([9 * hour, 5 * hour]);
});
