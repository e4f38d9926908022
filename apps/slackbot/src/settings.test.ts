import { describeAccess } from './settings/access.ts';
import { alertNumbers, defaultAlertSettings, numberFields, openAccess, summarizeAccess } from '@leadbell/domain';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configFile, describeProblems, keyFile, readSettings, secretFiles } from './settings.ts';
import type { Environment, SettingProblem } from './settings.ts';
import { secretFileNames, type SecretName, secretNames, settingNames } from './settings/names.ts';
import { defaultRetention, retentionIn, retentionKinds, retentionRules, type SecretFile } from '@leadbell/store';

const socket: Environment = {
  DMS_BASE_URL: 'https://dms.example',
  SLACK_BOT_TOKEN: 'xoxb-bot-secret-1',
  SLACK_APP_TOKEN: 'xapp-app-secret-1',
};
const noFiles = { dotEnv: {}, catalogue: null };
const [key, oldKey] = [
  'Zsq1gU3hXv0k1Jm8b0l2w6rT9yNQeD5cA7fOiPzVxBE=',
  'u8Xq2mWc5tR0nKjH4vLgF1sYpB7dZ9aEoI3iU6xTyQA=',
] as const;

function problemsOf(env: Environment, files: Parameters<typeof readSettings>[1] = noFiles): readonly SettingProblem[] {
  const result = readSettings(env, files);
  return result.ok ? [] : result.problems;
}

function settingsOf(env: Environment, files: Parameters<typeof readSettings>[1] = noFiles) {
  const result = readSettings(env, files);
  if (!result.ok) throw new Error(describeProblems(result.problems));
  return result.settings;
}

function readAccess(access: object) {
  const result = readSettings(socket, { dotEnv: {}, catalogue: JSON.stringify({ access }) });
  if (!result.ok) throw new Error(describeProblems(result.problems));
  return result.settings;
}

describe('access', () => {
  test('has bounds for reading beside roles, or without', () => {
    const limit = { people: 300, minutes: 60 };
    expect(readAccess({ limit })).toMatchObject({ access: openAccess, reading: { unusual: { people: 60 }, limit } });
    expect(readAccess({ unusual: null })).toMatchObject({ reading: { unusual: null, limit: null } });
    expect(readAccess({ roles: [{ role: 'admin', users: ['U0AMAL'] }] }).access.others).toBe(null);
    expect(readAccess({ others: 'viewer' }).access).toEqual({ grants: [], others: 'viewer' });
    const described = (access: object, editors: readonly string[] | null = null) =>
      describeAccess(summarizeAccess(readAccess(access).access, editors));
    expect(described({})).toMatch(/^every full member of the workspace is a manager, [^;]*$/);
    expect(described({}, ['S0EDITORS'])).toMatch(/; only the user groups of SUBSCRIPTION_EDITORS may /);
    expect(described({ others: 'viewer' })).toBe('0 roles in leadbell.config.json; other members are viewers');
    expect(readAccess({ others: 'none' }).access).toEqual({ grants: [], others: null });
  });
});

