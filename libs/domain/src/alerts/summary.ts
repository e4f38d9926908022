/**
 * One message about many alerts: a burst of more causes than a person would read, or the alerts that were open when a
 * channel subscribed. Pure: computes the next state and the notification from the previous state and the changes of its
 * alerts. The channel is pinged at most once per group interval.
 */
import type { Instant } from '../time/instant.ts';
import type { AlertSettings } from './facts.ts';

export interface SummaryState {
  readonly kind: 'burst' | 'first';
  readonly startedAt: Instant;
  /** The time at which an alert was last added. */
  readonly grewAt: Instant;
  /** The time at which the channel was last pinged. */
  readonly toldAt: Instant;
  /** The ids of its alerts: first the initial alerts, beginning with the worst, then the others in order of arrival. */
  readonly alerts: readonly number[];
  /** How many alerts were added since the last ping; `back` counts those that reopened since then. */
  readonly unheard: number;
  readonly back: number;
  /** Whether at least one of its alerts is open. */
  readonly isOpen: boolean;
}

/** The changes of a summary's alerts. */
export interface SummaryNews {
  readonly now: Instant;
  readonly settings: Pick<AlertSettings, 'groupIntervalMs' | 'repeatIntervalMs'>;
  readonly added: readonly number[];
  /** The number of alerts that are open now. */
  readonly open: number;
  readonly reopened: number;
  /** The number of alerts that are open, not acknowledged and not muted; 0 outside working hours. */
  readonly unacknowledged: number;
}

/**
 * `join`: `count` causes were added. `reopen`: `count` alerts reopened. `repeat`: `count` alerts are still open.
 * `resolve`: all alerts are over; this does not ping.
 */
export type SummaryTold = 'join' | 'reopen' | 'repeat' | 'resolve' | null;

export interface SummaryStep {
  readonly state: SummaryState;
  readonly told: SummaryTold;
  readonly count: number;
}

/** A summary takes new alerts for at most this time; later, only another burst starts a summary. */
const longestMs = 60 * 60_000;
const leastRunningMs = 60_000;

/** Causes within this time of each other belong together. */
export function burstWindowMs({ groupWaitMs }: Pick<AlertSettings, 'groupWaitMs'>): number {
  return Math.max(groupWaitMs, leastRunningMs);
}

/** `recent`: the number of alert messages that the channel got within `burstWindowMs`. */
export function isBurst(fresh: number, recent: number, { burstCauses }: Pick<AlertSettings, 'burstCauses'>): boolean {
  return fresh > 1 && fresh + recent > burstCauses;
}

/** Whether a new alert can still be added to this summary. */
export function isRunning(
  { startedAt, grewAt, isOpen }: SummaryState,
  now: Instant,
  { groupIntervalMs }: Pick<AlertSettings, 'groupIntervalMs'>,
): boolean {
  return isOpen && now - grewAt < Math.max(groupIntervalMs, leastRunningMs) && now - startedAt < longestMs;
}

export function newSummary(kind: SummaryState['kind'], alerts: readonly number[], now: Instant): SummaryState {
  return { kind, startedAt: now, grewAt: now, toldAt: now, alerts, unheard: 0, back: 0, isOpen: true };
}

export function stepSummary(before: SummaryState, news: SummaryNews): SummaryStep {
  const { now, settings, added, open, reopened, unacknowledged } = news;
  const state: SummaryState = {
    ...before,
    alerts: [...before.alerts, ...added],
    grewAt: added.length > 0 ? now : before.grewAt,
    unheard: Math.min(open, before.unheard + added.length),
    back: Math.min(open, before.back + reopened),
    isOpen: open > 0,
  };
  if (open === 0) return { state, told: before.isOpen ? 'resolve' : null, count: 0 };
  const sinceTold = now - before.toldAt;
  const heard = { ...state, toldAt: now, unheard: 0, back: 0 };
  if (sinceTold >= settings.groupIntervalMs) {
    if (state.unheard > 0) return { state: heard, told: 'join', count: state.unheard };
    if (state.back > 0) return { state: heard, told: 'reopen', count: state.back };
  }
  if (unacknowledged > 0 && sinceTold >= settings.repeatIntervalMs)
    return { state: heard, told: 'repeat', count: unacknowledged };
  return { state, told: null, count: 0 };
}
