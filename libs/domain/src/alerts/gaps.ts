/** Gaps in which nothing was read, derived from the stored outages. Pure. */
import type { Instant, Window } from '../time/instant.ts';

export interface WatchOutage {
  readonly from: Instant;
  /** Null while it lasts. */
  readonly to: Instant | null;
  /** The kind of failure, or `not-watched` when no poll ran. */
  readonly failure: string;
}

export interface WatchGap extends Window {
  /** Each kind once, in order of appearance. */
  readonly failures: readonly string[];
  readonly isOver: boolean;
}

/** A restart lies between a stop and the failures that follow it; both are one gap. */
const oneTroubleMs = 60_000;

/** Merges outages that overlap or follow directly, in time order. One that still lasts ends now. */
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
