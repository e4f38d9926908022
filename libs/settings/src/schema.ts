/**
 * The schema of all settings and the catalogue. Pure. The message of an issue describes the expected value and the
 * remedy, and never contains the value. Values stay texts here; `settings.ts` converts them after the check.
 */
import { languageTags } from '@leadbell/i18n';
import * as v from 'valibot';
import { parseIsoInstant, parseWeekday, parseZone } from '@leadbell/domain';
import { catalogueSchema } from './config-schema.ts';
import { oneOf } from './names.ts';
import { databaseSettingProblem, type DatabaseSettingName } from '@leadbell/store';

export const authKinds = ['none', 'bearer', 'basic', 'header', 'oauth2'] as const;
export const paces = ['slack', 'none'] as const;
const switches = ['on', 'off'] as const;
export const logLevels = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const secretForm = 'one line of printable characters, without spaces at its ends';
/** Characters that a header or a part of an address may have: no control characters, and nothing beyond Latin-1. */
const secret = text((value) => /^[\u0020-\u007E\u00A1-\u00FF]+$/.test(value), secretForm);
const portForm = 'a port, 1 to 65535 (0 takes any free one)';
const botToken = /^xoxb-[\w.-]{3,}$/;
const appToken = /^xapp-[\w.-]{3,}$/;
const address = text(
  isAddress,
  'an address that starts with https:// (or http://), without a user, a password or a question mark in it',
);

/** Headers that the request sets itself. */
const ownHeaders: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'content-type',
  'connection',
  'transfer-encoding',
  'accept',
  'accept-encoding',
  'cookie',
]);

const entries = {
  DMS_BASE_URL: address,
  DMS_AUTH: v.optional(v.picklist(authKinds, oneOf(authKinds))),
  DMS_TOKEN: secret,
  DMS_HEADER: text(
    (value) => /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(value) && !ownHeaders.has(value.toLowerCase()),
    "a header's name, such as X-Api-Key, but not one that Leadbell sets itself",
  ),
  DMS_USER: text((value) => /^[^\p{Cc}:]+$/u.test(value), 'a name without a colon'),
  DMS_PASSWORD: text((value) => /^\P{Cc}+$/u.test(value), secretForm),
  DMS_TOKEN_URL: address,
  DMS_CLIENT_ID: secret,
  DMS_CLIENT_SECRET: secret,
  DMS_ALLOW_HTTP: v.optional(v.picklist(switches, oneOf(switches))),
  SLACK_BOT_TOKEN: text(
    (value) => value.split(',').every((one) => botToken.test(one.trim())),
    'a Slack bot token, which starts with xoxb-, or one for each workspace with commas between',
  ),
  SLACK_APP_TOKEN: text((value) => appToken.test(value), 'a Slack app-level token, which starts with xapp-'),
  SLACK_SIGNING_SECRET: text(
    (value) => /^[\w-]{16,}$/.test(value),
    "Slack's signing secret, 16 letters and digits or more",
  ),
  PORT: text(isPort, portForm),
  LISTEN_HOST: text(
    (value) => /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f]*:[0-9a-f:.]+)$/i.test(value),
    'an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them',
  ),
  HEALTH_PORT: text(isPort, portForm),
  SLACK_API_URL: address,
  SLACK_TIMEOUT_SECONDS: secondsBetween(1, 60),
  SLACK_POSTED_EVENTS: v.optional(v.picklist(switches, oneOf(switches))),
  DATABASE_URL: database('DATABASE_URL'),
  DATABASE_OWNER_URL: database('DATABASE_OWNER_URL'),
  DATABASE_POOL: database('DATABASE_POOL'),
  DATABASE_CA: database('DATABASE_CA'),
  LEADBELL_DATA: database('LEADBELL_DATA'),
  LEADBELL_KEY: database('LEADBELL_KEY'),
  LEADBELL_KEY_FILE: database('LEADBELL_KEY_FILE'),
  DMS_REQUESTS_PER_DAY: text(
    (value) => /^\d{3,7}$/.test(value) && Number(value) >= 200 && Number(value) <= 1_000_000,
    'a whole number, 200 to 1000000',
  ),
  POLL_SECONDS: secondsBetween(0, 3_600),
  DELIVERY_GRACE_SECONDS: secondsBetween(1, 600),
  DOUBT_WAIT_SECONDS: secondsBetween(0, 600),
  DELIVERY_PACE: v.optional(v.picklist(paces, oneOf(paces))),
  DIGEST_MAX_MISSED: text(
    (value) => /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 366,
    'a whole number, 1 to 366',
  ),
  SUBSCRIPTION_EDITORS: text(
    (value) => /^(?:everybody|S[A-Z0-9]{5,20}(?:\s*,\s*S[A-Z0-9]{5,20})*)$/.test(value),
    'everybody, or the id of a user group in Slack, which starts with S (or several with commas between)',
  ),
  TIME_ZONE: text((value) => parseZone(value) !== null, 'an IANA time zone, such as Asia/Riyadh'),
  WEEK_START: text((value) => parseWeekday(value) !== null, 'a day of the week in English, such as sunday'),
  LANGUAGE: v.optional(v.picklist(languageTags, oneOf(languageTags))),
  LOG_LEVEL: v.optional(v.picklist(logLevels, oneOf(logLevels))),
  LEADBELL_CONFIG: text((value) => !value.includes('\0'), 'a file'),
  LEADBELL_CLOCK: text(
    (value) => value === 'now' || parseIsoInstant(value) !== null,
    'now, or an instant such as 2025-08-24T12:00:00Z, with Z or an offset',
  ),
};

