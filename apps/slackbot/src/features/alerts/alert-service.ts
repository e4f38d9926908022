/**
 * Actions of people on alerts and silences. Effects: the store by its options. Errors: the store's.
 * The audit log records each action with the person's Slack id.
 */
import type { Language } from '@leadbell/i18n';
import {
  type AlertAction,
  type AlertSettings,
  type BusinessCalendar,
  type Instant,
  type Lead,
  type LeadError,
  fingerprintsOf,
  type LeadIdentities,
  type ReadingBound,
  type ReadingBounds,
  reopenMs,
  type Scope,
  type SilenceMatcher,
  type Weekday,
  type Zone,
} from '@leadbell/domain';
import { namesOf } from '../../bot/record.ts';
import { decide, type Silence, type Store, type StoredAlert, type Transaction } from '@leadbell/store';
import { type ActOptions, planAct, type PlannedAct } from './alert-act.ts';
import { type AlertView, alertViewOf } from './alert-view.ts';
import { renderPlanned, writePlanned } from './planned.ts';
import { isSeen } from './seen.ts';
import { snoozeEnd, type SnoozeUntil } from './snooze.ts';
import { keyOf, type Subscriber, subscribersOf } from './subscriber.ts';
import { causesOf, type SummaryCauses } from './summary-causes.ts';
import { typedNote } from './typed-note.ts';

export interface AlertService {
  /** The connection's settings, for subscriptions that set nothing else. */
  readonly settings: AlertSettings;
  /**
   * Null when the alert does not exist, or its state does not allow the action, or it may not belong to the new owner: then
   * nothing is done.
   */
  act(
    id: number,
    action: Exclude<AlertAction, 'escalate'>,
    user: string,
    /** A note's text; the new owner, if not the person; the end of a snooze, by default tomorrow. */
    about?: { readonly text?: string; readonly to?: string | null; readonly until?: SnoozeUntil },
  ): Promise<AlertView | null>;
  /** When a snooze that begins now would end. */
  snoozeEnd(until: SnoozeUntil): Instant;
  /** Whether the person may act on the alert, as far as is known. True for one that does not exist. */
  mayOwn(id: number, user: string): Promise<boolean>;
  find(id: number): Promise<AlertView | null>;
  /**
   * Whether a message in the channel shows the action: an active subscription there has the alert.
   */
  isShownIn(id: number, channel: string): Promise<boolean>;
  /**
   * The alerts of a summary in this workspace, with the texts of their errors; null when there is
   * no such summary.
   */
  causes(summary: number): Promise<SummaryCauses | null>;
  latest(limit: number): Promise<readonly StoredAlert[]>;
  /** Error texts by fingerprint. */
  errorTexts(alerts: readonly StoredAlert[]): Promise<ReadonlyMap<string, LeadError>>;
  /**
   * Check before silencing, snoozing or ending a silence: all three affect every channel. Allowed
   * for those who may change subscriptions.
   */
  maySilence(user: string): Promise<boolean>;
  silence(matcher: SilenceMatcher, ms: number, reason: string, user: string): Promise<Silence>;
  silences(): Promise<readonly Silence[]>;
  /** Records that a person is about to receive leads. Returns the limit if that refuses it: see `ReadingBounds`. */
  exported(
    id: number,
    user: string,
    handed: { readonly leads: readonly Lead[]; readonly fields: readonly string[] },
  ): Promise<ReadingBound | null>;
  /** False when it has already ended. */
  endSilence(id: number, user: string): Promise<boolean>;
}

export interface AlertServiceOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly connection: string;
  /** As used for storing the connection's bulks. */
  readonly identities: LeadIdentities;
  readonly now: () => Instant;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  readonly weekStart: Weekday;
  readonly alertSettings: AlertSettings;
  readonly reading: ReadingBounds;
  /** Whether a person is in a channel; null when unknown. */
  readonly isIn: (channel: string, user: string) => Promise<boolean | null>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** The leads whose alerts the person may act on; null: none, or unknown. */
  readonly actsOn: (user: string) => Promise<Scope | null>;
  /** The person's chosen language, or the default. */
  readonly languageOf: (user: string) => Promise<Language>;
}

/** With the action's time, and the reply. */
interface Written {
  readonly at: Instant;
  readonly view: AlertView;
}

