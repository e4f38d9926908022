/** Instants as text: the DMS API's form `2025-08-24T21:00:00.000Z`, and ISO 8601 with an offset. Pure. */
import type { Instant } from './instant.ts';
import { isPlainDate } from './plain-date.ts';

/** Returns UTC with milliseconds and `Z`. */
export function isoUtcMillis(at: Instant): string {
  return new Date(at).toISOString();
}

/**
 * Returns `null` unless the text is a date and time of an existing day *with* an offset or `Z`, because a text without
 * an offset is not an instant. Digits beyond milliseconds are dropped. Years go from 0001 to 9999.
 */
export function parseIsoInstant(text: string): Instant | null {
  if (text.length === 24 && text.endsWith('Z')) {
    const epochMs = Date.parse(text);
    if (plain.test(text)) return epochMs as Instant;
    // `Date.parse` reads 30 February as 2 March, so the day exists only if the same text is written back.
    if (!Number.isNaN(epochMs) && new Date(epochMs).toISOString() === text) return epochMs as Instant;
  }
  return parseWithOffset(text);
}

/** Matches days that every month has. */
const plain = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const WITH_OFFSET =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt](?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:[.,](?<fraction>\d{1,9}))?)?(?:[Zz]|(?<sign>[+-])(?<offsetHour>[01]\d|2[0-3]):?(?<offsetMinute>[0-5]\d))$/;

function parseWithOffset(text: string): Instant | null {
  const parts = WITH_OFFSET.exec(text)?.groups;
  if (parts === undefined || !isPlainDate(parts['date'] ?? '')) return null;
  const fraction = (parts['fraction'] ?? '').padEnd(3, '0').slice(0, 3);
  const wall = Date.parse(
    `${parts['date']}T${parts['hour']}:${parts['minute']}:${parts['second'] ?? '00'}.${fraction}Z`,
  );
  const offset = (Number(parts['offsetHour'] ?? 0) * 60 + Number(parts['offsetMinute'] ?? 0)) * 60_000;
  return (parts['sign'] === '-' ? wall + offset : wall - offset) as Instant;
}
