/**
 * How long to wait between two polls. Pure.
 * `POLL_SECONDS` fixes it; otherwise `DMS_REQUESTS_PER_DAY` is a budget for the local day: it is spent mostly while the business is open, a part is
 * kept for people's questions, and what they take slows the polls, never the people.
 */
import type { BusinessCalendar } from '../time/business-calendar.ts';
import { openWindowOn } from '../time/business-calendar.ts';
import { dayWindow, plainDateIn } from '../time/day.ts';
import type { Instant, Zone } from '../time/instant.ts';
import { addDays } from '../time/plain-date.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export const paceRules = {
  /** While the business is open and the budget allows it. */
  openMs: 10_000,
  /** A pause outside of working hours is so many times as long. */
  closedFactor: 12,
  /** For a while after something changed, if the budget has more than the rest of the day needs. */
  busyOpenMs: 5_000,
  busyClosedMs: 15_000,
  busyForMs: 3 * minuteMs,
  /** Share of what is left of the budget that is kept for people's questions. */
  reserve: 0.1,
  /** Even with nothing left of the budget: a watch that sleeps is none. */
  longestOpenMs: 5 * minuteMs,
  longestClosedMs: 12 * minuteMs,
  /** A DMS that takes long is asked for a third of the time at most. */
  restFactor: 2,
  /** Requests of a poll, until it is known better. */
  requestsPerPoll: 1.1,
} as const;

/** No pause that a slow or failing DMS causes is longer. */
const longestPauseMs: number = 15 * minuteMs;

export interface PaceInput {
  readonly now: Instant;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  /** `POLL_SECONDS`; null: the budget decides. */
  readonly fixedMs: number | null;
  /** Requests a day, and how many the polls and the people have made since local midnight. */
  readonly budget: number;
  readonly usedToday: number;
  /** Of the latest polls, on average. */
  readonly requestsPerPoll: number;
  /** How long the poll took. */
  readonly tookMs: number;
  /** When a bulk last appeared, changed or was in progress; null: never. */
  readonly changedAt: Instant | null;
  /** The pause that the DMS asked for, if it did. */
  readonly retryAfterMs: number | null;
}

/** How long to wait after a poll that went well, in milliseconds. */
export function pauseAfter(input: PaceInput): number {
  const { fixedMs, tookMs, retryAfterMs } = input;
  const slowMs = Math.min(longestPauseMs, Math.max(tookMs * paceRules.restFactor, retryAfterMs ?? 0));
  return Math.round(Math.max(fixedMs ?? budgetPauseMs(input), slowMs));
}

function budgetPauseMs({ now, zone, calendar, budget, usedToday, requestsPerPoll, changedAt }: PaceInput): number {
  const { openMs, closedMs, opensInMs } = restOfDay(now, zone, calendar);
  const left = budget - usedToday - (budget * paceRules.reserve * (openMs + closedMs)) / dayMs;
  // Milliseconds of open time, closed time counted by how seldom polls are in it.
  const weightedMs = openMs + closedMs / paceRules.closedFactor;
  const price = Math.max(1, requestsPerPoll);
  const unitMs = Math.max(paceRules.openMs, left > 0 ? (price * weightedMs) / left : Infinity);
  const spare = left - (price * weightedMs) / paceRules.openMs;
  const isBusy = changedAt !== null && now - changedAt < paceRules.busyForMs;
  const burst = (price * paceRules.busyForMs) / paceRules.busyOpenMs;
  const isFast = isBusy && spare > burst;
  if (opensInMs === 0) return isFast ? paceRules.busyOpenMs : Math.min(paceRules.longestOpenMs, unitMs);
  if (isFast) return paceRules.busyClosedMs;
  const closedPauseMs = Math.min(paceRules.longestClosedMs, unitMs * paceRules.closedFactor);
  return Math.max(paceRules.openMs, Math.min(closedPauseMs, opensInMs));
}

/** Open and closed time until local midnight, and when the business opens, by tomorrow: 0 when it is open, `Infinity` when it stays closed. */
function restOfDay(
  now: Instant,
  zone: Zone,
  calendar: BusinessCalendar,
): { readonly openMs: number; readonly closedMs: number; readonly opensInMs: number } {
  const date = plainDateIn(zone, now);
  const { to: midnight } = dayWindow(date, zone);
  let [openMs, opensInMs] = [0, Infinity];
  for (const days of [-1, 0, 1]) {
    const window = openWindowOn(addDays(date, days), zone, calendar);
    if (window === null || window.to <= Math.max(now, window.from)) continue;
    openMs += Math.max(0, Math.min(midnight, window.to) - Math.max(now, window.from));
    opensInMs = Math.min(opensInMs, Math.max(0, window.from - now));
  }
  return { openMs, closedMs: midnight - now - openMs, opensInMs };
}

/** The requests of a poll on average, the latest counting most. */
export function averagePrice(before: number, requests: number): number {
  return before + (requests - before) / 20;
}

/** How long to wait after a poll that failed: longer each time, and as long as the DMS says. `random` in `[0, 1)`. */
export function pauseAfterFailure(
  failures: number,
  intervalMs: number | null,
  retryAfterMs: number | null,
  random: number,
): number {
  const firstMs = intervalMs ?? paceRules.openMs;
  const backoffMs = Math.min(longestPauseMs, firstMs * 2 ** Math.min(failures, 10)) * (0.75 + random / 4);
  return Math.min(longestPauseMs, Math.max(backoffMs, retryAfterMs ?? 0));
}

/** No pause is longer: a next poll that lies further ahead was written by a clock that was wrong. */
export function longestPause(intervalMs: number | null): number {
  return Math.max(longestPauseMs, intervalMs ?? 0) + 5 * minuteMs;
}
