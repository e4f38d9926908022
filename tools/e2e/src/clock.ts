/**
 * Midnight of the tests' day in Riyadh, 25 August 2025, which is the day of the API's own example.
 * The tests' clock starts at 20:00.
 */
export const midnight: number = Date.parse('2025-08-24T21:00:00.000Z');
export const evening: number = midnight + 20 * 3_600_000;

/** Returns a clock that starts in the evening. */
export function eveningClock(): () => number {
  const startedAt = Date.now();
  return () => evening + (Date.now() - startedAt);
}

export const eveningIso: string = new Date(evening).toISOString();
