/** What people do with alerts and silences. Effects: the store by what it is handed. Errors: the store's. Each deed is in the audit log with its Slack id. */
import {
  type AlertDeed,
  type AlertSettings,
  type AlertState,
  addDays,
  atWallClock,
  type BusinessCalendar,
  hoursOn,
  type Instant,
  isWorkingDay,
  type LeadError,
  fingerprintsOf,
  type LeadIdentities,
  plainDateIn,
  type SilenceMatcher,
  storedKeysOfBulk,
  storedNumbers,
  withEntry,
  type Zone,
} from '@leadbell/domain';
import type { Silence, Store, StoredAlert, Transaction } from '@leadbell/store';
import { leadOfBulk, type UndatedBulks } from './errored-leads.ts';
import { tell } from './tell.ts';
import { tellersOf } from './teller.ts';

export interface AlertView {
  readonly alert: StoredAlert;
  readonly errorTexts: ReadonlyMap<string, LeadError>;
  /** Leads of its bulks that a later bulk brought again: see `leadOfBulk`. */
  readonly sentAgain: ReadonlySet<string>;
  /** Forms in which a sender's number may be stored. */
  readonly numbersOf: (externalId: string) => readonly string[];
  /** Those of its bulks whose date is not known. */
  readonly undated: UndatedBulks;
}

export interface AlertDesk {
  /** Of the connection: what holds for subscriptions that say nothing else. */
  readonly settings: AlertSettings;
  /** Null: there is no such alert, or it has ended. */
  act(
    id: number,
    deed: Exclude<AlertDeed, 'escalate'>,
    user: string,
    /** A note's text; who it is assigned to, if not to oneself. */
    about?: { readonly text?: string; readonly to?: string | null },
  ): Promise<AlertView | null>;
  find(id: number): Promise<AlertView | null>;
  latest(limit: number): Promise<readonly StoredAlert[]>;
  /** What the fingerprints of their errors mean. */
  errorTexts(alerts: readonly StoredAlert[]): Promise<ReadonlyMap<string, LeadError>>;
  silence(matcher: SilenceMatcher, ms: number, reason: string, user: string): Promise<Silence>;
  silences(): Promise<readonly Silence[]>;
  /** Personal data has been given to somebody. */
  exported(id: number, user: string): Promise<void>;
  /** False: it has ended already. */
  endSilence(id: number, user: string): Promise<boolean>;
}

export interface AlertDeskOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly connection: string;
  /** As the connection's bulks are stored. */
  readonly identities: LeadIdentities;
  readonly now: () => Instant;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  readonly alertSettings: AlertSettings;
}

const longestSearch = 31;

export function createAlertDesk(options: AlertDeskOptions): AlertDesk {
  const { store, workspace, connection, identities, now, zone, calendar, alertSettings: settings } = options;
  async function viewOf(tx: Transaction, alert: StoredAlert): Promise<AlertView> {
    const bulkIds = Object.keys(alert.state.members).flatMap((member) => (member === '' ? [] : [Number(member)]));
    const replaced = await store.bulks.replaced(tx, bulkIds);
    const undated = await store.bulks.undated(tx, bulkIds);
    return {
      alert,
      errorTexts: await store.alerts.errorTexts(tx, connection, fingerprintsOf(alert.state)),
      sentAgain: new Set(replaced.map(({ createdAt, externalId }) => leadOfBulk(createdAt, externalId))),
      numbersOf: (externalId) => storedNumbers(externalId, identities),
      undated: {
        seenAt: new Map(undated.map((bulk) => [bulk.key, bulk.firstSeenAt])),
        keysOf(bulk) {
          const { key, aliases } = storedKeysOfBulk(bulk, identities);
          return [key, ...aliases];
        },
      },
    };
  }

  return {
    settings,

    act: (id, deed, user, { text = null, to = null } = {}) =>
      store.transaction(async (tx) => {
        await store.alerts.lock(tx, connection);
        const before = await store.alerts.find(tx, id);
        if (before === null || before.connection !== connection || before.state.status !== 'firing') return null;
        const at = now();
        const entry = { at, what: deed, by: user, text, ...(to === null ? {} : { to }) };
        const homes = { ...before.state.homes, [user]: workspace(), ...(to === null ? {} : { [to]: workspace() }) };
        const state = withEntry({ ...after(before.state, deed, user, to, at), homes }, entry);
        const alert = { ...before, state };
        await store.alerts.save(tx, id, state);
        // As a resolve is told: the message in its new state, and a line in the thread.
        await tell(
          store,
          tx,
          alert,
          // Where nobody has heard of it, nobody hears of what was done to it.
          { told: 'resolve', entry: state.history.at(-1) ?? null, at, isMuted: true },
          await tellersOf(store, tx, settings),
        );
        await store.audit(tx, { workspace: workspace(), actor: user, action: deed, subject: `alert ${id}` });
        return await viewOf(tx, alert);
      }),

    find: (id) =>
      store.transaction(async (tx) => {
        const alert = await store.alerts.find(tx, id);
        if (alert === null || alert.connection !== connection) return null;
        return await viewOf(tx, alert);
      }),

    latest: (limit) => store.alerts.latest(connection, limit),

    errorTexts: (alerts) =>
      store.transaction((tx) =>
        store.alerts.errorTexts(tx, connection, [
          ...new Set(alerts.flatMap((alert) => [alert.group, ...fingerprintsOf(alert.state)])),
        ]),
      ),

    silence: (matcher, ms, reason, user) =>
      store.transaction(async (tx) => {
        const startsAt = now();
        const silence = {
          workspace: workspace(),
          matcher,
          reason,
          createdBy: user,
          startsAt,
          endsAt: (startsAt + ms) as Instant,
        };
        const id = await store.alerts.silence(tx, silence);
        await store.audit(tx, { workspace: workspace(), actor: user, action: 'silence', subject: `silence ${id}` });
        return { ...silence, id };
      }),

    silences: () => store.transaction((tx) => store.alerts.silences(tx, now())),

    exported: (id, user) =>
      store.transaction((tx) =>
        store.audit(tx, { workspace: workspace(), actor: user, action: 'export', subject: `alert ${id}` }),
      ),

    endSilence: (id, user) =>
      store.transaction(async (tx) => {
        const isEnded = await store.alerts.endSilence(tx, id, now());
        if (isEnded)
          await store.audit(tx, {
            workspace: workspace(),
            actor: user,
            action: 'end-silence',
            subject: `silence ${id}`,
          });
        return isEnded;
      }),
  };

  function after(
    state: AlertState,
    deed: Exclude<AlertDeed, 'escalate'>,
    user: string,
    to: string | null,
    at: Instant,
  ): AlertState {
    switch (deed) {
      case 'acknowledge':
        return { ...state, acknowledgedBy: user };
      // Who has it, or gives it to somebody, has seen it; who gives it back leaves it to everybody.
      case 'assign':
        return { ...state, owner: to ?? user, acknowledgedBy: state.acknowledgedBy ?? user };
      case 'release':
        return { ...state, owner: null, acknowledgedBy: null };
      case 'snooze':
        return { ...state, snoozedUntil: nextOpening(at) };
      case 'note':
        return state;
      default:
        return deed satisfies never;
    }
  }

  /** When the business opens on its next day. */
  function nextOpening(at: Instant): Instant {
    const today = plainDateIn(zone, at);
    for (let days = 1; days < longestSearch; days += 1) {
      const date = addDays(today, days);
      if (isWorkingDay(date, calendar)) return atWallClock(date, hoursOn(date, calendar).open, zone);
    }
    return atWallClock(addDays(today, 1), calendar.hours.open, zone);
  }
}
