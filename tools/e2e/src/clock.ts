/** The day of the tests: 25 August 2025 in Riyadh, 20:00, the day of the API's own example. */
export const midnight: number = Date.parse('2025-08-24T21:00:00.000Z');
export const evening: number = midnight + 20 * 3_600_000;

/** A clock that starts in the evening. */
export function eveningClock(): () => number {
  const startedAt = Date.now();
  return () => evening + (Date.now() - startedAt);
}

export const eveningIso: string = new Date(evening).toISOString();
