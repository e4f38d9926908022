/**
 * Formats a time span. If the span ends on the day on which it begins, the date appears once: 25
 * August 2025 10:00–12:05 (2 h 5 min). Pure.
 */
import type { Window, Zone } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';

export function spanText({ from, to }: Window, { formats: { watch: format }, watch }: Messages, zone: Zone): string {
  const [first, last] = [format.day(from, zone), format.day(to, zone)];
  const begin = `${first} ${format.time(from, zone)}`;
  const end = first === last ? format.time(to, zone) : `${last} ${format.time(to, zone)}`;
  return watch.fromTo(begin, end, watch.lasted(to - from));
}
