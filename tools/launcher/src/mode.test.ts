import { settingNames } from '@leadbell/settings/names';
import { expect, test } from 'vitest';
import { modeOf, serviceSettings } from './mode.ts';

test.each([
  [{}, 'sandbox'],
  [{ TIME_ZONE: 'Europe/Berlin', LANGUAGE: 'ar', LOG_LEVEL: 'debug', PORT: '3000' }, 'sandbox'],
  [{ SLACK_BOT_TOKEN: '' }, 'sandbox'],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'service'],
  [{ DMS_BASE_URL: 'https://dms.example' }, 'service'],
  [{ DMS_TOKEN_FILE: '/run/secrets/dms' }, 'service'],
  [{ SLACK_API_URL: 'http://localhost:1/api/' }, 'service'],
  [{ SLACK_WEBHOOK_URL: 'https://hooks.example', DATABASE_URL: 'postgres://x/y' }, 'sandbox'],
  [{ NODE_ENV: 'development' }, 'sandbox'],
  [{ NODE_ENV: 'production' }, 'service'],
])('with the settings %j, the %s runs', (env, expected) => {
  expect(modeOf(env)).toBe(expected);
});

test('the settings that select the real service are settings of the bot', () => {
  const found = Object.keys(settingNames).filter((name) => /^(?:DMS|SLACK)_/.test(name));
  expect(serviceSettings.toSorted()).toEqual(found.toSorted());
});
