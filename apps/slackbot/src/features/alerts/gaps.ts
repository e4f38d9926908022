/**
 * Announces a watch gap once it is over. In a channel that has an alert about the gap, the resolve
 * says how long the gap was; other channels get a short notice. Effects: adds to the given plan,
 * and reads the store. Errors: those of the store.
 */
import {
  type AlertSettings,
  type ConnectionRuleId,
  gapsOf,
  type Instant,
  isOwnFailure,
  isSilenced,
  outageRule,
  thresholds,
  toSetting,
  type WatchGap,
} from '@leadbell/domain';
import { notWatched, type Silence, type StoredAlert } from '@leadbell/store';
import { gapCard } from './gap-card.ts';
import type { AlertPlan } from './alert-plan.ts';
import { placeOf, postNotice, render } from './channel-messages.ts';
import { type Reading, shownFor, type Subscriber } from './subscriber.ts';

export interface EndedGap extends WatchGap {
  /** The rows of the store that make up this gap. */
  readonly outages: readonly number[];
}

/** Finds gaps that are over and were not announced. */
export async function endedGaps({ store, tx, connection }: Reading, now: Instant): Promise<readonly EndedGap[]> {
  const outages = await store.outages.unannounced(tx, connection);
  return gapsOf(outages, now).map((gap) => ({
    ...gap,
    outages: outages.filter(({ from }) => from >= gap.from && from <= gap.to).map(({ id }) => id),
  }));
}

export interface GapNews {
  readonly gaps: readonly EndedGap[];
  /** Fired alerts about the connection. */
  readonly alerts: readonly StoredAlert[];
  readonly silences: readonly Silence[];
  readonly settings: AlertSettings;
  readonly at: Instant;
}

/** Returns the rows that must be marked as announced when the plan is written. */
export async function announceGaps(
  plan: AlertPlan,
  { gaps, alerts, silences, settings, at }: GapNews,
): Promise<readonly number[]> {
  for (const gap of gaps) {
    const rule = ruleOf(gap);
    if (rule === null) continue;
    const isMute = silences.some(({ matcher }) => isSilenced({ rule }, [noMember], matcher));
    for (const subscriber of isMute ? [] : plan.subscribers) {
      if (!isForChannel(gap, rule, subscriber, settings) || (await hasHeard(plan, gap, alerts, subscriber))) continue;
      const write = (): object => {
        const shown = shownFor(subscriber);
        return render(gapCard(gap, shown), shown);
      };
      const key = `gap ${plan.reading.connection} ${gap.from} ${subscriber.subscription.channel}`;
      await postNotice(plan, subscriber, at, { key, write });
    }
  }
  return gaps.flatMap(({ outages }) => outages);
}

/** A gap has no source, brand or error, so only a silence for its rule can match it. */
const noMember = { errors: [], traits: null, resolvedAt: null };

function ruleOf({ failures }: WatchGap): ConnectionRuleId | null {
  return outageRule(failures.some((failure) => failure === notWatched || isOwnFailure(failure)) ? 'leadbell' : 'dms');
}

function isForChannel(
  { from, to }: WatchGap,
  rule: ConnectionRuleId,
  { subscription, definition }: Subscriber,
  { notWatchingMs }: AlertSettings,
): boolean {
  const threshold = thresholds.find((one) => one.rule === rule);
  const own = threshold === undefined ? undefined : definition.thresholds[threshold.key];
  const leastMs = threshold === undefined || own === undefined ? notWatchingMs : toSetting(threshold, own);
  return to - from >= leastMs && subscription.createdAt < to && !definition.without.includes(rule);
}

async function hasHeard(
  plan: AlertPlan,
  { from }: WatchGap,
  alerts: readonly StoredAlert[],
  subscriber: Subscriber,
): Promise<boolean> {
  for (const alert of alerts)
    if ((alert.state.firedAt ?? 0) >= from && (await placeOf(plan, alert, subscriber)) !== null) return true;
  return false;
}
