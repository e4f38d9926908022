/** What people do with alerts and silences. Effects: the store by what it is handed. Errors: the store's. Each deed is in the audit log with its Slack id. */
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
  /** Leads of its bulks that a later bulk brought again: see `leadOfBulk`. */
  readonly sentAgain: ReadonlySet<string>;
  /** Forms in which a sender's number may be stored. */
  readonly numbersOf: (externalId: string) => readonly string[];
  /** Those of its bulks whose date is not known. */
  readonly undated: UndatedBulks;
}

export interface AlertService {
  /** Of the connection: what holds for subscriptions that say nothing else. */
  readonly settings: AlertSettings;
  /** Null: there is no such alert, or it has ended. */
  act(
    id: number,
    action: Exclude<AlertAction, 'escalate'>,
    user: string,
    /** A note's text; who it is assigned to, if not to oneself. */
    about?: { readonly text?: string; readonly to?: string | null },
  ): Promise<AlertView | null>;
  find(id: number): Promise<AlertView | null>;
  /** Whether a message in the channel shows what is done to the alert: a subscription there that is not paused has it. */
  isShownIn(id: number, channel: string): Promise<boolean>;
  /** Of a summary in this workspace, with what its alerts' errors mean; null when there is none. */
  causes(summary: number): Promise<{ readonly causes: Causes; readonly errorTexts: AlertView['errorTexts'] } | null>;
  latest(limit: number): Promise<readonly StoredAlert[]>;
  /** What the fingerprints of their errors mean. */
  errorTexts(alerts: readonly StoredAlert[]): Promise<ReadonlyMap<string, LeadError>>;
  /** Ask before silencing, snoozing or ending a silence: all three change what every channel hears. Whoever may change subscriptions may. */
  maySilence(user: string): Promise<boolean>;
  silence(matcher: SilenceMatcher, ms: number, reason: string, user: string): Promise<Silence>;
  silences(): Promise<readonly Silence[]>;
  /** Personal data has been given to somebody. */
  exported(id: number, user: string): Promise<void>;
  /** False: it has ended already. */
  endSilence(id: number, user: string): Promise<boolean>;
}

export interface AlertServiceOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly connection: string;
  /** As the connection's bulks are stored. */
  readonly identities: LeadIdentities;
  readonly now: () => Instant;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  readonly alertSettings: AlertSettings;
  /** Whether a person is in a channel; null when that can't be known now. */
  readonly isIn: (channel: string, user: string) => Promise<boolean | null>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** What a person has chosen, if anything. */
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

  /** Channels that read of the alert in a summary see it there, and in its thread what others should know of. */
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

  /** Whether the person is in a channel that has the alert: there they are mentioned. */
  async function isToldInChannel(id: number, user: string): Promise<boolean> {
    for (const channel of await channelsOf(id)) if ((await isIn(channel, user)) === true) return true;
    return false;
  }

  /** In which its message, or a summary with it, is kept up. */
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
        // As a resolve is told: the message in its new state, and a line in the thread.
        await notify(
          store,
          tx,
          alert,
          // Where nobody has heard of it, nobody hears of what was done to it.
          { told: 'resolve', entry: state.history.at(-1) ?? null, at, isMuted: true },
          subscribers,
        );
        await notifyInSummaries(tx, alert, entry, subscribers);
        // Once: whoever has it already was told.
        if (direct && before.state.owner !== to)
          await store.outbox.add(tx, [await assignedNotice(tx, alert, { to, by: user, at, language })]);
        await store.audit(tx, { workspace: workspace(), actor: user, action: action, subject: `alert ${id}` });
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
          // An alert without open bulks is compared by the bulks that it had.
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
    action: Exclude<AlertAction, 'escalate'>,
    user: string,
    to: string | null,
    at: Instant,
  ): AlertState {
    switch (action) {
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
        return action satisfies never;
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
