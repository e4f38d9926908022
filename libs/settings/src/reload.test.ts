import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadSettings } from './load.ts';
import { liveSettings } from './reload.ts';
import { socket } from './settings-fixtures.ts';

/** Starts with settings whose catalogue and DMS token are in files. */
function begin(catalogue: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'reload-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const config = (value: object): void => write('config.json', JSON.stringify(value));
  config(catalogue);
  write('token', 'first-token');
  write('bot', 'xoxb-bot-secret-1');
  const { SLACK_BOT_TOKEN: _, ...rest } = socket;
  const env: Record<string, string | undefined> = {
    ...rest,
    DMS_AUTH: 'bearer',
    DMS_TOKEN_FILE: join(folder, 'token'),
    SLACK_BOT_TOKEN_FILE: join(folder, 'bot'),
    LEADBELL_CONFIG: join(folder, 'config.json'),
  };
  const { result } = loadSettings(env);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { env, write, config, live: liveSettings(env, result) };
}

test('files are read again only after a change, or on request', () => {
  const { live } = begin();
  expect(live.look(false)).toBeNull();
  expect(live.look(true)).toMatchObject({ kind: 'used', changed: [], tokens: [], needRestart: [] });
});

test('all sections of the file change at once, even in objects that code has already read from the settings', () => {
  const { live, config } = begin({ access: { roles: [{ role: 'manager', users: ['U0NOURA'] }] } });
  const { access, alertSettings, links, retention, catalogue, calendar, aliases, reading } = live.settings;
  config({
    access: { roles: [{ role: 'admin', users: ['U0OMAR'] }], limit: { people: 5, minutes: 60 } },
    alerts: { notWatchingMinutes: 7 },
    links: { lead: 'https://dms.example/{id}' },
    retention: { audit: 400 },
    sources: { Email: 3 },
    calendar: { holidays: ['2026-12-01'] },
    aliases: { brand: [['KIA', 'كيا']] },
  });
  expect(live.look(false)).toMatchObject({ kind: 'used', needRestart: [] });
  expect(access.grants).toMatchObject([{ role: 'admin', users: ['U0OMAR'] }]);
  expect(alertSettings.notWatchingMs).toBe(7 * 60_000);
  expect({ ...links }).toMatchObject({ lead: 'https://dms.example/{id}' });
  expect(retention.audit).toBe(400);
  expect({ ...catalogue.sources }).toEqual({ Email: 3 });
  expect(JSON.stringify(calendar)).toContain('2026-12-01');
  expect({ ...aliases }).toEqual({ brand: [['KIA', 'كيا']] });
  expect(reading.limit).toEqual({ people: 5, minutes: 60 });
});

test('a file with a mistake changes nothing, and each problem is reported', () => {
  const { live, write, config } = begin({ retention: { audit: 500 } });
  const { retention } = live.settings;
  config({ retention: { audit: 600 }, acess: {}, alerts: { notWatchingMinutes: 'soon' } });
  const said = live.look(false);
  expect(said).toMatchObject({ kind: 'refused' });
  expect(JSON.stringify(said)).toMatch(/notWatchingMinutes.*did you mean access/s);
  expect(retention.audit).toBe(500);
  write('config.json', '{');
  expect(live.look(false)).toMatchObject({ kind: 'refused', problems: [{ expected: 'JSON' }] });
  // The same broken file is not reported a second time.
  expect(live.look(false)).toBeNull();
  config({ retention: { audit: 600 } });
  expect(live.look(false)).toMatchObject({ kind: 'used', changed: ['retention'] });
  expect(retention.audit).toBe(600);
});

test('new tokens in files are used, and reported without their values', () => {
  const { live, write } = begin();
  const { auth } = live.settings.dms;
  write('token', 'second-token');
  write('bot', 'xoxb-bot-secret-2');
  const said = live.look(false);
  expect(said).toMatchObject({ kind: 'used', tokens: ['DMS_TOKEN', 'SLACK_BOT_TOKEN'], needRestart: [] });
  expect({ ...auth }).toEqual({ kind: 'bearer', token: 'second-token' });
  expect(live.presentToken('xoxb-bot-secret-1')).toBe('xoxb-bot-secret-2');
  expect(said?.kind === 'used' && said.secrets).toContain('second-token');
});

test('a token stays with its workspace, wherever it is in the list', () => {
  const { env, write } = begin();
  write('bot', 'xoxb-one-1,xoxb-two-1,xoxb-three-1');
  const { result } = loadSettings(env);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const live = liveSettings(env, result);
  const present = () => ['xoxb-one-1', 'xoxb-two-1', 'xoxb-three-1'].map((token) => live.presentToken(token));
  write('bot', 'xoxb-three-1,xoxb-two-2,xoxb-one-1');
  live.look(false);
  expect(present()).toEqual(['xoxb-one-1', 'xoxb-two-2', 'xoxb-three-1']);
  write('bot', 'xoxb-two-2,xoxb-three-2,xoxb-one-1');
  live.look(false);
  expect(present()).toEqual(['xoxb-one-1', 'xoxb-two-2', 'xoxb-three-2']);
});

test('settings that need a restart are reported, and stay as they were', () => {
  const { env, live, write } = begin();
  env['TIME_ZONE'] = 'Europe/Berlin';
  expect(live.look(true)).toMatchObject({ kind: 'used', needRestart: ['TIME_ZONE'] });
  expect(live.settings.zone).toBe('Asia/Riyadh');
  // Adds the token of another workspace.
  write('bot', 'xoxb-bot-secret-2,xoxb-bot-secret-3');
  const said = live.look(false);
  expect(said?.kind === 'used' && said.needRestart.toSorted()).toEqual(['SLACK_BOT_TOKEN', 'TIME_ZONE']);
  expect(live.presentToken('xoxb-bot-secret-1')).toBe('xoxb-bot-secret-1');
});

test('the app-level token is replaced like a bot token; another way to connect needs a restart', () => {
  const { env, write } = begin();
  write('app', 'xapp-secret-1');
  const { SLACK_APP_TOKEN: given = '', ...rest } = env;
  expect(given).toMatch(/^xapp-/);
  const files = { ...rest, SLACK_APP_TOKEN_FILE: String(env['LEADBELL_CONFIG']).replace('config.json', 'app') };
  const { result } = loadSettings(files);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const live = liveSettings(files, result);
  write('app', 'xapp-secret-2');
  expect(live.look(false)).toMatchObject({ kind: 'used', tokens: ['SLACK_APP_TOKEN'], needRestart: [] });
  expect(live.presentToken('xapp-secret-1')).toBe('xapp-secret-2');
  Object.assign(files, { SLACK_APP_TOKEN_FILE: '', SLACK_SIGNING_SECRET: 'signing-secret-1', PORT: '3000' });
  const said = live.look(true);
  expect(said?.kind === 'used' && said.needRestart).toContain('SLACK_SIGNING_SECRET');
  expect(live.presentToken('xapp-secret-1')).toBe('xapp-secret-2');
});
