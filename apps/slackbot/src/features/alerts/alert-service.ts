/**
 * Actions of people on alerts and silences. Effects: the store by its options. Errors: the store's.
 * The audit log records each action with the person's Slack id.
 */
import { fallbackLanguage, type Language } from '@leadbell/i18n';
import {
  type AlertAction,
  type AlertEntry,
  type AlertSettings,
  type AlertState,
  addDays,
  atWallClock,
  type BusinessCalendar,
  hoursOn,
  type Instant,
  isSilenced,
  isWorkingDay,
  type Lead,
  type LeadError,
  fingerprintsOf,
  type LeadIdentities,
  plainDateIn,
  reopenMs,
  type SilenceMatcher,
  storedKeysOfBulk,
  storedNumbers,
  withEntry,
  wordsOfError,
  type Zone,
} from '@leadbell/domain';
import type { NewMessage, Silence, Store, StoredAlert, Transaction } from '@leadbell/store';
import { messagesFor } from '../../words/index.ts';
import { renderMessage } from '@leadbell/slack-kit';
import { assignedCard } from './assigned-card.ts';
import { leadOfBulk, type UndatedBulks } from './errored-leads.ts';
import type { Causes } from './causes-view.ts';
import { line, refreshSummary, summaryViewOf } from './summaries.ts';
import { notify } from './notify.ts';
import { placeOf, shownFor, type Subscriber, subscribersOf } from './subscriber.ts';
import { actLineCard } from './summary-card.ts';
import { toldMembers } from './title.ts';

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
  /** Audits that a person received personal data. */
  exported(
    id: number,
    user: string,
    handed: { readonly leads: readonly Lead[]; readonly fields: readonly string[] },
  ): Promise<void>;
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
  /** Whether a person is in a channel; null when unknown. */
  readonly isIn: (channel: string, user: string) => Promise<boolean | null>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** The person's chosen language, or the default. */
  readonly languageOf: (user: string) => Promise<Language>;
}

const longestSearch = 31;

export function createAlertService(options: AlertServiceOptions): AlertService {
  const { isIn, languageOf, mayEdit } = options;
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

  /**
   * Updates summaries that contain the alert, and adds a line to their thread where others need to
   * know.
   */
  async function notifyInSummaries(
    tx: Transaction,
    alert: StoredAlert,
    entry: AlertEntry,
    subscribers: readonly Subscriber[],
  ): Promise<void> {
    const ids = subscribers.map(({ subscription }) => subscription.id);
    const all = await store.summaries.current(tx, ids, (entry.at - reopenMs) as Instant);
    for (const subscriber of subscribers) {
      const summary = all.findLast(
        ({ subscription, state }) => subscription === subscriber.subscription.id && state.alerts.includes(alert.id),
      );
      if (summary === undefined) continue;
      await refreshSummary(store, tx, summary, { subscriber, connection, now: entry.at });
      if (entry.what !== 'assign' && entry.what !== 'note') continue;
      const errorTexts = await store.alerts.errorTexts(tx, connection, fingerprintsOf(alert.state));
      const card = actLineCard(alert, entry, { ...shownFor(subscriber, errorTexts, alert) });
      await line(store, tx, summary.id, subscriber, {
        card,
        key: `${alert.id} ${entry.what} ${entry.at}`,
        isAloud: false,
      });
    }
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
    if ((await placeOf(store, tx, alert, subscriber)) !== null) return true;
    const since = (now() - reopenMs) as Instant;
    const summaries = await store.summaries.current(tx, [subscriber.subscription.id], since);
    return summaries.some(({ state }) => state.alerts.includes(alert.id));
  }

  async function assignedNotice(
    tx: Transaction,
    alert: StoredAlert,
    told: { readonly to: string; readonly by: string; readonly at: Instant; readonly language: Language },
  ): Promise<NewMessage> {
    const { to, by, at, language } = told;
    const messages = messagesFor(language);
    const errorTexts = await store.alerts.errorTexts(tx, connection, fingerprintsOf(alert.state));
    const card = assignedCard(alert, by, { messages, zone, errorTexts });
    return {
      workspace: workspace(),
      channel: to,
      key: `assigned ${alert.id} ${to} ${at}`,
      kind: 'notice',
      payload: renderMessage(card, { tag: messages.tag, more: messages.leads.more }),
    };
  }

  return {
    settings,

    async act(id, action, user, { text = null, to = null } = {}) {
      const direct = action === 'assign' && to !== null && to !== user && !(await isToldInChannel(id, to));
      const language = direct ? await languageOf(to) : fallbackLanguage;
      return store.transaction(async (tx) => {
        await store.alerts.lock(tx, connection);
        const before = await store.alerts.find(tx, id);
        if (before === null || before.connection !== connection || before.state.status !== 'firing') return null;
        const at = now();
        const entry = { at, what: action, by: user, text, ...(to === null ? {} : { to }) };
        const homes = { ...before.state.homes, [user]: workspace(), ...(to === null ? {} : { [to]: workspace() }) };
        const state = withEntry({ ...after(before.state, action, user, to, at), homes }, entry);
        const alert = { ...before, state };
        await store.alerts.save(tx, id, state);
        const subscribers = await subscribersOf(store, tx, settings);
        // Like a resolve: updates the message and adds a line to the thread.
        await notify(
          store,
          tx,
          alert,
          // Where the alert was not posted, its actions are not posted either.
          { told: 'resolve', entry: state.history.at(-1) ?? null, at, isMuted: true },
          subscribers,
        );
        await notifyInSummaries(tx, alert, entry, subscribers);
        // Only if the person did not own it already.
        if (direct && before.state.owner !== to)
          await store.outbox.add(tx, [await assignedNotice(tx, alert, { to, by: user, at, language })]);
        await store.audit.append(tx, { workspace: workspace(), actor: user, action: action, subject: `alert ${id}` });
        return await viewOf(tx, alert);
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
        const view = await summaryViewOf(store, tx, found);
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
          reason,
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

    exported: (id, user, { leads, fields }) =>
      store.transaction((tx) =>
        store.audit.append(tx, {
          workspace: workspace(),
          actor: user,
          action: 'export',
          subject: `alert ${id}`,
          leads: leads.map((lead) => options.identities.of(lead).key),
          fields,
        }),
      ),

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

  function after(
    state: AlertState,
    action: Exclude<AlertAction, 'escalate'>,
    user: string,
    to: string | null,
    at: Instant,
  ): AlertState {
    switch (action) {
      case 'acknowledge':
        return { ...state, acknowledgedBy: user };
      // Assigning also acknowledges; releasing returns the alert to everybody.
      case 'assign':
        return { ...state, owner: to ?? user, acknowledgedBy: state.acknowledgedBy ?? user };
      case 'release':
        return { ...state, owner: null, acknowledgedBy: null };
      case 'snooze':
        return { ...state, snoozedUntil: nextOpening(at) };
      case 'note':
        return state;
      default:
        return action satisfies never;
    }
  }

  /** The opening time of the next business day. */
  function nextOpening(at: Instant): Instant {
    const today = plainDateIn(zone, at);
    for (let days = 1; days < longestSearch; days += 1) {
      const date = addDays(today, days);
      if (isWorkingDay(date, calendar)) return atWallClock(date, hoursOn(date, calendar).open, zone);
    }
    return atWallClock(addDays(today, 1), calendar.hours.open, zone);
  }
}
