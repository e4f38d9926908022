/**
 * Reads the location of the data from the environment and `.env`. The environment wins, and an
 * empty value counts as absent. Effects: reads the files that contain addresses with passwords.
 * Errors: `SettingsError`, with all problems.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseZone, type Zone } from '@leadbell/domain';
import {
  type DatabaseConfig,
  databaseConfig,
  type DatabaseSettingName,
  databaseSettingNames,
  databaseSettingProblem,
  defaultRetention,
  fileSetting,
  readSecretFile,
  type RetentionDays,
  retentionIn,
} from '@leadbell/store';
import { SettingsError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The bot's settings that `leadbell status` uses. An invalid setting counts as absent, because the bot reports it. */
export interface BotSettings {
  readonly zone: Zone;
  readonly isPolled: boolean;
  readonly requestsPerDay: number;
  /** Null if the settings file can't be used; the bot reports that. */
  readonly retention: RetentionDays | null;
}

const usualRequests = 5_000;

export function readBotSettings(env: Environment, dotEnv: Environment): BotSettings {
  const given = (name: string): string =>
    [env[name], dotEnv[name]].map((text) => text?.trim()).find((text) => text !== undefined && text !== '') ?? '';
  const requests = given('DMS_REQUESTS_PER_DAY');
  return {
    zone: parseZone(given('TIME_ZONE')) ?? ('Asia/Riyadh' as Zone),
    isPolled: !/^0+$/.test(given('POLL_SECONDS')),
    requestsPerDay: /^\d{3,7}$/.test(requests) ? Number(requests) : usualRequests,
    retention: readRetention(given('LEADBELL_CONFIG')),
  };
}

function readRetention(given: string): RetentionDays | null {
  const file = given === '' ? 'leadbell.config.json' : given;
  if (given === '' && !existsSync(file)) return defaultRetention;
  try {
    const { retention } = JSON.parse(readFileSync(file, 'utf8')) as { readonly retention?: unknown };
    return retentionIn(retention ?? {});
  } catch {
    return null;
  }
}

export function readSettings(env: Environment, dotEnv: Environment): DatabaseConfig {
  const valueOf = (name: string): string | undefined =>
    [env[name], dotEnv[name]].map((text) => text?.trim()).find((text) => text !== undefined && text !== '');
  const problems: string[] = [];
  const given = databaseSettingNames.flatMap((name) => {
    const value = valueOf(name) ?? fromFile(name, problems, valueOf);
    return value === undefined ? [] : [{ name, value }];
  });
  for (const name of secretNames) {
    if (valueOf(name) !== undefined && valueOf(fileSetting(name)) !== undefined)
      problems.push(`${fileSetting(name)}: expected nothing, because ${name} is given`);
  }
  for (const { name, value } of given) {
    const expected = databaseSettingProblem(name, value);
    if (expected !== null) problems.push(`${name}: expected ${expected}`);
  }
  if (problems.length > 0) throw new SettingsError(`Please correct these settings: ${problems.join('; ')}`);
  return databaseConfig(Object.fromEntries(given.map(({ name, value }) => [name, value])));
}

/**
 * For each of these settings, a file may hold the value. The installation key is not among them,
 * because it has a setting for its file.
 */
const secretNames: readonly DatabaseSettingName[] = ['DATABASE_URL', 'DATABASE_OWNER_URL'];

function fromFile(
  name: DatabaseSettingName,
  problems: string[],
  valueOf: (name: string) => string | undefined,
): string | undefined {
  const file = secretNames.includes(name) ? valueOf(fileSetting(name)) : undefined;
  if (file === undefined) return undefined;
  const read = readSecretFile(file);
  if ('text' in read) return read.text;
  problems.push(`${fileSetting(name)}: expected ${read.problem}`);
  return undefined;
}
