import { expect, test } from 'vitest';
import { modeOf } from './mode.ts';

test.each([
  [{}, 'sandbox'],
  [{ TIME_ZONE: 'Europe/Berlin', LANGUAGE: 'ar', LOG_LEVEL: 'debug', PORT: '3000' }, 'sandbox'],
  [{ SLACK_BOT_TOKEN: '' }, 'sandbox'],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'service'],
  [{ DMS_BASE_URL: 'https://dms.example' }, 'service'],
  [{ SLACK_API_URL: 'http://localhost:1/api/' }, 'service'],
  [{ NODE_ENV: 'development' }, 'sandbox'],
  [{ NODE_ENV: 'production' }, 'service'],
])('%j runs the %s', (env, expected) => {
  expect(modeOf(env)).toBe(expected);
});
