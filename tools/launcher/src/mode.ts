/**
 * What `npm start` should run. Pure.
 * Any setting of the DMS's or of Slack's means the real service (which refuses by itself when they are half there); none means the sandbox, never in production.
 * Other names that begin alike, such as a webhook's, are others' business.
 */
export type Mode = 'service' | 'sandbox';

/** Those of the bot's settings that only a real service has. */
export const serviceSettings: readonly string[] = [
  'DMS_BASE_URL',
  'DMS_AUTH',
  'DMS_TOKEN',
  'DMS_HEADER',
  'DMS_USER',
  'DMS_PASSWORD',
  'DMS_TOKEN_URL',
  'DMS_CLIENT_ID',
  'DMS_CLIENT_SECRET',
  'DMS_REQUESTS_PER_DAY',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_API_URL',
  'SLACK_POSTED_EVENTS',
  'SLACK_TIMEOUT_SECONDS',
];

export function modeOf(env: Readonly<Record<string, string | undefined>>): Mode {
  if (env['NODE_ENV'] === 'production') return 'service';
  return serviceSettings.some((name) => (env[name] ?? '') !== '') ? 'service' : 'sandbox';
}
