/**
 * Reads the settings of a program: the environment, `.env`, and the files that they name. Effects: reads files. Throws
 * no errors; problems are returned.
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

/** Returns the texts of all files that contain settings; null for a file that does not exist or can't be read. */
export function readTexts(env: Environment): readonly (string | null)[] {
  const text = textIn('.env');
  const dotEnv = parseEnv(text ?? '');
  const key = keyFile(env, dotEnv);
  const files = [configFile(env, dotEnv), ...(key === null ? [] : [key]), ...secretFiles(env, dotEnv).values()];
  return [text, ...files.map(textIn)];
}

function textIn(file: string): string | null {
  const read = readText(file);
  return 'text' in read ? read.text : read.code;
}

export function loadSettings(env: Environment): LoadedSettings {
  const unreadable = new Map<string, string>();
  const textOf = (file: string): string | null => {
    const read = readText(file);
    if ('code' in read) unreadable.set(file, read.code);
    return 'text' in read ? read.text : null;
  };
  // In a working directory that can't be entered, there is no `.env`.
  const dotEnv = parseEnv(existsSync('.env') ? (textOf('.env') ?? '') : '');
  const keys = keyFile(env, dotEnv);
  const secrets = secretFiles(env, dotEnv);
  const result = readSettings(env, {
    dotEnv,
    catalogue: textOf(configFile(env, dotEnv)),
    unreadable,
    keys: keys === null ? null : readKeyFile(keys),
    secrets: new Map([...secrets].map(([name, file]) => [name, readSecretFile(file)])),
  });
  return { result, files: ['.env', ...(keys === null ? [] : [keys]), ...secrets.values()] };
}

/**
 * `text`: null if there is no such file. `code`: the system's error if the file, or a folder on the way to it, can't be
 * read.
 */
function readText(file: string): { readonly text: string | null } | { readonly code: string } {
  try {
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { text: null } : { code };
  }
}
