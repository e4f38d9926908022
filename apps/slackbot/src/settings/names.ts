/**
 * The names of all settings with their descriptions, and whether each may be shown. Pure data:
 * tests compare the schema, `.env.example` and the README with it.
 */

import { fallbackLanguage, languageTags } from '@leadbell/i18n';
export interface SettingName {
  /** Never printed, not even in part. */
  readonly secret: boolean;
  /** The description for the person who configures the service. */
  readonly about: string;
}

export const settingNames = {
  DMS_BASE_URL: { secret: false, about: 'Address of the DMS, for example https://dms.example.com' },
  DMS_AUTH: { secret: false, about: 'none, bearer, basic, header or oauth2' },
  DMS_TOKEN: { secret: true, about: 'For bearer and header' },
  DMS_HEADER: { secret: false, about: "For header: the header's name, for example X-Api-Key" },
  DMS_USER: { secret: true, about: 'For basic' },
  DMS_PASSWORD: { secret: true, about: 'For basic' },
  DMS_TOKEN_URL: { secret: false, about: 'For oauth2: where tokens are given' },
  DMS_CLIENT_ID: { secret: true, about: 'For oauth2' },
  DMS_CLIENT_SECRET: { secret: true, about: 'For oauth2' },
  SLACK_BOT_TOKEN: {
    secret: true,
    about:
      'Starts with xoxb-; OAuth & Permissions, Bot User OAuth Token. Of several workspaces each its own, with commas between',
  },
  SLACK_APP_TOKEN: { secret: true, about: 'Socket Mode. Starts with xapp-; Basic Information, App-Level Tokens' },
  SLACK_SIGNING_SECRET: { secret: true, about: 'HTTP instead of Socket Mode. Basic Information, App Credentials' },
  PORT: { secret: false, about: 'HTTP: the port to listen on; Slack calls /slack/events there' },
  SLACK_API_URL: { secret: false, about: "Slack's Web API, if not Slack's own" },
  SLACK_TIMEOUT_SECONDS: { secret: false, about: 'How long a call to Slack may take; 10 if not given' },
  SLACK_POSTED_EVENTS: {
    secret: false,
    about: 'on where the app hears message_metadata_posted (see docs/delivery.md), else off; off if not given',
  },
  DATABASE_URL: {
    secret: true,
    about: 'PostgreSQL 15 or later, for several replicas; without it Leadbell runs one of its own',
  },
  DATABASE_POOL: { secret: false, about: 'Connections to the database at the same time; 10 if not given' },
  DATABASE_CA: {
    secret: false,
    about: "File with the certificate that signed the database's, if the system does not know it",
  },
  LEADBELL_DATA: {
    secret: false,
    about: 'Folder of the database that Leadbell runs itself; leadbell-data if not given',
  },
  LEADBELL_KEY: {
    secret: true,
    about:
      'Key of the installation, from leadbell key; the same for all processes. Needed with DATABASE_URL, else made in LEADBELL_DATA',
  },
  LEADBELL_KEY_FILE: { secret: false, about: 'File with that key, one a line, the current one first' },
  DMS_REQUESTS_PER_DAY: {
    secret: false,
    about: 'Requests a day that polls are planned for, mostly in working hours; 5000 if not given',
  },
  POLL_SECONDS: {
    secret: false,
    about: 'Fixes how often the DMS is polled, 0 for never; DMS_REQUESTS_PER_DAY decides if not given',
  },
  DELIVERY_GRACE_SECONDS: {
    secret: false,
    about:
      'How long until a post shows in the history of its channel after its process has ended, or its call; 4 if not given',
  },
  DOUBT_WAIT_SECONDS: {
    secret: false,
    about: 'How long a channel waits for a message that may have been posted before the next go on; 60 if not given',
  },
  DELIVERY_PACE: {
    secret: false,
    about: 'slack, or none for measurements against a stand-in (SLACK_API_URL); slack if not given',
  },
  DIGEST_MAX_MISSED: {
    secret: false,
    about: 'After a stop, one message stands for at most so many missed digests; 31 if not given',
  },
  SUBSCRIPTION_EDITORS: {
    secret: false,
    about: 'Who may change subscriptions: everybody, or the ids of user groups (S0123ABCD); everybody if not given',
  },
  TIME_ZONE: { secret: false, about: 'IANA zone of the business; Asia/Riyadh if not given' },
  WEEK_START: { secret: false, about: 'First day of the week; sunday if not given' },
  LANGUAGE: {
    secret: false,
    about: `${languageTags.join(' or ')}; ${fallbackLanguage} if not given. Whoever asks in Arabic is answered in Arabic`,
  },
  LOG_LEVEL: { secret: false, about: 'debug, info, warn, error, fatal or silent; info if not given' },
  LEADBELL_CONFIG: {
    secret: false,
    about: 'File with the codes of sources and the calendar of the business; leadbell.config.json if not given',
  },
  LEADBELL_CLOCK: {
    secret: false,
    about:
      'For demonstrations: an instant (or now) at which business time starts; the sandbox can move it. Refused in production',
  },
} as const satisfies Readonly<Record<string, SettingName>>;

export type Name = keyof typeof settingNames;

/** Values by name; blank values are absent. */
export type Values = Readonly<Partial<Record<Name, string>>>;
