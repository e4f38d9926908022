/**
 * IANA zones and their offsets. Pure (the zone data comes with the runtime).
 * The only door to luxon; no luxon object leaves it. Offsets are milliseconds east of UTC.
 */
import { IANAZone } from 'luxon';
import type { Instant, Zone } from './instant.ts';

/** Takes an IANA name in any case, with its aliases and `UTC`; a bare offset (`+03:00`) is no zone. `null` if there is no such zone. */
export function parseZone(text: string): Zone | null {
  const name = text.trim();
  if (!/^[a-z]/i.test(name) || !IANAZone.isValidZone(name)) return null;
  const canonical = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  // An alias is kept as typed (`Asia/Kolkata`, which the runtime calls `Asia/Calcutta`): people know their zone by its name.
  return (canonical.toLowerCase() === name.toLowerCase() ? canonical : name) as Zone;
}

/** Takes an instant, gives the offset then in force. Throws `RangeError` on a zone that did not come from `parseZone`. */
export function offsetMsAt(zone: Zone, epochMs: number): number {
  const minutes = IANAZone.create(zone).offset(epochMs);
  if (Number.isNaN(minutes)) throw new RangeError('not a zone or not an instant');
  // Some historic offsets have seconds, which luxon gives as fractions of a minute.
  return Math.round(minutes * 60_000);
}

/** Minutes east of UTC at an instant: 180 in Riyadh. */
export function offsetMinutes(at: Instant, zone: Zone): number {
  return offsetMsAt(zone, at) / 60_000;
}