describe('valid settings', () => {
  test('are read with their defaults', () => {
    expect(settingsOf(socket)).toEqual({
      dms: { baseUrl: 'https://dms.example', auth: { kind: 'none' } },
      slack: {
        botTokens: ['xoxb-bot-secret-1'],
        apiUrl: null,
        connection: { kind: 'socket', appToken: 'xapp-app-secret-1' },
        timeoutMs: 10_000,
      },
      database: {
        url: null,
        ownerUrl: null,
        dataDir: 'leadbell-data',
        pool: 10,
        caFile: null,
        keyText: null,
        keyFile: null,
      },
      requestsPerDay: 5_000,
      pollMs: null,
      deliveryGraceMs: 4_000,
      doubtWaitMs: 60_000,
      hearsPosted: false,
      pace: 'slack',
      maxMissedDigests: 31,
      subscriptionEditors: null,
      zone: 'Asia/Riyadh',
      weekStart: 7,
      language: 'en',
      logLevel: 'info',
      clock: null,
      catalogue: { sources: {}, subSources: {} },
      calendar: {
        workingDays: [1, 2, 3, 4, 7],
        hours: { open: 540, close: 1_080 },
        holidays: [],
        specialHours: [],
      },
      alertSettings: defaultAlertSettings,
      access: openAccess,
      reading: { unusual: { people: 60, minutes: 60 }, limit: null },
      retention: defaultRetention,
      links: { bulk: null, lead: null },
      aliases: {},
      secrets: ['xoxb-bot-secret-1', 'xapp-app-secret-1'],
    });
  });

  test.each<[Environment, object]>([
    [
      { DMS_AUTH: 'Bearer', DMS_TOKEN: 't0ken' },
      { kind: 'bearer', token: 't0ken' },
    ],
    [
      { DMS_AUTH: 'bearer', DMS_TOKEN: 't0ken' },
      { kind: 'bearer', token: 't0ken' },
    ],
    [
      { DMS_AUTH: 'header', DMS_TOKEN: 't0ken', DMS_HEADER: 'X-Api-Key' },
      { kind: 'header', header: 'X-Api-Key', token: 't0ken' },
    ],
    [
      { DMS_AUTH: 'basic', DMS_USER: 'me', DMS_PASSWORD: 'pass word' },
      { kind: 'basic', user: 'me', password: 'pass word' },
    ],
    [
      { DMS_AUTH: 'oauth2', DMS_TOKEN_URL: 'https://id.example/token', DMS_CLIENT_ID: 'id', DMS_CLIENT_SECRET: 'shh!' },
      { kind: 'oauth2', tokenUrl: 'https://id.example/token', clientId: 'id', clientSecret: 'shh!' },
    ],
  ])('sign in by %j', (env, auth) => {
    expect(settingsOf({ ...socket, ...env }).dms.auth).toEqual(auth);
  });

  test('the environment overrides the file, and an empty value is absent', () => {
    const dotEnv = { ...socket, TIME_ZONE: 'Europe/Berlin', LOG_LEVEL: 'debug', WEEK_START: 'monday' };
    const settings = settingsOf({ TIME_ZONE: ' Asia/Dubai ', LOG_LEVEL: '' }, { dotEnv, catalogue: null });
    expect(settings).toMatchObject({ zone: 'Asia/Dubai', logLevel: 'debug', weekStart: 1 });
  });

  test('HTTP is selected by the signing secret and the port', () => {
    const { SLACK_APP_TOKEN: _, ...rest } = socket;
    const http = { ...rest, SLACK_SIGNING_SECRET: '0123456789abcdef', PORT: '3000' };
    const found = { kind: 'http', signingSecret: '0123456789abcdef', host: '127.0.0.1', port: 3000 };
    expect(settingsOf(http).slack.connection).toEqual(found);
    for (const host of ['0.0.0.0', '::', 'leadbell.internal'])
      expect(settingsOf({ ...http, LISTEN_HOST: host }).slack.connection).toEqual({ ...found, host });
    for (const host of ['http://0.0.0.0', '0.0.0.0:80', 'a b', '-'])
      expect(problemsOf({ ...http, LISTEN_HOST: host }).map(({ name }) => name)).toEqual(['LISTEN_HOST']);
  });

  test('a port alone, as platforms set it, does not turn Socket Mode off, nor does a secret alone', () => {
    expect(settingsOf({ ...socket, PORT: '80' }).slack.connection.kind).toBe('socket');
    expect(settingsOf({ ...socket, SLACK_SIGNING_SECRET: '0123456789abcdef' }).slack.connection.kind).toBe('socket');
  });

  test.each([
    ['http://localhost:1/api', 'http://localhost:1/api/'],
    ['http://localhost:1/api/', 'http://localhost:1/api/'],
  ])("Slack's address %s ends with a slash", (given, read) => {
    expect(settingsOf({ ...socket, SLACK_API_URL: given }).slack.apiUrl).toBe(read);
  });

  test("a system's own list of locales is not our language setting", () => {
    expect(settingsOf({ ...socket, LANGUAGE: 'de_DE:de' }).language).toBe('en');
    expect(
      settingsOf({ LANGUAGE: 'en_GB:en' }, { dotEnv: { ...socket, LANGUAGE: 'AR' }, catalogue: null }).language,
    ).toBe('ar');
  });

  test('the keys of the installation are read from a setting or a file, and each is a secret', () => {
    const both = `${key},${oldKey}`;
    const url = 'postgres://db/x';
    const given = settingsOf({ ...socket, DATABASE_URL: url, LEADBELL_KEY: both });
    expect(given.database).toMatchObject({ url, keyText: both, keyFile: null });
    expect(given.secrets).toEqual(expect.arrayContaining([key, oldKey]));
    const keys = { text: `${key}\n${oldKey}\n` };
    const filed = settingsOf({ ...socket, DATABASE_URL: url, LEADBELL_KEY_FILE: '/run/key' }, { ...noFiles, keys });
    expect(filed.database).toMatchObject({ keyText: keys.text, keyFile: '/run/key' });
    expect(filed.secrets).toEqual(expect.arrayContaining([key, oldKey]));
    expect(keyFile({}, { LEADBELL_KEY_FILE: 'key' })).toBe('key');
  });

  test('the clock can start at another time', () => {
    expect(settingsOf({ ...socket, LEADBELL_CLOCK: '2025-08-24T12:00:00+03:00' }).clock).toBe(Date.UTC(2025, 7, 24, 9));
    expect(settingsOf({ ...socket, LEADBELL_CLOCK: 'now' }).clock).toBe('now');
    expect(settingsOf(socket).clock).toBeNull();
  });

  test('the alert settings are read from the same file', () => {
    const catalogue = JSON.stringify({
      alerts: { erroredPercent: 20, stalledMinutes: 30, groupWaitSeconds: 0, groupIntervalSeconds: 60 },
    });
    expect(settingsOf(socket, { dotEnv: {}, catalogue }).alertSettings).toEqual({
      ...defaultAlertSettings,
      erroredLeads: Infinity,
      erroredShare: 0.2,
      stalledMs: 1_800_000,
      groupWaitMs: 0,
      groupIntervalMs: 60_000,
    });
  });

  test('the calendar is read from the same file', () => {
    const catalogue = JSON.stringify({
      calendar: {
        workingDays: 'mon-fri',
        hours: '10:00-22:00',
        holidays: ['2026-09-23', '2026-03-20..2026-03-23'],
        specialHours: [{ dates: '2026-02-18..2026-03-19', hours: '21:00-02:00' }],
      },
    });
    expect(settingsOf(socket, { dotEnv: {}, catalogue }).calendar).toEqual({
      workingDays: [1, 2, 3, 4, 5],
      hours: { open: 600, close: 1_320 },
      holidays: [
        { from: '2026-09-23', to: '2026-09-23' },
        { from: '2026-03-20', to: '2026-03-23' },
      ],
      specialHours: [{ from: '2026-02-18', to: '2026-03-19', open: 1_260, close: 120 }],
    });
  });

  test('the catalogue is read from its file', () => {
    const catalogue = '{"sources":{"Direct Contact":1}}';
    expect(settingsOf(socket, { dotEnv: {}, catalogue }).catalogue).toEqual({
      sources: { 'Direct Contact': 1 },
      subSources: {},
    });
    expect(configFile({}, { LEADBELL_CONFIG: 'other.json' })).toBe('other.json');
  });
});

