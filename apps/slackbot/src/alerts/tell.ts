/** What channels are told of an alert: rows of the outbox, in the transaction that changed it. Effects: the store by its handle. Errors: the store's. */
import { type AlertEntry, type AlertTold, fingerprintsOf, type Instant } from '@leadbell/domain';
import type { Store, StoredAlert, Transaction } from '@leadbell/store';
import { placeOf, post, refresh, say, type Teller } from './teller.ts';
import { isWanted, passes } from './wanted.ts';

export interface News {
  readonly told: Exclude<AlertTold, null>;
  /** What is said in the thread. */
  readonly entry: AlertEntry | null;
  readonly at: Instant;
  /** Bulks that are told of now, of those that came to a firing alert. */
  readonly joined?: readonly string[];
  /** Silenced, inhibited or snoozed: no channel hears of it for the first time. */
  readonly isMuted?: boolean;
}

/** The message in its new state, and a line in its thread for all but an update. */
export async function tell(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  { told, entry, at, joined = [], isMuted = false }: News,
  tellers: readonly Teller[],
): Promise<void> {
  const { state } = alert;
  const errorTexts = await store.alerts.errorTexts(tx, alert.connection, fingerprintsOf(state));
  for (const teller of tellers) {
    const { definition, settings } = teller;
    const placed = await placeOf(store, tx, alert, teller);
    if (placed === null) {
      // A channel that has been told hears how it goes on; else it must be about enough.
      if (state.status === 'firing' && !isMuted && isWanted(alert, definition, settings))
        await post(store, tx, alert, teller, errorTexts, at);
      continue;
    }
    await refresh(store, tx, alert, teller, errorTexts, placed);
    if (entry === null || told === 'update' || told === 'fire') continue;
    const bulks = joined.filter((id) => {
      const member = state.members[id];
      return member !== undefined && passes(alert.rule, member, definition, settings);
    });
    if (told === 'join' && bulks.length === 0) continue;
    const holder = told === 'join' ? (state.owner ?? state.acknowledgedBy) : null;
    await say(store, tx, alert, teller, placed, {
      entry: told === 'join' ? { ...entry, count: bulks.length } : entry,
      key: `${entry.what} ${entry.at}`,
      // Of what joins, only who has it is told; else the channel.
      isAloud: told === 'repeat' || told === 'reopen' || (told === 'join' && holder === null),
      called: holder === null ? null : { user: holder },
    });
  }
}

/** The message as it is, to channels that may not have it yet; what is there stays as it is. */
export async function introduce(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  at: Instant,
  tellers: readonly Teller[],
): Promise<void> {
  for (const teller of tellers) {
    if (!isWanted(alert, teller.definition, teller.settings)) continue;
    if ((await placeOf(store, tx, alert, teller)) !== null) continue;
    const errorTexts = await store.alerts.errorTexts(tx, alert.connection, fingerprintsOf(alert.state));
    await post(store, tx, alert, teller, errorTexts, at);
  }
}

/** Calls the groups of those subscriptions whose time is over, each once for each time that it fires. */
export async function escalate(
  store: Store,
  tx: Transaction,
  alert: StoredAlert,
  at: Instant,
  tellers: readonly Teller[],
): Promise<void> {
  const { firedAt } = alert.state;
  for (const teller of tellers) {
    const { escalation } = teller.definition;
    if (escalation === null || at - (firedAt ?? at) < escalation.minutes * 60_000) continue;
    await introduce(store, tx, alert, at, [teller]);
    const placed = await placeOf(store, tx, alert, teller);
    // It is not about enough for this channel.
    if (placed === null || !isWanted(alert, teller.definition, teller.settings)) continue;
    await say(store, tx, alert, teller, placed, {
      entry: { at, what: 'escalate', by: null, text: null },
      // The same time of firing: the same key, whoever looks and however often.
      key: `escalate ${firedAt}`,
      isAloud: true,
      called: { group: escalation.group },
    });
  }
}
