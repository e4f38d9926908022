/**
 * IANA zones and their offsets. Pure; the runtime has the zone data. Only this file uses luxon, and no other file gets
 * an object of luxon. Offsets are milliseconds east of UTC.
 */
import { IANAZone } from 'luxon';
import type { Zone } from './instant.ts';

/**
 * Caches names, because the runtime takes as long to check a name as to load a zone. There are only a few hundred
 * zones.
 */
const known = new Map<string, Zone | null>();
const mostKnown = 2_000;

/**
 * Accepts an IANA name in any case, including aliases and `UTC`; a bare offset (`+03:00`) is not a zone. Returns `null`
 * if there is no such zone.
 */
export function parseZone(text: string): Zone | null {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const zone = readZone(text.trim());
  known.set(text, zone);
  return zone;
}

function readZone(name: string): Zone | null {
  if (!/^[a-z]/i.test(name) || !IANAZone.isValidZone(name)) return null;
  const canonical = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  // Keeps an alias as it was typed (`Asia/Kolkata`, which the runtime calls `Asia/Calcutta`), because people know their
  // zone by it.
  return (canonical.toLowerCase() === name.toLowerCase() ? canonical : name) as Zone;
}

/** Caches offsets by zone and minute, because clocks change only at full minutes. */
const offsets = new Map<string, Map<number, number>>();
const mostOffsets = 1_000;
const minuteMs = 60_000;

/** The offset that applies at an instant. Throws `RangeError` for a zone that did not come from `parseZone`. */
export function offsetMsAt(zone: Zone, epochMs: number): number {
  let ofZone = offsets.get(zone);
  if (ofZone === undefined) offsets.set(zone, (ofZone = new Map()));
  const minute = Math.floor(epochMs / minuteMs);
  const found = ofZone.get(minute);
  if (found !== undefined) return found;
  const minutes = IANAZone.create(zone).offset(epochMs);
  if (Number.isNaN(minutes)) throw new RangeError('not a zone or not an instant');
  if (ofZone.size >= mostOffsets) ofZone.clear();
  // Some historic offsets have seconds, which luxon returns as fractions of a minute.
  const offsetMs = Math.round(minutes * minuteMs);
  ofZone.set(minute, offsetMs);
  return offsetMs;
}
