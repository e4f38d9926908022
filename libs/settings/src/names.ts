/**
 * The names of all settings with their descriptions, and whether each may be shown. Pure: tests compare the schema,
 * `.env.example` and `docs/settings.md` with these data.
 */
import { fallbackLanguage, languageTags } from '@leadbell/i18n';
import { nearest } from './nearest.ts';

export interface SettingName {
  /** Whether the value must never be printed, not even in part. */
  readonly secret: boolean;
  /** The description for the person who configures the service. */
  readonly about: string;
}

export const settingNames = {
  DMS_BASE_URL: { secret: false, about: 'Address of the DMS, for example https://dms.example.com' },
  DMS_AUTH: { secret: false, about: 'none, bearer, basic, header or oauth2' },
  DMS_TOKEN: { secret: true, about: 'Token, if DMS_AUTH is bearer or header' },
  DMS_HEADER: { secret: false, about: 'Name of the header, if DMS_AUTH is header; for example X-Api-Key' },
  DMS_USER: { secret: true, about: 'User name, if DMS_AUTH is basic' },
  DMS_PASSWORD: { secret: true, about: 'Password, if DMS_AUTH is basic' },
  DMS_TOKEN_URL: { secret: false, about: 'Address that issues tokens, if DMS_AUTH is oauth2' },
  DMS_CLIENT_ID: { secret: true, about: 'Client id, if DMS_AUTH is oauth2' },
  DMS_CLIENT_SECRET: { secret: true, about: 'Client secret, if DMS_AUTH is oauth2' },
  DMS_ALLOW_HTTP: {
    secret: false,
    about:
      'Set it to on to allow http:// to a DMS (and its DMS_TOKEN_URL) on another machine, although anyone on the way can then read leads and the sign-in; default off',
  },
  SLACK_BOT_TOKEN: {
    secret: true,
    about:
      'Starts with xoxb-; found under OAuth & Permissions, Bot User OAuth Token. For several workspaces, one token each, separated by commas',
  },
  SLACK_APP_TOKEN: {
    secret: true,
    about: 'For Socket Mode. Starts with xapp-; found under Basic Information, App-Level Tokens',
  },
  SLACK_SIGNING_SECRET: {
    secret: true,
    about: 'For HTTP instead of Socket Mode; found under Basic Information, App Credentials',
  },
  PORT: { secret: false, about: 'For HTTP: the port to listen on; Slack calls /slack/events there' },
  LISTEN_HOST: {
    secret: false,
    about:
      'For HTTP and HEALTH_PORT: the address to listen on; default 127.0.0.1. With 0.0.0.0, other machines and containers can connect',
  },
  HEALTH_PORT: {
    secret: false,
    about: 'Port for /livez, /readyz and /metrics, different from PORT; without it, Leadbell does not serve these',
  },
  SLACK_API_URL: { secret: false, about: "Address of a stand-in for Slack's Web API" },
  SLACK_TIMEOUT_SECONDS: { secret: false, about: 'How long a call to Slack may take; default 10' },
  SLACK_POSTED_EVENTS: {
    secret: false,
    about: 'Set it to on if the app receives message_metadata_posted (see docs/delivery.md); default off',
  },
  DATABASE_URL: {
    secret: true,
    about: 'PostgreSQL 15 or later, for several replicas; without it Leadbell runs its own',
  },
  DATABASE_OWNER_URL: {
    secret: true,
    about:
      'The same database with the account that owns the tables, for migrations and retention; DATABASE_URL must then name an account that owns nothing, so that this account cannot change the audit log',
  },
  DATABASE_POOL: { secret: false, about: 'Connections to the database at the same time; default 10' },
  DATABASE_CA: {
    secret: false,
    about: "File with the certificate authority of the database's certificate, if the system does not know it",
  },
  LEADBELL_DATA: {
    secret: false,
    about: 'Folder of the database that Leadbell runs itself; default leadbell-data',
  },
  LEADBELL_KEY: {
    secret: true,
    about:
      'Key of the installation, from leadbell key; the same for all processes. Required with DATABASE_URL; otherwise Leadbell makes one in LEADBELL_DATA',
  },
  LEADBELL_KEY_FILE: {
    secret: false,
    about: 'File with the key of the installation; one key on each line, the current one first',
  },
  DMS_REQUESTS_PER_DAY: {
    secret: false,
    about: 'Daily budget of requests to the DMS, spent mostly in working hours; default 5000',
  },
  POLL_SECONDS: {
    secret: false,
    about: 'Seconds between polls, 0 for never; by default DMS_REQUESTS_PER_DAY decides',
  },
  DELIVERY_GRACE_SECONDS: {
    secret: false,
    about:
      'Seconds that a post may take to appear in the channel’s history, counted from the end of the call to Slack or of the process that made the call; default 4',
  },
  DOUBT_WAIT_SECONDS: {
    secret: false,
    about:
      'If it is not known whether a message was posted, its channel waits at most this long before its next message is sent; default 60',
  },
  DELIVERY_PACE: {
    secret: false,
    about:
      'Set it to none to send without pauses, only for measurements against a stand-in (SLACK_API_URL); the default, slack, keeps to Slack’s limits',
  },
  DIGEST_MAX_MISSED: {
    secret: false,
    about: 'How many missed digests one message may replace after a stop; default 31',
  },
  SUBSCRIPTION_EDITORS: {
    secret: false,
    about: 'Who may change subscriptions: everybody, or the ids of user groups (S0123ABCD); default everybody',
  },
  TIME_ZONE: { secret: false, about: 'IANA time zone of the business; default Asia/Riyadh' },
  WEEK_START: { secret: false, about: 'First day of the week; default sunday' },
  LANGUAGE: {
    secret: false,
    about: `${oneOf(languageTags)}; default ${fallbackLanguage}. A question in Arabic gets a reply in Arabic`,
  },
  LOG_LEVEL: { secret: false, about: 'debug, info, warn, error, fatal or silent; default info' },
  LEADBELL_CONFIG: {
    secret: false,
    about: 'File with the codes of sources, the calendar and the thresholds of alerts; default leadbell.config.json',
  },
  LEADBELL_CLOCK: {
    secret: false,
    about:
      'For demonstrations: the time that Leadbell’s clock shows at the start, or the word “now”; the sandbox can move the clock. Refused in production',
  },
} as const satisfies Readonly<Record<string, SettingName>>;

