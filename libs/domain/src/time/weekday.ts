/** Weekdays by their English names, as settings use them. Pure. */
import type { Weekday } from './instant.ts';

/** Begins with Monday, as in ISO, so the index is the weekday minus one. */
export const WEEKDAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type WeekdayName = (typeof WEEKDAY_NAMES)[number];

/** Accepts an English name in any case, in full or cut to three letters; returns `null` for anything else. */
export function parseWeekday(text: string): Weekday | null {
  const word = text.trim().toLowerCase();
  const index = WEEKDAY_NAMES.findIndex((name) => name === word || name.slice(0, 3) === word);
  return index === -1 ? null : ((index + 1) as Weekday);
}

export function weekdayName(weekday: Weekday): WeekdayName {
  return WEEKDAY_NAMES[weekday - 1] ?? 'monday';
}
