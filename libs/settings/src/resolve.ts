/** Converts checked values into the service's settings. Pure. */
import { fallbackLanguage, isLanguage } from '@leadbell/i18n';
import { type AliasGroups, parseIsoInstant, parseWeekday, parseZone, type Weekday, type Zone } from '@leadbell/domain';
import { databaseConfig, keysIn, type RetentionDays } from '@leadbell/store';
import { resolveAccess } from './access.ts';
import { resolveAlerts } from './alerts.ts';
import { resolveCalendar } from './calendar.ts';
import { resolveLinks } from './links.ts';
import type { Catalogue, LogLevel, Settings, SlackConnection } from './types.ts';
import { settingNames } from './names.ts';
import type { Name, Values } from './names.ts';

const sunday: Weekday = 7;
const loopback = '127.0.0.1';
type AlertsText = Parameters<typeof resolveAlerts>[0];
type AccessText = Parameters<typeof resolveAccess>[0];
type LinksText = Parameters<typeof resolveLinks>[0];
type CalendarText = Parameters<typeof resolveCalendar>[0];

export function settle(
  values: Values,
  file: Catalogue & {
    readonly calendar: CalendarText;
    readonly alerts: AlertsText;
    readonly access: AccessText;
    readonly retention: RetentionDays;
    readonly links: LinksText;
    readonly aliases: AliasGroups;
  },
  keyText: string | null,
): Settings {
  const { calendar, alerts, access, retention, links, aliases, sources, subSources } = file;
  const secrets = (Object.keys(values) as Name[]).filter((name) => settingNames[name].secret);
  return {
    dms: { baseUrl: values.DMS_BASE_URL ?? '', auth: authOf(values) },
    slack: {
      botTokens: listOf(values.SLACK_BOT_TOKEN),
      apiUrl: values.SLACK_API_URL?.replace(/\/*$/, '/') ?? null,
      connection: connectionOf(values),
      timeoutMs: Number(values.SLACK_TIMEOUT_SECONDS ?? 10) * 1_000,
    },
    health:
      values.HEALTH_PORT === undefined
        ? null
        : { host: values.LISTEN_HOST ?? loopback, port: Number(values.HEALTH_PORT) },
    database: { ...databaseConfig(values), ...(keyText === null ? {} : { keyText }) },
    requestsPerDay: Number(values.DMS_REQUESTS_PER_DAY ?? 5_000),
    pollMs: values.POLL_SECONDS === undefined ? null : Number(values.POLL_SECONDS) * 1_000,
    deliveryGraceMs: Number(values.DELIVERY_GRACE_SECONDS ?? 4) * 1_000,
    doubtWaitMs: Number(values.DOUBT_WAIT_SECONDS ?? 60) * 1_000,
    hearsPosted: values.SLACK_POSTED_EVENTS === 'on',
    pace: values.DELIVERY_PACE === 'none' ? 'none' : 'slack',
    maxMissedDigests: Number(values.DIGEST_MAX_MISSED ?? 31),
    access: resolveAccess(access),
    reading: { unusual: access.unusual, limit: access.limit },
    retention,
    links: resolveLinks(links),
    aliases,
    subscriptionEditors: values.SUBSCRIPTION_EDITORS?.startsWith('S') ? listOf(values.SUBSCRIPTION_EDITORS) : null,
    zone: parseZone(values.TIME_ZONE ?? '') ?? ('Asia/Riyadh' as Zone),
    weekStart: parseWeekday(values.WEEK_START ?? '') ?? sunday,
    language: isLanguage(values.LANGUAGE) ? values.LANGUAGE : fallbackLanguage,
    logLevel: (values.LOG_LEVEL ?? 'info') as LogLevel,
    clock: values.LEADBELL_CLOCK === 'now' ? 'now' : parseIsoInstant(values.LEADBELL_CLOCK ?? ''),
    catalogue: { sources, subSources },
    calendar: resolveCalendar(calendar),
    alertSettings: resolveAlerts(alerts),
    secrets: [...secrets.flatMap((name) => listed(name, values[name])), ...keysIn(keyText ?? '')],
  };
}

/** Splits a list, so that each secret in it is hidden separately. */
function listed(name: Name, value = ''): readonly string[] {
  if (name === 'SLACK_BOT_TOKEN') return listOf(value);
  return name === 'LEADBELL_KEY' ? keysIn(value) : [value];
}

function listOf(text = ''): readonly string[] {
  return text.split(',').flatMap((one) => one.trim() || []);
}

function authOf(values: Values): Settings['dms']['auth'] {
  const { DMS_TOKEN: token = '' } = values;
  switch (values.DMS_AUTH) {
    case 'bearer':
      return { kind: 'bearer', token };
    case 'basic':
      return { kind: 'basic', user: values.DMS_USER ?? '', password: values.DMS_PASSWORD ?? '' };
    case 'header':
      return { kind: 'header', header: values.DMS_HEADER ?? '', token };
    case 'oauth2':
      return {
        kind: 'oauth2',
        tokenUrl: values.DMS_TOKEN_URL ?? '',
        clientId: values.DMS_CLIENT_ID ?? '',
        clientSecret: values.DMS_CLIENT_SECRET ?? '',
      };
    default:
      return { kind: 'none' };
  }
}

/** Returns HTTP if both the signing secret and a port are set, otherwise Socket Mode. */
function connectionOf({
  SLACK_APP_TOKEN: appToken,
  SLACK_SIGNING_SECRET: signingSecret,
  PORT: port,
  LISTEN_HOST: host = loopback,
}: Values): SlackConnection {
  if (signingSecret !== undefined && port !== undefined)
    return { kind: 'http', signingSecret, host, port: Number(port) };
  return { kind: 'socket', appToken: appToken ?? '' };
}
