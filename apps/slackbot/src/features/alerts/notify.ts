/**
 * Writes an alert's messages for channels: rows of the outbox, in the transaction that changed the
 * alert. Effects: the store by its handle. Errors: the store's.
 */
import { type AlertEntry, type AlertState, type AlertTold, fingerprintsOf, type Instant } from '@leadbell/domain';
import type { Store, StoredAlert, Transaction } from '@leadbell/store';
import { placeOf, post, refresh, say, type Subscriber } from './subscriber.ts';
import { isWantedNow, meetsThresholds } from './thresholds.ts';

export interface News {
  readonly told: Exclude<AlertTold, null>;
  /** The entry for the thread. */
  readonly entry: AlertEntry | null;
  readonly at: Instant;
  /** Bulks announced now, out of those that joined the firing alert. */
  readonly joined?: readonly string[];
  /** Silenced, inhibited or snoozed: no channel gets it for the first time. */
  readonly isMuted?: boolean;
  /** The previous state, to detect bulks that have grown past a channel's thresholds. */
  readonly before?: AlertState | null;
}

/** Updates the message, and adds a line to its thread for everything but an update. */
export async function notify(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  { told, entry, at, joined = [], isMuted = false, before = null }: News,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const { state } = alert;
  const errorTexts = await store.alerts.errorTexts(tx, alert.connection, fingerprintsOf(state));
  for (const subscriber of subscribers) {
    const { definition, settings } = subscriber;
    const placed = await placeOf(store, tx, alert, subscriber);
    if (placed === null || placed.standing === 'unseen') {
      // Update channels that already have this alert; post it elsewhere only if it meets their
      // thresholds. If Slack refused the message, an update alone is no reason to repost it.
      const isNews = placed === null || told !== 'update';
      if (state.status === 'firing' && isNews && !isMuted && isWantedNow(alert, definition, settings))
        await post(store, tx, alert, subscriber, errorTexts, at);
      continue;
    }
    await refresh(store, tx, alert, subscriber, errorTexts, placed);
    const passing = (id: string): boolean => {
      const member = state.members[id];
      return member !== undefined && meetsThresholds(alert.rule, member, definition, settings);
    };
    const grown =
      isMuted || told === 'fire' || before === null ? [] : grownPast(before, state, passing, subscriber, alert.rule);
    const bulks = new Set([...joined.filter(passing), ...grown]).size;
    if (bulks > 0 && (told === 'join' || told === 'update')) {
      // Mention only the owner of the alert; without one, show the line in the channel.
      const holder = holderIn(state, subscriber.subscription.workspace);
      await say(store, tx, alert, subscriber, placed, {
        entry: { at, what: 'joined', by: null, text: null, count: bulks },
        key: `joined ${at}`,
        isAloud: holder === null,
        called: holder === null ? null : { user: holder },
      });
    }
    if (entry === null || told === 'update' || told === 'fire' || told === 'join') continue;
    await say(store, tx, alert, subscriber, placed, {
      entry,
      key: `${entry.what} ${entry.at}`,
      isAloud: (told === 'repeat' || told === 'reopen') && isWantedNow(alert, definition, settings),
      called: null,
    });
  }
}

/**
 * Bulks that now meet the channel's thresholds and did not before. New bulks are announced as
 * joining instead.
 */
function grownPast(
  before: AlertState,
  state: AlertState,
  isPassing: (id: string) => boolean,
  { definition, settings }: Subscriber,
  rule: string,
): readonly string[] {
  return Object.keys(state.members).filter((id) => {
    const [was, is] = [before.members[id], state.members[id]];
    if (was === undefined || was.resolvedAt !== null || is === undefined || is.resolvedAt !== null) return false;
    return is.untold !== true && isPassing(id) && !meetsThresholds(rule, was, definition, settings);
  });
}

/** The owner, if they can be mentioned in the workspace. */
function holderIn({ owner, acknowledgedBy, homes = {} }: AlertState, workspace: string): string | null {
  const holder = owner ?? acknowledgedBy;
  return holder === null || (homes[holder] ?? workspace) === workspace ? holder : null;
}

/**
 * Posts the message to channels that lack it or have lost it; existing messages stay as they are.
 */
export async function introduce(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  at: Instant,
  subscribers: readonly Subscriber[],
): Promise<void> {
  for (const subscriber of subscribers) {
    if (!isWantedNow(alert, subscriber.definition, subscriber.settings)) continue;
    const placed = await placeOf(store, tx, alert, subscriber);
    if (placed?.standing === 'kept') continue;
    const errorTexts = await store.alerts.errorTexts(tx, alert.connection, fingerprintsOf(alert.state));
    await post(store, tx, alert, subscriber, errorTexts, at);
  }
}

/** Mentions the groups of subscriptions whose escalation time has passed, once for each firing. */
export async function escalate(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  at: Instant,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const { firedAt } = alert.state;
  for (const subscriber of subscribers) {
    const { escalation } = subscriber.definition;
    if (escalation === null || at - (firedAt ?? at) < escalation.minutes * 60_000) continue;
    // A lost message is reposted with the escalation, not at each look.
    if ((await placeOf(store, tx, alert, subscriber)) === null) await introduce(store, tx, alert, at, [subscriber]);
    const placed = await placeOf(store, tx, alert, subscriber);
    // Below this channel's thresholds.
    if (placed === null || !isWantedNow(alert, subscriber.definition, subscriber.settings)) continue;
    await say(store, tx, alert, subscriber, placed, {
      entry: { at, what: 'escalate', by: null, text: null },
      // One key for each firing: any process and any number of looks mention the group once.
      key: `escalate ${firedAt}`,
      isAloud: true,
      called: { group: escalation.group },
    });
  }
}
