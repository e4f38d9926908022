/** The settings as the service uses them. Types only. */
import type { DmsLinks } from './links.ts';
import type { Language } from '@leadbell/i18n';
import type {
  AliasGroups,
  AccessRules,
  AlertSettings,
  BusinessCalendar,
  Instant,
  ReadingBounds,
  Weekday,
  Zone,
} from '@leadbell/domain';
import type { LeadsApiConfig } from '@leadbell/leads-api';
import type { DatabaseConfig, RetentionDays } from '@leadbell/store';

/**
 * Maps names of sources and sub-sources, as the DMS returns them, to the integer codes of its request parameters. From
 * `leadbell.config.json`.
 */
export interface Catalogue {
  readonly sources: Readonly<Record<string, number>>;
  readonly subSources: Readonly<Record<string, number>>;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

export type SlackConnection =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly host: string; readonly port: number };

export interface Settings {
  readonly dms: Pick<LeadsApiConfig, 'baseUrl' | 'auth'>;
  readonly slack: {
    /** One token for each workspace. */
    readonly botTokens: readonly string[];
    /** The address ends with a slash. */
    readonly apiUrl: string | null;
    readonly connection: SlackConnection;
    readonly timeoutMs: number;
  };
  /** The address and port that serve health and metrics; null: they are not served. */
  readonly health: { readonly host: string; readonly port: number } | null;
  readonly database: DatabaseConfig;
  /** `DMS_REQUESTS_PER_DAY`. */
  readonly requestsPerDay: number;
  /** The time between polls. 0: no polls. Null without `POLL_SECONDS`: the time then depends on `requestsPerDay`. */
  readonly pollMs: number | null;
  readonly deliveryGraceMs: number;
  readonly doubtWaitMs: number;
  /** `SLACK_POSTED_EVENTS`. */
  readonly hearsPosted: boolean;
  readonly pace: 'slack' | 'none';
  readonly maxMissedDigests: number;
  /** The ids of user groups in any workspace; null: everyone. */
  readonly subscriptionEditors: readonly string[] | null;
  readonly access: AccessRules;
  readonly reading: ReadingBounds;
  readonly retention: RetentionDays;
  readonly links: DmsLinks;
  readonly aliases: AliasGroups;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly language: Language;
  readonly logLevel: LogLevel;
  /**
   * The time at which business time starts, for demonstrations and tests; the parent process may move it afterwards.
   * Null: real time.
   */
  readonly clock: Instant | 'now' | null;
  readonly catalogue: Catalogue;
  readonly calendar: BusinessCalendar;
  readonly alertSettings: AlertSettings;
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
}
