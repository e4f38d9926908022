/**
 * Decides what `npm start` runs. Pure. Any setting of the DMS or of Slack selects the real service
 * (which itself refuses an incomplete set). Without such a setting the sandbox runs, except in
 * production. Other variables that begin with `DMS_` or `SLACK_`, such as a webhook's, belong to
 * other programs.
 */
export type Mode = 'service' | 'sandbox';

/** The settings that only a real service has. A secret also has a setting whose name ends with `_FILE`. */
export const serviceSettings: readonly string[] = [
  'DMS_BASE_URL',
  'DMS_ALLOW_HTTP',
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
  const isGiven = (name: string): boolean => (env[name] ?? '') !== '';
  return serviceSettings.some((name) => isGiven(name) || isGiven(`${name}_FILE`)) ? 'service' : 'sandbox';
}
