/**
 * Actions of people on alerts and silences. Effects: the store by its options. Errors: the store's.
 * The audit log records each action with the person's Slack id.
 */
import type { Language } from '@leadbell/i18n';
import type {
  AlertAction,
  AlertSettings,
  BusinessCalendar,
  Instant,
  Lead,
  LeadError,
  LeadIdentities,
  ReadingBound,
  ReadingBounds,
  Scope,
  SilenceMatcher,
  Weekday,
  Zone,
} from '@leadbell/domain';
import type { OpenAlerts, Silence, Store, StoredAlert } from '@leadbell/store';
import type { AlertView } from './alert-view.ts';
import type { SnoozeUntil } from './snooze.ts';
import type { SummaryCauses } from './summary-causes.ts';

export interface AlertService {
  /** The connection's settings, used unless a subscription sets its own. */
  readonly settings: AlertSettings;
  /**
   * Null when the alert does not exist, or its state does not allow the action, or the new owner may not have it: then
   * nothing is done.
   */
  act(
    id: number,
    action: Exclude<AlertAction, 'escalate'>,
    user: string,
    /** A note's text; the new owner, unless it is the person; the end of a snooze, by default tomorrow. */
    about?: { readonly text?: string; readonly to?: string | null; readonly until?: SnoozeUntil },
  ): Promise<AlertView | null>;
  /** Whether the person may resolve it, which silences it for everyone. True for an alert that does not exist. */
  mayResolve(id: number): Promise<boolean>;
  /** When a snooze that begins now would end. */
  snoozeEnd(until: SnoozeUntil): Instant;
  /** Whether the person may act on the alert, as far as we know. True for an alert that does not exist. */
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
  /** How many are open, and the first of them: the person's own, then the latest. At least one is asked for. */
  open(user: string, limit: number): Promise<OpenAlerts>;
  /** Error texts by fingerprint. */
  errorTexts(alerts: readonly StoredAlert[]): Promise<ReadonlyMap<string, LeadError>>;
  /**
   * Check before silencing, snoozing or ending a silence: all three affect every channel. Allowed
   * for those who may change subscriptions.
   */
  maySilence(user: string): Promise<boolean>;
  silence(matcher: SilenceMatcher, ms: number, reason: string, user: string): Promise<Silence>;
  silences(): Promise<readonly Silence[]>;
  /** Records that a person is about to receive leads. Returns the limit if it refuses this: see `ReadingBounds`. */
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
  /** The same value as for storing the connection's bulks. */
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
  /** The leads whose alerts the person may act on; null if there are none, or if unknown. */
  readonly actsOn: (user: string) => Promise<Scope | null>;
  /** The person's chosen language, or the default. */
  readonly languageOf: (user: string) => Promise<Language>;
}
