/**
 * Two limits on the number of people whose data one Slack user may see in a given time. Above the first limit, the
 * admins are notified. Above the second limit, Leadbell shows no more. Pure data.
 */

export interface ReadingBound {
  readonly people: number;
  readonly minutes: number;
}

export interface ReadingBounds {
  /** Above this number the admins are notified, at most once within the given time; null: never. */
  readonly unusual: ReadingBound | null;
  /** Above this number nothing is shown; null: no limit. */
  readonly limit: ReadingBound | null;
}

export const usualReading: ReadingBounds = { unusual: { people: 60, minutes: 60 }, limit: null };
