/**
 * Reads the location of the data from the environment and `.env`; the environment wins, and an
 * empty value is absent. Pure. Errors: `SettingsError`, with all problems.
 */
import { parseZone, type Zone } from '@leadbell/domain';
import { type DatabaseConfig, databaseConfig, databaseSettingNames, databaseSettingProblem } from '@leadbell/store';
import { SettingsError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The bot's settings that its status depends on. An invalid one counts as absent: the bot itself
 * reports it.
 */
export interface BotSettings {
  readonly zone: Zone;
  readonly isPolled: boolean;
  readonly requestsPerDay: number;
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
  };
}

export function readSettings(env: Environment, dotEnv: Environment): DatabaseConfig {
  const given = databaseSettingNames.flatMap((name) => {
    const value = [env[name], dotEnv[name]]
      .map((text) => text?.trim())
      .find((text) => text !== undefined && text !== '');
    return value === undefined ? [] : [{ name, value }];
  });
  const problems = given.flatMap(({ name, value }) => {
    const expected = databaseSettingProblem(name, value);
    return expected === null ? [] : [`${name}: expected ${expected}`];
  });
  if (problems.length > 0) throw new SettingsError(`Please correct these settings: ${problems.join('; ')}`);
  return databaseConfig(Object.fromEntries(given.map(({ name, value }) => [name, value])));
}
