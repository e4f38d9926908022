/** Merges the stored outages into gaps in which nothing was read. Pure. */
import type { Instant, Window } from '../time/instant.ts';

export interface WatchOutage {
  readonly from: Instant;
  /** Null while the outage lasts. */
  readonly to: Instant | null;
  /** The kind of failure, or `not-watched` if no poll ran. */
  readonly failure: string;
}

export interface WatchGap extends Window {
  /** Each kind of failure once, in the order in which they occurred. */
  readonly failures: readonly string[];
  readonly isOver: boolean;
}

/** Outages that are at most this far apart belong to one gap, such as a stop and the failures after the restart. */
const oneTroubleMs = 60_000;

/**
 * Returns the gaps in time order; outages that overlap or closely follow each other are one gap. The end of a gap that
 * still lasts is `now`.
 */
export function gapsOf(outages: readonly WatchOutage[], now: Instant): readonly WatchGap[] {
  const gaps: { from: Instant; to: Instant; failures: string[]; isOver: boolean }[] = [];
  for (const { from, to, failure } of outages.toSorted((a, b) => a.from - b.from)) {
    const end = to ?? now;
    const last = gaps.at(-1);
    if (last === undefined || from - last.to > oneTroubleMs) {
      gaps.push({ from, to: end, failures: [failure], isOver: to !== null });
      continue;
    }
    last.to = Math.max(last.to, end) as Instant;
    last.isOver &&= to !== null;
    if (!last.failures.includes(failure)) last.failures.push(failure);
  }
  return gaps;
}
