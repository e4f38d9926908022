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
  isSilenced,
  type Lead,
  type LeadError,
  fingerprintsOf,
  type LeadIdentities,
  type ReadingBound,
  type ReadingBounds,
  reopenMs,
  type SilenceMatcher,
  storedKeysOfBulk,
  storedNumbers,
  wordsOfError,
  type Zone,
} from '@leadbell/domain';
import { namesOf } from '../../bot/record.ts';
import { decide, type Silence, type Store, type StoredAlert, type Transaction } from '@leadbell/store';
import { type ActOptions, planAct, type PlannedAct } from './alert-act.ts';
import type { Causes } from './causes-view.ts';
import { leadOfBulk, type UndatedBulks } from './errored-leads.ts';
import { renderPlanned, writePlanned } from './planned.ts';
import { keyOf, type Subscriber, subscribersOf } from './subscriber.ts';
import { summaryViewOf } from './summary-messages.ts';
import { toldMembers } from './title.ts';
import { typedNote } from './typed-note.ts';

export interface AlertView {
  readonly alert: StoredAlert;
  readonly errorTexts: ReadonlyMap<string, LeadError>;
  /** Leads of its bulks that a later bulk resent: see `leadOfBulk`. */
  readonly sentAgain: ReadonlySet<string>;
  /** All stored forms of a sender's number. */
  readonly numbersOf: (externalId: string) => readonly string[];
  /** Its bulks whose date is unknown. */
  readonly undated: UndatedBulks;
}

export interface AlertService {
  /** The connection's settings, for subscriptions that set nothing else. */
  readonly settings: AlertSettings;
  /** Null when the alert does not exist or has ended. */
  act(
    id: number,
    action: Exclude<AlertAction, 'escalate'>,
    user: string,
    /** A note's text; the new owner, if not the person. */
    about?: { readonly text?: string; readonly to?: string | null },
  ): Promise<AlertView | null>;
  find(id: number): Promise<AlertView | null>;
  /**
   * Whether a message in the channel shows the action: an active subscription there has the alert.
   */
  isShownIn(id: number, channel: string): Promise<boolean>;
  /**
   * The alerts of a summary in this workspace, with the texts of their errors; null when there is
   * no such summary.
   */
  causes(summary: number): Promise<{ readonly causes: Causes; readonly errorTexts: AlertView['errorTexts'] } | null>;
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
  readonly alertSettings: AlertSettings;
  readonly reading: ReadingBounds;
  /** Whether a person is in a channel; null when unknown. */
  readonly isIn: (channel: string, user: string) => Promise<boolean | null>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** The person's chosen language, or the default. */
  readonly languageOf: (user: string) => Promise<Language>;
}

/** With the action's time, and the reply. */
interface Written {
  readonly at: Instant;
  readonly view: AlertView;
}

export function createAlertService(options: AlertServiceOptions): AlertService {
  const { isIn, languageOf, mayEdit } = options;
  const { store, workspace, connection, identities, now, zone, calendar, alertSettings: settings, reading } = options;
  const actOptions = (at: Instant): ActOptions => ({ workspace: workspace(), at, zone, calendar, settings });

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

  /** Whether the person is in a channel that has the alert: then they are mentioned there. */
  async function isToldInChannel(id: number, user: string): Promise<boolean> {
    for (const channel of await channelsOf(id)) if ((await isIn(channel, user)) === true) return true;
    return false;
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

    async act(id, action, user, { text = null, to = null } = {}) {
      const direct = action === 'assign' && to !== null && to !== user && !(await isToldInChannel(id, to));
      const language = direct ? await languageOf(to) : null;
      const request = { id, action, user, text: text === null ? null : typedNote(text), to, direct: language };
      return decide<(PlannedAct & Written) | null, readonly object[], AlertView | null>({
        plan: () =>
          store.transaction(async (tx) => {
            const at = now();
            const act = await planAct({ store, tx, connection }, request, actOptions(at));
            return act === null ? null : { ...act, at, view: await viewOf(tx, act.alert) };
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
        return await viewOf(tx, alert);
      }),

    isShownIn: async (id, channel) => (await channelsOf(id)).has(channel),

    causes: (summary) =>
      store.transaction(async (tx) => {
        const found = await store.summaries.find(tx, summary, workspace());
        const subscribers = await subscribersOf(store, tx, settings);
        const place = subscribers.find(({ subscription }) => subscription.id === found?.subscription)?.subscription;
        if (found === null || place === undefined) return null;
        const view = await summaryViewOf(found, (ids) => store.alerts.ofIds(tx, ids));
        const alerts = view.alerts.filter((alert) => alert.connection === connection);
        const errorTexts = await store.alerts.errorTexts(tx, connection, [
          ...new Set(alerts.flatMap(({ state }) => fingerprintsOf(state))),
        ]);
        const silences = await store.alerts.silences(tx, now());
        const silencedUntil = new Map<number, number>();
        const wordsOf = (fingerprint: string): readonly string[] => {
          const text = errorTexts.get(fingerprint);
          return text === undefined ? [] : wordsOfError(text);
        };
        for (const alert of alerts) {
          const { id, rule, group } = alert;
          // An alert without open bulks is matched by its former bulks.
          const members = toldMembers(alert).map((member) => ({ ...member, resolvedAt: null }));
          const matching = silences.filter(({ matcher }) => isSilenced({ rule, group }, members, matcher, wordsOf));
          if (matching.length > 0) silencedUntil.set(id, Math.max(...matching.map(({ endsAt }) => endsAt)));
        }
        return { causes: { ...view, alerts, channel: place.channel, silencedUntil }, errorTexts };
      }),

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
