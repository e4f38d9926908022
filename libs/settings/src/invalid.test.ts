import * as fc from 'fast-check';
import { describeProblems, readSettings, type Environment } from './settings.ts';
import { settingNames } from './names.ts';
import { socket, noFiles, key, problemsOf } from './settings-fixtures.ts';
import { describe, expect, test } from 'vitest';

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
  ])('%j is refused; the sentence names %s', (env, name, says) => {
    const [problem, ...others] = problemsOf({ ...socket, ...env }).filter((found) => found.name === name);
    expect(others).toEqual([]);
    expect(`${problem?.expected} (${problem?.hint})`).toMatch(says);
  });

  test('a key file that can’t be used is reported with the other problems', () => {
    const keys = { problem: 'a file that can be read' };
    const env = { ...socket, LEADBELL_KEY_FILE: 'none', LANGUAGE: 'xx' };
    expect(problemsOf(env, { ...noFiles, keys }).map(({ name, expected }) => `${name} ${expected}`)).toEqual([
      'LEADBELL_KEY_FILE a file that can be read',
      expect.stringMatching(/^LANGUAGE en.* or \w+$/),
    ]);
  });

  test('all invalid settings are reported at once', () => {
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

  test('a misspelt name is reported in .env, but not in the environment if it may belong to another program', () => {
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
    ['{"retention":{"lead":35}}', 'did you mean leads?'],
    ['{"links":{"lead":"http://dms.example/{id}"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":"https://dms.example/"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":"https://{id}.example/"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":"https://a:b@dms.example/{id}"}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"lead":7}}', 'links.lead to be an https:// address with {id}'],
    ['{"links":{"leads":"x"}}', 'did you mean lead?'],
    ['{"retention":7}', 'an object with any of "leads", '],
    ['{"access":{"roles":[]}}', 'a list of roles, at least one'],
  ])('the settings file %s is refused with a sentence', (catalogue, says) => {
    const result = readSettings(socket, { dotEnv: {}, catalogue });
    expect(result.ok ? '' : describeProblems(result.problems)).toContain(says);
  });
});

test('no message contains a secret, whatever is wrong with the secret', () => {
  const names = (Object.entries(settingNames) as [string, { secret: boolean }][])
    .filter(([, { secret }]) => secret)
    .map(([name]) => name);
  // The value is so long and odd that no sentence contains it by chance.
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