describe('invalid settings', () => {
  test.each<[Environment, string, RegExp]>([
    [{ DMS_BASE_URL: '' }, 'DMS_BASE_URL', /the address of the DMS.*https:\/\/dms\.example\.com/],
    [{ DMS_BASE_URL: 'dms.example' }, 'DMS_BASE_URL', /starts with https/],
    [{ DMS_BASE_URL: 'https://me:pw@dms.example' }, 'DMS_BASE_URL', /without a user, a password/],
    [{ DMS_AUTH: 'baerer' }, 'DMS_AUTH', /none, bearer, basic, header or oauth2.*did you mean bearer\?/],
    [{ DMS_AUTH: 'bearer' }, 'DMS_TOKEN', /since DMS_AUTH is bearer/],
    [{ DMS_AUTH: 'header', DMS_TOKEN: 't0ken' }, 'DMS_HEADER', /since DMS_AUTH is header/],
    [{ DMS_AUTH: 'header', DMS_HEADER: 'X Key:', DMS_TOKEN: 't0ken' }, 'DMS_HEADER', /such as X-Api-Key/],
    [{ DMS_AUTH: 'basic', DMS_USER: 'me' }, 'DMS_PASSWORD', /since DMS_AUTH is basic/],
    [{ DMS_AUTH: 'oauth2', DMS_CLIENT_ID: 'i', DMS_CLIENT_SECRET: 's' }, 'DMS_TOKEN_URL', /since DMS_AUTH is oauth2/],
    [{ DMS_TOKEN: 't0ken' }, 'DMS_AUTH', /how to sign in.*DMS_TOKEN is set/],
    [{ DMS_AUTH: 'none', DMS_TOKEN: 't0ken' }, 'DMS_AUTH', /a way to sign in, since DMS_TOKEN is set/],
    [{ DMS_AUTH: 'header', DMS_HEADER: 'Host', DMS_TOKEN: 't0ken' }, 'DMS_HEADER', /not one that Leadbell sets itself/],
    [{ DMS_BASE_URL: 'https://dms.example/?tenant=1' }, 'DMS_BASE_URL', /question mark/],
    [{ DELIVERY_PACE: 'none' }, 'SLACK_API_URL', /stand-in/],
    [{ DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL', /postgres:\/\//],
    [{ DATABASE_URL: 'postgres://db/x' }, 'LEADBELL_KEY', /key of the installation, since DATABASE_URL is set/],
    [{ LEADBELL_KEY: 'c2hvcnQ=' }, 'LEADBELL_KEY', /32 random bytes in base64.*Key of the installation/],
    [{ LEADBELL_KEY: 'not base64 at all' }, 'LEADBELL_KEY', /32 random bytes in base64/],
    [{ LEADBELL_KEY: key, LEADBELL_KEY_FILE: 'key' }, 'LEADBELL_KEY_FILE', /nothing, since LEADBELL_KEY is set/],
    [{ POLL_SECONDS: 'often' }, 'POLL_SECONDS', /0 to 3600/],
    [{ DMS_REQUESTS_PER_DAY: '50' }, 'DMS_REQUESTS_PER_DAY', /200 to 1000000/],
    [{ DMS_AUTH: 'bearer', DMS_TOKEN: 'two\nlines' }, 'DMS_TOKEN', /one line/],
    [{ SLACK_BOT_TOKEN: undefined }, 'SLACK_BOT_TOKEN', /the bot's token.*OAuth & Permissions/],
    [{ SLACK_BOT_TOKEN: 'xapp-app-secret-1' }, 'SLACK_BOT_TOKEN', /starts with xoxb-.*is it SLACK_APP_TOKEN\?/],
    [{ SLACK_APP_TOKEN: 'xoxb-bot-secret-1' }, 'SLACK_APP_TOKEN', /starts with xapp-.*is it SLACK_BOT_TOKEN\?/],
    [{ SLACK_APP_TOKEN: '' }, 'SLACK_APP_TOKEN', /Socket Mode \(or SLACK_SIGNING_SECRET and PORT for HTTP\)/],
    [{ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '0123456789abcdef' }, 'PORT', /since SLACK_SIGNING_SECRET is set/],
    [{ SLACK_SIGNING_SECRET: 'short' }, 'SLACK_SIGNING_SECRET', /16 letters and digits/],
    [{ PORT: '70000' }, 'PORT', /1 to 65535/],
    [{ PORT: '3000a' }, 'PORT', /1 to 65535/],
    [{ SLACK_API_URL: 'slack.com/api' }, 'SLACK_API_URL', /starts with https/],
    [{ TIME_ZONE: 'Asia/Riad' }, 'TIME_ZONE', /IANA.*did you mean Asia\/Riyadh\?/],
    [{ WEEK_START: 'sundy' }, 'WEEK_START', /did you mean sunday\?/],
    [{ LANGUAGE: 'xx' }, 'LANGUAGE', /en.* or \w+/],
    [{ LOG_LEVEL: 'wran' }, 'LOG_LEVEL', /did you mean warn\?/],
    [{ LEADBELL_CLOCK: 'yesterday' }, 'LEADBELL_CLOCK', /now, or an instant such as/],
    [
      { LEADBELL_CLOCK: '2025-08-24T12:00:00Z', NODE_ENV: 'production' },
      'LEADBELL_CLOCK',
      /production always uses the real clock/,
    ],
    [{ LEADBELL_CLOCK: 'now', NODE_ENV: 'production' }, 'LEADBELL_CLOCK', /production always uses the real clock/],
    [{ LEADBELL_CONFIG: 'nowhere.json' }, 'LEADBELL_CONFIG', /an existing file.*nowhere\.json/],
    [{ SLACK_BOT_TOKN: 'xoxb-bot-secret-2' }, 'SLACK_BOT_TOKN', /did you mean SLACK_BOT_TOKEN\?/],
  ])('%j: %s', (env, name, says) => {
    const [problem, ...others] = problemsOf({ ...socket, ...env }).filter((found) => found.name === name);
    expect(others).toEqual([]);
    expect(`${problem?.expected} (${problem?.hint})`).toMatch(says);
  });

  test('an unusable key file is reported with the other problems', () => {
    const keys = { problem: 'a file that can be read' };
    const env = { ...socket, LEADBELL_KEY_FILE: 'none', LANGUAGE: 'xx' };
    expect(problemsOf(env, { ...noFiles, keys }).map(({ name, expected }) => `${name} ${expected}`)).toEqual([
      'LEADBELL_KEY_FILE a file that can be read',
      expect.stringMatching(/^LANGUAGE en.* or \w+$/),
    ]);
  });

  test('are all reported at once', () => {
    const env = {
      DMS_AUTH: 'oauth2',
      SLACK_BOT_TOKN: 'xoxb-1234',
      TIME_ZONE: 'Mars',
      LANGUAGE: 'xx',
      PORT: 'x',
      LOG_LEVEL: 'loud',
    };
    expect(
      problemsOf(env)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      'DMS_BASE_URL',
      'DMS_CLIENT_ID',
      'DMS_CLIENT_SECRET',
      'DMS_TOKEN_URL',
      'LANGUAGE',
      'LOG_LEVEL',
      'PORT',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
      'SLACK_BOT_TOKN',
      'TIME_ZONE',
    ]);
  });

  test('variables of other programs are ignored', () => {
    expect(
      problemsOf({ ...socket, SLACK_WEBHOOK: 'https://example.com', TIMEOUT: '5', LOGNAME: 'me', LANG: 'C' }),
    ).toEqual([]);
  });

  test('a misspelt name in .env is reported, though in the environment it may belong to another program', () => {
    expect(problemsOf({ ...socket, TIMEZONE: 'Asia/Riyadh' })).toEqual([]);
    expect(problemsOf(socket, { dotEnv: { TIMEZONE: 'Asia/Riyadh' }, catalogue: null })).toEqual([
      { name: 'TIMEZONE', expected: 'a known setting', hint: 'did you mean TIME_ZONE?' },
    ]);
  });

  test.each([
    ['{', 'leadbell.config.json: expected JSON'],
    [
      '[]',
      'an object with "sources", "subSources", "calendar", "alerts", "access", "retention", "links" and "aliases"',
    ],
    ['{"aliases":{"brand":["KIA"]}}', 'lists of spellings that mean the same'],
    ['{"aliases":{"brand":[["KIA"]]}}', 'lists of spellings that mean the same'],
    ['{"aliases":{"model":[["RIO","ريو"]]}}', 'an object with any of brand, branch, source'],
    ['{"sources":{"Email":"1"}}', 'sources.Email to be a whole number'],
    ['{"source":{}}', 'leadbell.config.json'],
    ['{"access":{"limit":{"people":0,"minutes":60}}}', 'access.limit.people to be a whole number, 1 to 1000000'],
    ['{"access":{"unusual":{"people":9}}}', 'access.unusual'],
    ['{"access":{"unusual":60}}', 'an object with "people" and "minutes", or null'],
    ['{"access":{"auditDays":90}}', 'access'],
    ['{"retention":{"audit":7}}', 'retention.audit to be whole days, 30 to 36500'],
    ['{"retention":{"leads":3.5}}', 'retention.leads to be whole days, 14 to 36500'],
    ['{"retention":{"lead":35}}', 'an object with any of "leads", '],
    ['{"links":{"lead":"http://dms.example/{id}"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":"https://dms.example/"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":"https://{id}.example/"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":"https://a:b@dms.example/{id}"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":7}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"leads":"x"}}', 'an object with "bulk" or "lead"'],
    ['{"retention":7}', 'an object with any of "leads", '],
    ['{"access":{"roles":[]}}', 'a list of roles, at least one'],
  ])('a catalogue of %s', (catalogue, says) => {
    const result = readSettings(socket, { dotEnv: {}, catalogue });
    expect(result.ok ? '' : describeProblems(result.problems)).toContain(says);
  });
});

test('no message contains a secret, whatever is wrong with it', () => {
  const names = (Object.entries(settingNames) as [string, { secret: boolean }][])
    .filter(([, { secret }]) => secret)
    .map(([name]) => name);
  // Long and odd enough that it cannot appear in a sentence by chance.
  const value = fc
    .string({ unit: fc.constantFrom('Q', 'Z', 'q', '0', '9', '~', '§', '\t'), minLength: 6, maxLength: 30 })
    .map((text) => `xq${text}qx`);
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...names, 'SLACK_BOT_TOKN', 'DMS_TOKN'), value),
      fc.constantFrom('none', 'bearer', 'basic', 'header', 'oauth2', 'other'),
      (secrets, auth) => {
        const text = describeProblems(problemsOf({ ...secrets, DMS_AUTH: auth }));
        for (const secret of Object.values(secrets)) expect(text).not.toContain(secret.trim());
      },
    ),
    { numRuns: 300 },
  );
});

