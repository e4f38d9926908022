/**
 * Reads the settings where a program runs: the environment, `.env`, and the files that they name.
 * Effects: reads files. Errors: none; problems are results.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readKeyFile, readSecretFile } from '@leadbell/store';
import { configFile, type Environment, keyFile, readSettings, secretFiles, type SettingsResult } from './settings.ts';

export interface LoadedSettings {
  readonly result: SettingsResult;
  /** The files with secrets that were read. */
  readonly files: readonly string[];
}

export function loadSettings(env: Environment): LoadedSettings {
  const dotEnv = parseEnv(textOf('.env') ?? '');
  const keys = keyFile(env, dotEnv);
  const secrets = secretFiles(env, dotEnv);
  const result = readSettings(env, {
    dotEnv,
    catalogue: textOf(configFile(env, dotEnv)),
    keys: keys === null ? null : readKeyFile(keys),
    secrets: new Map([...secrets].map(([name, file]) => [name, readSecretFile(file)])),
  });
  return { result, files: ['.env', ...(keys === null ? [] : [keys]), ...secrets.values()] };
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
