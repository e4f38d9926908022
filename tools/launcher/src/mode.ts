/**
 * What `npm start` should run. Pure.
 * Any Slack or DMS setting means the real service (which refuses by itself when they are half there); none means the sandbox, never in production.
 */
export type Mode = 'service' | 'sandbox';

export function modeOf(env: Readonly<Record<string, string | undefined>>): Mode {
  if (env['NODE_ENV'] === 'production') return 'service';
  const isSet = Object.entries(env).some(
    ([name, value]) => /^(DMS|SLACK)_/.test(name) && value !== undefined && value !== '',
  );
  return isSet ? 'service' : 'sandbox';
}