export function createAlertService(options: AlertServiceOptions): AlertService {
  const { isIn, languageOf, mayEdit, actsOn } = options;
  const { store, workspace, connection, identities, now, alertSettings: settings, reading } = options;
  const { zone, calendar, weekStart } = options;
  const actOptions = (at: Instant): ActOptions => ({ workspace: workspace(), at, zone, calendar, weekStart, settings });

  /** Whether the person is in a channel that has the alert: then they are mentioned there. */
  async function isToldInChannel(id: number, user: string): Promise<boolean> {
    for (const channel of await channelsOf(id)) if ((await isIn(channel, user)) === true) return true;
    return false;
  }

  async function mayOwn(id: number, user: string): Promise<boolean> {
    const alert = await store.transaction((tx) => store.alerts.find(tx, id));
    const scope = await actsOn(user);
    return alert === null || (scope !== null && isSeen(alert, scope));
  }

  /** Channels with a current message of the alert, alone or in a summary. */
  async function channelsOf(id: number): Promise<ReadonlySet<string>> {
    const channels = await store.transaction(async (tx) => {
      const alert = await store.alerts.find(tx, id);
      if (alert === null) return [];
      const subscribers = await subscribersOf(store, tx, settings);
      const found: string[] = [];
      for (const subscriber of subscribers) {
        const { workspace: of, channel } = subscriber.subscription;
        if (of === workspace() && (await isPlaced(tx, alert, subscriber))) found.push(channel);
      }
      return found;
    });
    return new Set(channels);
  }

  async function isPlaced(tx: Transaction, alert: StoredAlert, subscriber: Subscriber): Promise<boolean> {
    if ((await store.outbox.place(tx, subscriber.subscription.workspace, keyOf(alert, subscriber))) !== null)
      return true;
    const since = (now() - reopenMs) as Instant;
    const summaries = await store.summaries.current(tx, [subscriber.subscription.id], since);
    return summaries.some(({ state }) => state.alerts.includes(alert.id));
  }

  return {
    settings,
    mayOwn,
    snoozeEnd: (until) => snoozeEnd(until, now(), { zone, calendar, weekStart }),

    async act(id, action, user, { text = null, to = null, until = 'tomorrow' } = {}) {
      if (action === 'assign' && to !== null && to !== user && !(await mayOwn(id, to))) return null;
      const direct = action === 'assign' && to !== null && to !== user && !(await isToldInChannel(id, to));
      const language = direct ? await languageOf(to) : null;
      const request = { id, action, user, text: text === null ? null : typedNote(text), to, until, direct: language };
      return decide<(PlannedAct & Written) | null, readonly object[], AlertView | null>({
        plan: () =>
          store.transaction(async (tx) => {
            const at = now();
            const act = await planAct({ store, tx, connection }, request, actOptions(at));
            return act === null
              ? null
              : { ...act, at, view: await alertViewOf({ store, tx, connection }, act.alert, identities) };
          }),
        render: (act) => (act === null ? [] : renderPlanned(act.planned)),
        async write(act, payloads) {
          if (act === null) return null;
          await store.transaction(async (tx) => {
            await writePlanned(store, tx, act.planned, { payloads, at: act.at });
            await store.audit.append(tx, { workspace: workspace(), actor: user, action, subject: `alert ${id}` });
          });
          return act.view;
        },
      });
    },

    find: (id) =>
      store.transaction(async (tx) => {
        const alert = await store.alerts.find(tx, id);
        if (alert === null || alert.connection !== connection) return null;
        return await alertViewOf({ store, tx, connection }, alert, identities);
      }),

    isShownIn: async (id, channel) => (await channelsOf(id)).has(channel),

    causes: (summary) =>
      store.transaction((tx) =>
        causesOf({ store, tx, connection }, summary, { workspace: workspace(), at: now(), settings }),
      ),

    latest: (limit) => store.alerts.latest(connection, limit),

    errorTexts: (alerts) =>
      store.transaction((tx) =>
        store.alerts.errorTexts(tx, connection, [
          ...new Set(alerts.flatMap((alert) => [alert.group, ...fingerprintsOf(alert.state)])),
        ]),
      ),

    maySilence: mayEdit,

    silence: (matcher, ms, reason, user) =>
      store.transaction(async (tx) => {
        const startsAt = now();
        const silence = {
          workspace: workspace(),
          matcher,
          reason: typedNote(reason),
          createdBy: user,
          startsAt,
          endsAt: (startsAt + ms) as Instant,
        };
        const id = await store.alerts.silence(tx, silence);
        await store.audit.append(tx, {
          workspace: workspace(),
          actor: user,
          action: 'silence',
          subject: `silence ${id}`,
        });
        return { ...silence, id };
      }),

    silences: () => store.transaction((tx) => store.alerts.silences(tx, now())),

    async exported(id, user, { leads, fields }) {
      const entry = { workspace: workspace(), actor: user, action: 'export', subject: `alert ${id}`, fields };
      const isAllowed = await store.transaction((tx) =>
        store.audit.appendReading(tx, { ...entry, ...namesOf(leads, identities) }, reading),
      );
      return isAllowed ? null : reading.limit;
    },

    endSilence: (id, user) =>
      store.transaction(async (tx) => {
        const isEnded = await store.alerts.endSilence(tx, id, now());
        if (isEnded)
          await store.audit.append(tx, {
            workspace: workspace(),
            actor: user,
            action: 'end-silence',
            subject: `silence ${id}`,
          });
        return isEnded;
      }),
  };
}
