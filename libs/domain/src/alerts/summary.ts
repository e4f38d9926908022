/**
 * One message about many alerts: a burst of causes beyond what a person reads, or what was open when a channel subscribed. Pure: the state before and what
 * its alerts did give the state after and what the channel is told. The channel is pinged at most once a group interval.
 */
import type { Instant } from '../time/instant.ts';
import type { AlertSettings } from './facts.ts';

export interface SummaryState {
  readonly kind: 'burst' | 'first';
  readonly startedAt: Instant;
  /** When alerts last came to it. */
  readonly grewAt: Instant;
  /** When the channel was last pinged. */
  readonly toldAt: Instant;
  /** Ids: those it began with, the worst first, then in the order in which they came. */
  readonly alerts: readonly number[];
  /** Alerts that came to it and that the channel was not pinged about yet; and those that are wrong again. */
  readonly unheard: number;
  readonly back: number;
  /** Some of them are not over. */
  readonly isOpen: boolean;
}

/** What its alerts did. */
export interface SummaryNews {
  readonly now: Instant;
  readonly settings: Pick<AlertSettings, 'groupIntervalMs' | 'repeatIntervalMs'>;
  readonly added: readonly number[];
  /** Those that are not over now. */
  readonly open: number;
  readonly reopened: number;
  /** Those that are open, not acknowledged and not muted; none outside working hours. */
  readonly unacknowledged: number;
}

/** `join`: `count` more causes. `reopen`: `count` are wrong again. `repeat`: `count` are still so. `resolve`: all are over; it pings nobody. */
export type SummaryTold = 'join' | 'reopen' | 'repeat' | 'resolve' | null;

export interface SummaryStep {
  readonly state: SummaryState;
  readonly told: SummaryTold;
  readonly count: number;
}

/** One that grows for longer than this is no burst: another begins. */
const longestMs = 60 * 60_000;
const leastRunningMs = 60_000;

/** Causes within this of each other come together. */
export function burstWindowMs({ groupWaitMs }: Pick<AlertSettings, 'groupWaitMs'>): number {
  return Math.max(groupWaitMs, leastRunningMs);
}

/** `recent`: messages of alerts that the channel got within `burstWindowMs`. */
export function isBurst(fresh: number, recent: number, { burstCauses }: Pick<AlertSettings, 'burstCauses'>): boolean {
  return fresh > 1 && fresh + recent > burstCauses;
}

/** Whether what comes now belongs to it. */
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
