/**
 * Actions of people on alerts and silences. Effects: uses the store in its options. Errors: those
 * of the store. The audit log records each action with the person's Slack id.
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
  /** The connection's alert settings, for subscriptions without settings of their own. */
  readonly settings: AlertSettings;
  /**
   * Returns null and does nothing when the alert does not exist, its state does not allow the
   * action, or the alert may not be assigned to the new owner.
   */
  act(
    id: number,
    action: Exclude<AlertAction, 'escalate'>,
    user: string,
    /**
     * `text`: the note. `to`: the new owner; by default the person who acts. `until`: the end of a
     * snooze; by default tomorrow.
     */
    about?: { readonly text?: string; readonly to?: string | null; readonly until?: SnoozeUntil },
  ): Promise<AlertView | null>;
  /**
   * Whether the person may resolve the alert. A resolved alert is quiet for everyone, so the person
   * must see all of its open bulks. Also true for an alert that does not exist.
   */
  mayResolve(id: number): Promise<boolean>;
  /** When a snooze that begins now would end. */
  snoozeEnd(until: SnoozeUntil): Instant;
  /** Whether the person may act on the alert; true if we don't know, or if the alert does not exist. */
  mayOwn(id: number, user: string): Promise<boolean>;
  find(id: number): Promise<AlertView | null>;
  /**
   * Whether an active subscription of the channel has a message about the alert, alone or in a
   * summary. If so, that message shows the result of an action.
   */
  isShownIn(id: number, channel: string): Promise<boolean>;
  /**
   * Returns the alerts of a summary in this workspace, with the texts of their errors; null when
   * there is no such summary.
   */
  causes(summary: number): Promise<SummaryCauses | null>;
  latest(limit: number): Promise<readonly StoredAlert[]>;
  /**
   * Counts the open alerts and returns the first of them: the person's own, then the latest.
   * `limit` must be at least 1.
   */
  open(user: string, limit: number): Promise<OpenAlerts>;
  /** Returns error texts by fingerprint. */
  errorTexts(alerts: readonly StoredAlert[]): Promise<ReadonlyMap<string, LeadError>>;
  /**
   * Whether the person may snooze, silence or end a silence. All three affect every channel, so
   * only people who may change subscriptions are allowed to do them.
   */
  maySilence(user: string): Promise<boolean>;
  silence(matcher: SilenceMatcher, ms: number, reason: string, user: string): Promise<Silence>;
  silences(): Promise<readonly Silence[]>;
  /**
   * Records that a person is about to receive leads. If a limit forbids it, returns that limit: see
   * `ReadingBounds`.
   */
  exported(
    id: number,
    user: string,
    handed: { readonly leads: readonly Lead[]; readonly fields: readonly string[] },
  ): Promise<ReadingBound | null>;
  /** Returns false when the silence has already ended. */
  endSilence(id: number, user: string): Promise<boolean>;
}

export interface AlertServiceOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly connection: string;
  /** The identities with which the connection's bulks are stored. */
  readonly identities: LeadIdentities;
  readonly now: () => Instant;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  readonly weekStart: Weekday;
  readonly alertSettings: AlertSettings;
  readonly reading: ReadingBounds;
  /** Whether a person is in a channel; null if we don't know. */
  readonly isIn: (channel: string, user: string) => Promise<boolean | null>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** The scope of the alerts that the person may act on; null if they may act on none, or if we don't know. */
  readonly actsOn: (user: string) => Promise<Scope | null>;
  /** The person's chosen language, or the default. */
  readonly languageOf: (user: string) => Promise<Language>;
}
