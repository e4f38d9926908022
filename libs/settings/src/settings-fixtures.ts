/** Helps tests of settings: a valid environment, and functions that return problems or settings. */
import { describeProblems, readSettings } from './settings.ts';
import type { Environment, SettingProblem } from './settings.ts';
import type { Settings } from './types.ts';

type Files = Parameters<typeof readSettings>[1];

export const socket: Environment = {
  DMS_BASE_URL: 'https://dms.example',
  SLACK_BOT_TOKEN: 'xoxb-bot-secret-1',
  SLACK_APP_TOKEN: 'xapp-app-secret-1',
};
export const noFiles: Files = { dotEnv: {}, catalogue: null };
export const [key, oldKey] = [
  'Zsq1gU3hXv0k1Jm8b0l2w6rT9yNQeD5cA7fOiPzVxBE=',
  'u8Xq2mWc5tR0nKjH4vLgF1sYpB7dZ9aEoI3iU6xTyQA=',
] as const;

export function problemsOf(env: Environment, files: Files = noFiles): readonly SettingProblem[] {
  const result = readSettings(env, files);
  return result.ok ? [] : result.problems;
}

export function settingsOf(env: Environment, files: Files = noFiles): Settings {
  const result = readSettings(env, files);
  if (!result.ok) throw new Error(describeProblems(result.problems));
  return result.settings;
}

export function readAccess(access: object): Settings {
  const result = readSettings(socket, { dotEnv: {}, catalogue: JSON.stringify({ access }) });
  if (!result.ok) throw new Error(describeProblems(result.problems));
  return result.settings;
}
