/** Where the data is, from the environment and `.env`; the environment wins and an empty value is no value. Pure. Errors: `SettingsError`, with all that is wrong. */
import { parseZone, type Zone } from '@leadbell/domain';
import { type DatabaseConfig, databaseConfig, databaseSettingNames, databaseSettingProblem } from '@leadbell/store';
import { SettingsError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Of the bot's settings, those that its status is read by. One that is wrong counts as not given: the bot itself says what is wrong with it. */
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
