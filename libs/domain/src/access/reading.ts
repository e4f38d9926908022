/**
 * Two limits on the number of people whose data one Slack user may see in a given time. Above the first limit, the
 * admins are notified. Above the second limit, Leadbell shows that user no more people. Pure data.
 */

export interface ReadingBound {
  readonly people: number;
  readonly minutes: number;
}

export interface ReadingBounds {
  /** If a user sees more people than this in `minutes`, the admins are notified once in that time. Null: never. */
  readonly unusual: ReadingBound | null;
  /** A user can't see more people than this in `minutes`. Null: no limit. */
  readonly limit: ReadingBound | null;
}

export const usualReading: ReadingBounds = { unusual: { people: 60, minutes: 60 }, limit: null };
