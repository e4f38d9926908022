/**
 * Announces watch gaps once they are over: a channel with an alert about the gap gets the span in
 * its resolve, the others get a short notice. Effects: the store by its handle. Errors: the
 * store's.
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
import { notWatched, type Silence, type Store, type StoredAlert, type Transaction } from '@leadbell/store';
import { gapCard } from './gap-card.ts';
import { placeOf, postNotice, type Subscriber } from './subscriber.ts';

export interface EndedGap extends WatchGap {
  /** The rows of the store that it consists of. */
  readonly outages: readonly number[];
}

/** Past gaps that were not announced. */
export async function endedGaps(
  store: Store,
  tx: Transaction,
  connection: string,
  now: Instant,
): Promise<readonly EndedGap[]> {
  const outages = await store.outages.unannounced(tx, connection);
  return gapsOf(outages, now).map((gap) => ({
    ...gap,
    outages: outages.filter(({ from }) => from >= gap.from && from <= gap.to).map(({ id }) => id),
  }));
}

export interface GapNews {
  readonly connection: string;
  readonly gaps: readonly EndedGap[];
  /** Fired alerts about the connection. */
  readonly alerts: readonly StoredAlert[];
  readonly silences: readonly Silence[];
  readonly settings: AlertSettings;
  readonly at: Instant;
}

export async function announceGaps(
  store: Store,
  tx: Transaction,
  { connection, gaps, alerts, silences, settings, at }: GapNews,
  subscribers: readonly Subscriber[],
): Promise<void> {
  for (const gap of gaps) {
    const rule = ruleOf(gap);
    if (rule === null) continue;
    const isMute = silences.some(({ matcher }) => isSilenced({ rule }, [noMember], matcher));
    for (const subscriber of isMute ? [] : subscribers) {
      if (!isForChannel(gap, rule, subscriber, settings) || (await hasHeard(store, tx, gap, alerts, subscriber)))
        continue;
      const key = `gap ${connection} ${gap.from} ${subscriber.subscription.channel}`;
      await postNotice(store, tx, subscriber, key, (shown) => gapCard(gap, shown), at);
    }
  }
  await store.outages.announced(
    tx,
    gaps.flatMap(({ outages }) => outages),
    at,
  );
}

/** It has no source, brand or error: only a silence of the rule matches it. */
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
  store: Store,
  tx: Transaction,
  { from }: WatchGap,
  alerts: readonly StoredAlert[],
  subscriber: Subscriber,
): Promise<boolean> {
  for (const alert of alerts)
    if ((alert.state.firedAt ?? 0) >= from && (await placeOf(store, tx, alert, subscriber)) !== null) return true;
  return false;
}