test('.env.example names every setting, and nothing else', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const named = [...text.matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name ?? '');
  expect(named.toSorted()).toEqual(Object.keys(settingNames).toSorted());
  expect(
    problemsOf(parseEnv(text))
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['DMS_BASE_URL', 'SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN']);
});

test('retention has a default for each kind, and a given one counts, also for leadbell', () => {
  const given = { audit: 90, leads: 14 };
  const expected = { ...defaultRetention, ...given };
  expect(settingsOf(socket, { dotEnv: {}, catalogue: JSON.stringify({ retention: given }) }).retention).toEqual(
    expected,
  );
  expect(retentionIn(given)).toEqual(expected);
  expect(retentionIn({})).toEqual(defaultRetention);
  for (const wrong of [null, 7, [1], { lead: 35 }, { leads: '35' }, { leads: 3.5 }, { audit: 29 }, { audit: 1e9 }])
    expect(retentionIn(wrong)).toBeNull();
});

test('the page of settings says how long each kind is kept', () => {
  const file = new URL('../../../docs/settings.md', import.meta.url);
  const [begin, end] = ['<!-- made by apps/slackbot/src/settings.test.ts -->', '<!-- end -->'];
  const rows = retentionKinds.map((kind) => {
    const { days, least, about } = retentionRules[kind];
    return [`\`${kind}\``, about, String(days), String(least)];
  });
  const all = [['Kind', 'Kept', 'Days', 'At least'], ...rows];
  const widths = [0, 1, 2, 3].map((n) => Math.max(...all.map((row) => row[n]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const table = [line(all[0] ?? []), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
  const [before = '', rest = ''] = readFileSync(file, 'utf8').split(begin);
  const [, after = ''] = rest.split(end);
  const right = `${before}${begin}\n\n${table}\n\n${end}${after}`;
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, right);
  expect(readFileSync(file, 'utf8')).toBe(right);
  expect(after.length).toBeGreaterThan(0);
});

test('the page of settings describes every setting, in these words', () => {
  const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
  const items = page.matchAll(/^- `([A-Z_]+)`: ((?:.+(?:\n {2})?)+)/gm);
  const found = [...items].map(([, name, about = '']) => [name, about.replaceAll(/\s+/g, ' ').trim()]);
  expect(found).toEqual(Object.entries(settingNames).map(([name, { about }]) => [name, `${about}.`]));
});

const bearer: Environment = { ...socket, DMS_AUTH: 'bearer' };
const withFiles = (env: Environment, ...files: readonly [name: SecretName, read: SecretFile][]) =>
  [env, { ...noFiles, secrets: new Map(files) }] as const;
const filesIn = (folder: string) =>
  Object.fromEntries(secretNames.map((name) => [secretFileNames[name], `/${folder}/${name}`]));
const foundIn = (folder: string) => secretNames.map((name) => [name, `/${folder}/${name}`]);

describe('a secret in a file', () => {
  test('counts as its value, and is never printed', () => {
    const { SLACK_BOT_TOKEN: _, ...rest } = bearer;
    const settings = settingsOf(
      ...withFiles(rest, ['DMS_TOKEN', { text: 'from a file' }], ['SLACK_BOT_TOKEN', { text: 'xoxb-a-1,xoxb-b-2' }]),
    );
    expect(settings.dms.auth).toEqual({ kind: 'bearer', token: 'from a file' });
    expect(settings.slack.botTokens).toEqual(['xoxb-a-1', 'xoxb-b-2']);
    for (const secret of ['from a file', 'xoxb-a-1', 'xoxb-b-2']) expect(settings.secrets).toContain(secret);
  });

  test('is found for every secret, in the environment before .env', () => {
    expect([...secretFiles({}, filesIn('dotenv'))]).toEqual(foundIn('dotenv'));
    expect([...secretFiles(filesIn('env'), filesIn('dotenv'))]).toEqual(foundIn('env'));
    expect([...secretFiles({ DMS_TOKEN_FILE: ' ' }, {})]).toEqual([]);
    const secret = Object.entries(settingNames).flatMap(([name, { secret: is }]) => (is ? [name] : []));
    expect([...secretNames, 'LEADBELL_KEY'].toSorted()).toEqual(secret.toSorted());
  });

  test('beside its value is refused, in either place', () => {
    const problem = { name: 'DMS_TOKEN_FILE', expected: 'nothing, since DMS_TOKEN is given', hint: null };
    const file = ['DMS_TOKEN', { text: 'x' }] as const;
    expect(problemsOf(...withFiles({ ...bearer, DMS_TOKEN: 'y' }, [...file]))).toEqual([problem]);
    const [env, files] = withFiles(bearer, [...file]);
    expect(problemsOf(env, { ...files, dotEnv: { DMS_TOKEN: 'y' } })).toEqual([problem]);
  });

  test('that cannot be used is named by its file’s setting', () => {
    expect(problemsOf(...withFiles(bearer, ['DMS_TOKEN', { problem: 'a file that can be read' }]))).toEqual([
      { name: 'DMS_TOKEN_FILE', expected: 'a file that can be read', hint: null },
    ]);
    const wrong = problemsOf(...withFiles({ ...bearer, DMS_TOKEN: 'y' }, ['DATABASE_URL', { text: 'mysql://hush' }]));
    expect(wrong.map(({ name }) => name)).toEqual(['DATABASE_URL_FILE', 'LEADBELL_KEY']);
    expect(describeProblems(wrong)).not.toContain('hush');
    expect(problemsOf({ ...socket, DMS_TOKN_FILE: '/x' })).toEqual([
      { name: 'DMS_TOKN_FILE', expected: 'a known setting', hint: 'did you mean DMS_TOKEN_FILE?' },
    ]);
  });

  test('is described for every secret', () => {
    const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
    const [, paragraph = ''] = page.split('## Secrets in files');
    const named = [...(paragraph.split('\n## ')[0] ?? '').matchAll(/`([A-Z_]+_FILE)`/g)].map(([, name]) => name);
    expect(named).toEqual([...Object.values(secretFileNames), 'LEADBELL_KEY_FILE']);
    for (const [name, file] of Object.entries(secretFileNames)) expect(file).toBe(`${name}_FILE`);
  });
});

describe('the DMS over http://', () => {
  const expected =
    'an address that starts with https://, since anyone on the way can read http:// (DMS_ALLOW_HTTP=on allows it)';
  const oauth = { ...socket, DMS_AUTH: 'oauth2', DMS_CLIENT_ID: 'a', DMS_CLIENT_SECRET: 'b' };

  test.each([
    'dms.example',
    '10.0.0.5:8080',
    '127.0.0.1.example',
    'localhost.example',
    '[::2]',
    '0.0.0.0',
    '128.0.0.1',
  ])('is refused: %s', (host) => {
    const env = { ...oauth, DMS_BASE_URL: `http://${host}`, DMS_TOKEN_URL: `http://${host}/token` };
    expect(problemsOf(env)).toMatchObject([
      { name: 'DMS_BASE_URL', expected },
      { name: 'DMS_TOKEN_URL', expected },
    ]);
    expect(problemsOf({ ...env, DMS_ALLOW_HTTP: 'on' })).toEqual([]);
    expect(problemsOf({ ...env, DMS_ALLOW_HTTP: 'off' })).toHaveLength(2);
  });

  test.each(['localhost:8080', '127.0.0.1', '127.8.9.1:80', '[::1]:9', 'dms.localhost'])(
    'is accepted on this machine: %s',
    (host) => {
      expect(problemsOf({ ...oauth, DMS_BASE_URL: `http://${host}`, DMS_TOKEN_URL: `http://${host}/token` })).toEqual(
        [],
      );
    },
  );
});

test('the example catalogue is valid', () => {
  const catalogue = readFileSync(new URL('../leadbell.config.example.json', import.meta.url), 'utf8');
  expect(settingsOf(socket, { dotEnv: {}, catalogue }).catalogue.sources).toHaveProperty('Direct Contact');
});

test('the example has each alert number, at its default or at its alternative', () => {
  const text = readFileSync(new URL('../leadbell.config.example.json', import.meta.url), 'utf8');
  const { alerts } = JSON.parse(text) as { readonly alerts: Readonly<Record<string, number>> };
  // With a share set, the number of leads would not be used.
  const usual = numberFields
    .map((field) => alertNumbers[field])
    .filter(({ key }) => key !== alertNumbers.erroredShare.key)
    .map(({ key, usual: value }) => [key, value] as const);
  expect(alerts).toEqual(Object.fromEntries(usual));
});
