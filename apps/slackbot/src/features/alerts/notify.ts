/** What channels are told of an alert: rows of the outbox, in the transaction that changed it. Effects: the store by its handle. Errors: the store's. */
import { type AlertEntry, type AlertState, type AlertTold, fingerprintsOf, type Instant } from '@leadbell/domain';
import type { Store, StoredAlert, Transaction } from '@leadbell/store';
import { placeOf, post, refresh, say, type Subscriber } from './subscriber.ts';
import { isWantedNow, meetsThresholds } from './thresholds.ts';

export interface News {
  readonly told: Exclude<AlertTold, null>;
  /** What is said in the thread. */
  readonly entry: AlertEntry | null;
  readonly at: Instant;
  /** Bulks that are told of now, of those that came to a firing alert. */
  readonly joined?: readonly string[];
  /** Silenced, inhibited or snoozed: no channel hears of it for the first time. */
  readonly isMuted?: boolean;
  /** How it stood, for what has grown past a channel's own thresholds since. */
  readonly before?: AlertState | null;
}

/** The message in its new state, and a line in its thread for all but an update. */
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
      // A channel that has been told hears how it goes on; else it must be about enough. A message that Slack refused is worth more than an edit.
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
      // Of what joins, only who has it is told; else the channel.
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

/** Bulks that are enough for the channel now and were not before. What has just come is told when it joins. */
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

/** Who has it, if they can be mentioned there. */
function holderIn({ owner, acknowledgedBy, homes = {} }: AlertState, workspace: string): string | null {
  const holder = owner ?? acknowledgedBy;
  return holder === null || (homes[holder] ?? workspace) === workspace ? holder : null;
}

/** The message as it is, to channels that may not have it yet, or have lost it; what is there stays as it is. */
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

/** Calls the groups of those subscriptions whose time is over, each once for each time that it fires. */
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
    // Once lost it comes anew with the call, not at each look.
    if ((await placeOf(store, tx, alert, subscriber)) === null) await introduce(store, tx, alert, at, [subscriber]);
    const placed = await placeOf(store, tx, alert, subscriber);
    // It is not about enough for this channel.
    if (placed === null || !isWantedNow(alert, subscriber.definition, subscriber.settings)) continue;
    await say(store, tx, alert, subscriber, placed, {
      entry: { at, what: 'escalate', by: null, text: null },
      // The same time of firing: the same key, whoever looks and however often.
      key: `escalate ${firedAt}`,
      isAloud: true,
      called: { group: escalation.group },
    });
  }
}
