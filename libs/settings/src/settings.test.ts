import { alertNumbers, defaultAlertSettings, numberFields, openAccess, summarizeAccess } from '@leadbell/domain';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describeAccess } from './access.ts';
import { configFile, keyFile, type Environment } from './settings.ts';
import { settingNames } from './names.ts';
import { defaultRetention, retentionIn, retentionKinds, retentionRules } from '@leadbell/store';
import { socket, noFiles, key, oldKey, problemsOf, settingsOf, readAccess } from './settings-fixtures.ts';
import { describe, expect, test } from 'vitest';

const described = (access: object, editors: readonly string[] | null = null) =>
  describeAccess(summarizeAccess(readAccess(access).access, editors));

describe('access', () => {
  test('the limit on opened leads applies with and without roles', () => {
    const limit = { people: 300, minutes: 60 };
    expect(readAccess({ limit })).toMatchObject({ access: openAccess, reading: { unusual: { people: 60 }, limit } });
    expect(readAccess({ unusual: null })).toMatchObject({ reading: { unusual: null, limit: null } });
    expect(readAccess({ roles: [{ role: 'admin', users: ['U0AMAL'] }] }).access.others).toBe(null);
    expect(readAccess({ others: 'viewer' }).access).toEqual({ grants: [], others: 'viewer' });
    expect(described({})).toMatch(/^every full member of the workspace is a manager, [^;]*$/);
    expect(described({}, ['S0EDITORS'])).toMatch(/; only the user groups of SUBSCRIPTION_EDITORS may /);
    expect(described({ others: 'viewer' })).toBe('0 roles in leadbell.config.json; other members are viewers');
    expect(readAccess({ others: 'none' }).access).toEqual({ grants: [], others: null });
  });
});

describe('valid settings', () => {
  test('valid settings are read with their defaults', () => {
    expect(settingsOf(socket)).toEqual({
      dms: { baseUrl: 'https://dms.example', auth: { kind: 'none' } },
      slack: {
        botTokens: ['xoxb-bot-secret-1'],
        apiUrl: null,
        connection: { kind: 'socket', appToken: 'xapp-app-secret-1' },
        timeoutMs: 10_000,
      },
      health: null,
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
  ])('the way to sign in is read from %j', (env, auth) => {
    expect(settingsOf({ ...socket, ...env }).dms.auth).toEqual(auth);
  });

  test('the environment overrides the file, and an empty value counts as absent', () => {
    const dotEnv = { ...socket, TIME_ZONE: 'Europe/Berlin', LOG_LEVEL: 'debug', WEEK_START: 'monday' };
    const settings = settingsOf({ TIME_ZONE: ' Asia/Dubai ', LOG_LEVEL: '' }, { dotEnv, catalogue: null });
    expect(settings).toMatchObject({ zone: 'Asia/Dubai', logLevel: 'debug', weekStart: 1 });
  });

  test('the signing secret together with a port selects HTTP', () => {
    const { SLACK_APP_TOKEN: _, ...rest } = socket;
    const http = { ...rest, SLACK_SIGNING_SECRET: '0123456789abcdef', PORT: '3000' };
    const found = { kind: 'http', signingSecret: '0123456789abcdef', host: '127.0.0.1', port: 3000 };
    expect(settingsOf(http).slack.connection).toEqual(found);
    for (const host of ['0.0.0.0', '::', 'leadbell.internal'])
      expect(settingsOf({ ...http, LISTEN_HOST: host }).slack.connection).toEqual({ ...found, host });
    for (const host of ['http://0.0.0.0', '0.0.0.0:80', 'a b', '-'])
      expect(problemsOf({ ...http, LISTEN_HOST: host }).map(({ name }) => name)).toEqual(['LISTEN_HOST']);
  });

  test('Socket Mode stays on if only a port is set (hosting platforms set one), or only a signing secret', () => {
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

  test('the installation’s keys are read from a setting or a file, and each is a secret', () => {
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

  test('the clock of the business can start at another time', () => {
    expect(settingsOf({ ...socket, LEADBELL_CLOCK: '2025-08-24T12:00:00+03:00' }).clock).toBe(Date.UTC(2025, 7, 24, 9));
    expect(settingsOf({ ...socket, LEADBELL_CLOCK: 'now' }).clock).toBe('now');
    expect(settingsOf(socket).clock).toBeNull();
  });

  test('the alert settings are read from the settings file', () => {
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

  test('the calendar is read from the settings file', () => {
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

test('.env.example lacks only the values that differ between installations', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  expect(
    problemsOf(parseEnv(text))
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['DMS_BASE_URL', 'SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN']);
});

test('retention has a default for each kind, and a given value is used, also by the leadbell command', () => {
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

test('the settings page says how long each kind is kept', () => {
  const file = new URL('../../../docs/settings.md', import.meta.url);
  const [begin, end] = ['<!-- made by libs/settings/src/settings.test.ts -->', '<!-- end -->'];
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

test('the settings page describes every setting in the words of settingNames', () => {
  const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
  const items = page.matchAll(/^- `([A-Z_]+)`: ((?:.+(?:\n {2})?)+)/gm);
  const found = [...items].map(([, name, about = '']) => [name, about.replaceAll(/\s+/g, ' ').trim()]);
  expect(found).toEqual(Object.entries(settingNames).map(([name, { about }]) => [name, `${about}.`]));
});

test('the example catalogue is valid', () => {
  const catalogue = readFileSync(
    new URL('../../../apps/slackbot/leadbell.config.example.json', import.meta.url),
    'utf8',
  );
  expect(settingsOf(socket, { dotEnv: {}, catalogue }).catalogue.sources).toHaveProperty('Direct Contact');
});

test('the example has each alert number with its default, except the share of errored leads', () => {
  const text = readFileSync(new URL('../../../apps/slackbot/leadbell.config.example.json', import.meta.url), 'utf8');
  const { alerts } = JSON.parse(text) as { readonly alerts: Readonly<Record<string, number>> };
  // The example sets the number of errored leads, which is the alternative to the share.
  const usual = numberFields
    .map((field) => alertNumbers[field])
    .filter(({ key }) => key !== alertNumbers.erroredShare.key)
    .map(({ key, usual: value }) => [key, value] as const);
  expect(alerts).toEqual(Object.fromEntries(usual));
});
