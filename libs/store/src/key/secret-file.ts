/**
 * Reads secrets from files of their own, as containers mount them: `DATABASE_URL_FILE` is the path of a file that
 * contains the value of `DATABASE_URL`. Effects: reads files. Throws no errors; a returned problem never quotes the
 * file's content.
 */
import { readFileSync } from 'node:fs';

export type SecretFile = { readonly text: string } | { readonly problem: string };

const mostBytes = 100_000;

/** Returns the name of the setting for the path of the file that contains the value of `name`. */
export function fileSetting<Name extends string>(name: Name): `${Name}_FILE` {
  return `${name}_FILE`;
}

/** `problem`: the form that the file should have. Line ends and spaces around the secret are dropped. */
export function readSecretFile(file: string): SecretFile {
  try {
    const text = readFileSync(file, 'utf8');
    const secret = text.replace(/^\uFEFF/, '').trim();
    if (secret === '') return { problem: 'a file with the value, which this one does not have' };
    if (text.length > mostBytes || /[\r\n]/.test(secret)) return { problem: 'a file with one line' };
    return { text: secret };
  } catch {
    return { problem: 'a file that can be read' };
  }
}