/** The checks also depend on whether this is production, and on the parsed catalogue. */
export const settingsSchema = v.pipe(
  v.object({ values: v.object(entries), production: v.boolean(), catalogue: catalogueSchema }),
  v.rawCheck(({ dataset, addIssue }) => {
    const input = dataset.value as { values: Partial<Record<keyof typeof entries, string>>; production: boolean };
    for (const { name, expected } of [...missing(input.values), ...readableByOthers(input.values)]) {
      addIssue({
        message: expected,
        path: [
          { type: 'object', origin: 'value', input, key: 'values', value: input.values },
          { type: 'object', origin: 'value', input: input.values, key: name, value: undefined },
        ],
      });
    }
    if (input.production && input.values.LEADBELL_CLOCK !== undefined) {
      addIssue({
        message: 'no value: production always uses the real clock',
        path: [
          { type: 'object', origin: 'value', input, key: 'values', value: input.values },
          { type: 'object', origin: 'value', input: input.values, key: 'LEADBELL_CLOCK', value: undefined },
        ],
      });
    }
  }),
);

type Given = Readonly<Partial<Record<keyof typeof entries, string>>>;
interface Missing {
  readonly name: keyof typeof entries;
  readonly expected: string;
}

const neededFor: Readonly<Record<string, readonly (keyof typeof entries)[]>> = {
  bearer: ['DMS_TOKEN'],
  basic: ['DMS_USER', 'DMS_PASSWORD'],
  header: ['DMS_HEADER', 'DMS_TOKEN'],
  oauth2: ['DMS_TOKEN_URL', 'DMS_CLIENT_ID', 'DMS_CLIENT_SECRET'],
};

/** Over `http://`, other people on the network can read leads and the sign-in. */
function readableByOthers(given: Given): Missing[] {
  if (given.DMS_ALLOW_HTTP === 'on') return [];
  return (['DMS_BASE_URL', 'DMS_TOKEN_URL'] as const).flatMap((name) => {
    const value = given[name] ?? '';
    if (!isAddress(value) || new URL(value).protocol === 'https:' || isLoopback(new URL(value).hostname)) return [];
    return [
      {
        name,
        expected:
          'an address that starts with https://, since anyone on the way can read http:// (DMS_ALLOW_HTTP=on allows it)',
      },
    ];
  });
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/.test(host);
}

/** Returns settings that are missing although others require them. */
function missing(given: Given): Missing[] {
  const has = (name: keyof typeof entries): boolean => given[name] !== undefined;
  const found: Missing[] = [];
  const need = (name: keyof typeof entries, expected: string): void => {
    if (!has(name)) found.push({ name, expected });
  };
  need('DMS_BASE_URL', 'the address of the DMS');
  if (given.DELIVERY_PACE === 'none') need('SLACK_API_URL', "a stand-in's address, since DELIVERY_PACE is none");
  const credential = Object.values(neededFor).flat().find(has);
  if (!has('DMS_AUTH') && credential !== undefined) {
    need('DMS_AUTH', `how to sign in: ${authKinds.join(', ')} (${credential} is set)`);
  }
  if (given.DMS_AUTH === 'none' && credential !== undefined)
    found.push({
      name: 'DMS_AUTH',
      expected: `a way to sign in, since ${credential} is set (or leave ${credential} empty)`,
    });
  for (const name of neededFor[given.DMS_AUTH ?? 'none'] ?? [])
    need(name, `a value, since DMS_AUTH is ${given.DMS_AUTH}`);
  if (has('DATABASE_OWNER_URL'))
    need('DATABASE_URL', "the address with the service's account, since DATABASE_OWNER_URL is set");
  if (has('DATABASE_URL') && !has('LEADBELL_KEY_FILE'))
    need('LEADBELL_KEY', 'the key of the installation, since DATABASE_URL is set: leadbell key prints a new one');
  if (has('LEADBELL_KEY') && has('LEADBELL_KEY_FILE'))
    found.push({ name: 'LEADBELL_KEY_FILE', expected: 'nothing, since LEADBELL_KEY is set' });
  need('SLACK_BOT_TOKEN', "the bot's token");
  if (!has('SLACK_SIGNING_SECRET')) {
    need('SLACK_APP_TOKEN', 'an app-level token for Socket Mode (or SLACK_SIGNING_SECRET and PORT for HTTP)');
  } else if (!has('SLACK_APP_TOKEN')) {
    need('PORT', 'the port to listen on, since SLACK_SIGNING_SECRET is set (HTTP)');
  }
  if (has('HEALTH_PORT') && given.HEALTH_PORT === given.PORT && given.PORT !== '0')
    found.push({ name: 'HEALTH_PORT', expected: 'another port than PORT' });
  return found;
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
}

function text(isRight: (value: string) => boolean, expected: string) {
  return v.optional(v.pipe(v.string(), v.check(isRight, expected)));
}

function secondsBetween(least: number, most: number) {
  return text(
    (value) => /^\d{1,4}$/.test(value) && Number(value) >= least && Number(value) <= most,
    `whole seconds, ${least} to ${most}`,
  );
}

/** The store checks its own settings. */
function database(name: DatabaseSettingName) {
  return v.optional(
    v.pipe(
      v.string(),
      v.rawCheck(({ dataset, addIssue }) => {
        const message = dataset.typed ? databaseSettingProblem(name, dataset.value) : null;
        if (message !== null) addIssue({ message });
      }),
    ),
  );
}

function isAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, hash, search } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '' && hash === '' && search === '';
}
