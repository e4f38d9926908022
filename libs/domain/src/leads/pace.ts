/**
 * Computes how long to wait between two polls. Pure. If `POLL_SECONDS` is set, the wait is fixed. Without
 * `POLL_SECONDS`, `DMS_REQUESTS_PER_DAY` is a budget for the local day, most of which is used while the business is
 * open. A part of the budget is reserved for people's queries. If people make more queries, polls slow down; the
 * queries never do.
 */
import type { BusinessCalendar } from '../time/business-calendar.ts';
import { openWindowOn } from '../time/business-calendar.ts';
import { dayWindow, plainDateIn } from '../time/day.ts';
import type { Instant, Zone } from '../time/instant.ts';
import { addDays } from '../time/plain-date.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export const paceRules = {
  /** The pause while the business is open and the budget is large enough. */
  openMs: 10_000,
  /** Outside working hours, pauses are longer by this factor. */
  closedFactor: 12,
  /** The pause that is used for a while after a change, if the budget is larger than the rest of the day needs. */
  busyOpenMs: 5_000,
  busyClosedMs: 15_000,
  busyForMs: 3 * minuteMs,
  /** The share of the day's budget that is reserved for people's queries. Less is reserved as the day passes. */
  reserve: 0.1,
  /** The longest pause, even if the budget is used up, so that polling never stops. */
  longestOpenMs: 5 * minuteMs,
  longestClosedMs: 12 * minuteMs,
  /** If the DMS is slow, polls use at most a third of its time. */
  restFactor: 2,
  /** The assumed number of requests of a poll, until the number is measured. */
  requestsPerPoll: 1.1,
} as const;

/** The longest pause that a slow or failing DMS can cause. */
const longestPauseMs: number = 15 * minuteMs;

export interface PaceInput {
  readonly now: Instant;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  /** The value of `POLL_SECONDS`; null: the budget decides. */
  readonly fixedMs: number | null;
  /** The number of requests allowed in a day. `usedToday`: the requests that polls and people have made since local midnight. */
  readonly budget: number;
  readonly usedToday: number;
  /** The average number of requests of the latest polls. */
  readonly requestsPerPoll: number;
  /** How long the poll took. */
  readonly tookMs: number;
  /** The time at which a bulk last appeared, changed or was in progress; null: never. */
  readonly changedAt: Instant | null;
  /** The pause that the DMS asked for; null if it asked for none. */
  readonly retryAfterMs: number | null;
}

/** Returns the milliseconds to wait after a successful poll. */
export function pauseAfter(input: PaceInput): number {
  const { fixedMs, tookMs, retryAfterMs } = input;
  const slowMs = Math.min(longestPauseMs, Math.max(tookMs * paceRules.restFactor, retryAfterMs ?? 0));
  return Math.round(Math.max(fixedMs ?? budgetPauseMs(input), slowMs));
}

function budgetPauseMs({ now, zone, calendar, budget, usedToday, requestsPerPoll, changedAt }: PaceInput): number {
  const { openMs, closedMs, opensInMs } = restOfDay(now, zone, calendar);
  const left = budget - usedToday - (budget * paceRules.reserve * (openMs + closedMs)) / dayMs;
  // Closed time has a lower weight than open time, because polls are rarer then.
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

/**
 * Returns the open and the closed time until local midnight, and the time until the business opens: 0 if it is open
 * now, `Infinity` if it opens neither today nor tomorrow.
 */
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

/** A moving average of the requests per poll, in which the latest polls count most. */
export function averagePrice(before: number, requests: number): number {
  return before + (requests - before) / 20;
}

/**
 * Returns how long to wait after a failed poll: longer each time, and at least as long as the DMS asks. `random` is in
 * `[0, 1)`.
 */
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

/** The longest possible pause: if the next poll is further ahead, a wrong clock wrote its time. */
export function longestPause(intervalMs: number | null): number {
  return Math.max(longestPauseMs, intervalMs ?? 0) + 5 * minuteMs;
}