export type Name = keyof typeof settingNames;

/**
 * For each secret that may be in a file, the setting for the path of the file. The installation's key has a setting of
 * its own.
 */
export const secretFileNames = {
  DMS_TOKEN: 'DMS_TOKEN_FILE',
  DMS_USER: 'DMS_USER_FILE',
  DMS_PASSWORD: 'DMS_PASSWORD_FILE',
  DMS_CLIENT_ID: 'DMS_CLIENT_ID_FILE',
  DMS_CLIENT_SECRET: 'DMS_CLIENT_SECRET_FILE',
  SLACK_BOT_TOKEN: 'SLACK_BOT_TOKEN_FILE',
  SLACK_APP_TOKEN: 'SLACK_APP_TOKEN_FILE',
  SLACK_SIGNING_SECRET: 'SLACK_SIGNING_SECRET_FILE',
  DATABASE_URL: 'DATABASE_URL_FILE',
  DATABASE_OWNER_URL: 'DATABASE_OWNER_URL_FILE',
} as const satisfies Readonly<Partial<Record<Name, string>>>;

/** All names that the bot reads from its environment. */
export const namesInEnvironment: readonly string[] = [...Object.keys(settingNames), ...Object.values(secretFileNames)];

/** Returns null if no name is near. */
export function nearestName(name: string): string | null {
  return nearest(name, namesInEnvironment);
}

/** For each setting with a token, what to do if Slack does not accept the token. */
export const tokenRemedies = {
  SLACK_BOT_TOKEN:
    'copy the Bot User OAuth Token from OAuth & Permissions of the app to SLACK_BOT_TOKEN; install the app again if it was removed',
  SLACK_APP_TOKEN:
    'switch Socket Mode on, and copy an app-level token with the scope connections:write to SLACK_APP_TOKEN',
} as const satisfies Readonly<Partial<Record<Name, string>>>;

export type SecretName = keyof typeof secretFileNames;
export const secretNames = Object.keys(secretFileNames) as readonly SecretName[];

/** The values by name, without blank ones. */
export type Values = Readonly<Partial<Record<Name, string>>>;

/** Joins words as "a, b or c". */
export function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
