/** Where the data is, from the environment and `.env`; the environment wins and an empty value is no value. Pure. Errors: `SettingsError`, with all that is wrong. */
import { type DatabaseConfig, databaseConfig, databaseSettingNames, databaseSettingProblem } from '@leadbell/store';
import { SettingsError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

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
  if (problems.length > 0) throw new SettingsError(`These settings are wrong: ${problems.join('; ')}`);
  return databaseConfig(Object.fromEntries(given.map(({ name, value }) => [name, value])));
}
